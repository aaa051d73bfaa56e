import type { Block } from './blocks.ts'

/** A fence may stand right behind the mark of a list item. */
const FENCE = /^[ \t>]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)*(`{3,}|~{3,})[ \t]*([^\s`{]*)/
const FENCE_CLOSE = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/

/** Fenced blocks between two offsets, found line by line, at any indentation. Empty ones are left out. */
export function fencesIn(source: string, from: number, to: number): Block[] {
  const found: Block[] = []
  let open: { start: number; body: number; mark: string; language: string } | undefined
  let line = from
  while (line < to) {
    let next = source.indexOf('\n', line)
    next = next < 0 || next >= to ? to : next + 1
    const text = source.slice(line, next)
    if (open) {
      const close = FENCE_CLOSE.exec(text.trimEnd())
      if (close?.[1] && close[1][0] === open.mark[0] && close[1].length >= open.mark.length) {
        addFence(found, source, open, line, line + text.trimEnd().length)
        open = undefined
      }
    } else {
      const match = FENCE.exec(text)
      if (match?.[1]) open = { start: line, body: next, mark: match[1], language: (match[2] ?? '').toLowerCase() }
    }
    line = next
  }
  if (open) addFence(found, source, open, to, to)
  return found
}

function addFence(
  found: Block[],
  source: string,
  open: { start: number; body: number; language: string },
  bodyEnd: number,
  end: number,
): void {
  const body = source.slice(open.body, bodyEnd)
  if (body.trim() === '') return
  const range = { start: open.body, end: bodyEnd - (body.endsWith('\n') ? 1 : 0) }
  const language = /^[a-z][a-z0-9+#._-]{0,23}$/.test(open.language) ? { language: open.language } : {}
  found.push({ kind: 'code', start: open.start, end, body: range, ...language })
}
