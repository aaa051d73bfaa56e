import type { Scored } from './scoring.ts'

const score = new Float32Array(1)
const bits = new Uint32Array(score.buffer)

/**
 * A score as a whole number, the same for scores within about a hundredth of each other: sign, exponent and the first
 * seven bits of the fraction. Scores are not negative.
 */
export function stepOf(of: number): number {
  score[0] = of
  return bits[0]! >>> 16
}

/**
 * Places in `found` of the `many` documents with the highest scores, best first. Of scores that count as equal
 * ({@link stepOf}) the newer comes first. A heap of the best so far, its root the least of them, so that most documents
 * cost one comparison.
 */
export function bestOf({ docs, scores }: Scored, timeOf: (doc: number) => number, many: number): number[] {
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length)
  const isLess = (a: number, b: number): boolean => {
    const higher = (bits[a]! >>> 16) - (bits[b]! >>> 16)
    if (higher !== 0) return higher < 0
    const [x, y] = [docs[a]!, docs[b]!]
    const later = timeOf(x) - timeOf(y)
    return later === 0 ? x < y : later < 0
  }
  const heap: number[] = []
  const sink = (from: number): void => {
    for (let at = from; ;) {
      const left = 2 * at + 1
      let least = at
      if (left < heap.length && isLess(heap[left]!, heap[least]!)) least = left
      if (left + 1 < heap.length && isLess(heap[left + 1]!, heap[least]!)) least = left + 1
      if (least === at) return
      ;[heap[at], heap[least]] = [heap[least]!, heap[at]!]
      at = least
    }
  }
  for (let i = 0; i < docs.length; i++) {
    if (heap.length < many) {
      heap.push(i)
      if (heap.length === many) for (let at = many >> 1; at >= 0; at--) sink(at)
    } else if (many > 0 && isLess(heap[0]!, i)) {
      heap[0] = i
      sink(0)
    }
  }
  return heap.sort((a, b) => (isLess(a, b) ? 1 : -1))
}
