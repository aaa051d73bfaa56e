const FENCE = /^ {0,3}(`{3,20}|~{3,20})(.*)$/

/**
 * For each line, whether it stands in a fenced block of code (CommonMark §4.5). A fence that is never closed opens
 * nothing: it would take all the rest of what was pasted with it.
 */
export function linesInCode(lines: readonly string[]): boolean[] {
  const fences = lines.map((line) => {
    const found = FENCE.exec(line)
    return found ? { mark: found[1]!, isBare: found[2]!.trim() === '' } : undefined
  })
  /** The last line that closes a fence of this mark. */
  const last = new Map<string, number>()
  fences.forEach((fence, index) => {
    if (fence?.isBare) for (let size = 3; size <= fence.mark.length; size++) last.set(fence.mark.slice(0, size), index)
  })

  let open: string | undefined
  return fences.map((fence, index) => {
    if (open !== undefined) {
      if (fence?.isBare && fence.mark.startsWith(open)) open = undefined
      return true
    }
    if (fence && (last.get(fence.mark) ?? -1) > index) open = fence.mark
    return open !== undefined
  })
}
