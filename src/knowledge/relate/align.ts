/** A stretch of two sequences where they differ: from `start` up to `end` in each, either may be empty. */
export interface Gap {
  readonly a: readonly [start: number, end: number]
  readonly b: readonly [start: number, end: number]
}

/** Above this many cells the middle is taken as one gap: a table of them would cost too much. */
const MAX_CELLS = 1_000_000

/**
 * Where two sequences of words differ, by their longest common subsequence; what both begin and end with is cut off
 * first. In order, and empty for equal sequences.
 */
export function gapsBetween(a: readonly string[], b: readonly string[]): Gap[] {
  let from = 0
  while (from < a.length && from < b.length && a[from] === b[from]) from++
  let [endA, endB] = [a.length, b.length]
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1]
  const [rows, columns] = [endA - from, endB - from]
  if (rows === 0 && columns === 0) return []
  if (rows === 0 || columns === 0 || rows * columns > MAX_CELLS) return [{ a: [from, endA], b: [from, endB] }]

  const width = columns + 1
  const best = new Uint32Array((rows + 1) * width)
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      best[i * width + j] =
        a[from + i] === b[from + j]
          ? best[(i + 1) * width + j + 1]! + 1
          : Math.max(best[(i + 1) * width + j]!, best[i * width + j + 1]!)

  const gaps: Gap[] = []
  let [i, j] = [0, 0]
  let [openA, openB] = [0, 0]
  const close = (): void => {
    if (i > openA || j > openB) gaps.push({ a: [from + openA, from + i], b: [from + openB, from + j] })
  }
  while (i < rows && j < columns) {
    if (a[from + i] === b[from + j]) {
      close()
      ;[i, j] = [i + 1, j + 1]
      ;[openA, openB] = [i, j]
    } else if (best[(i + 1) * width + j]! >= best[i * width + j + 1]!) i++
    else j++
  }
  ;[i, j] = [rows, columns]
  close()
  return gaps
}
