import type { Block, Range } from './blocks.ts'
import { fencesIn } from './fences.ts'

const DELIMITER = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|^[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$/
const FORMULA =
  /(?<=^[ \t]*)(?:\$\$(?:(?!\$\$|\n\n\n)[\s\S]){1,4000}\$\$|\\\[(?:(?!\\\]|\n\n\n)[\s\S]){1,4000}\\\])(?=[ \t.,;]*$)/gm
/** A display formula within a line has a sign that prices (`$$–$$$`) have not. */
const FORMULA_IN_LINE = /\$\$(?!\$)[^$\n]{0,400}?[\\^_=+][^$\n]{0,400}?\$\$(?!\$)|\\\[[^\n]{1,800}?\\\]/g

/**
 * Fenced code, tables and display formulas inside a list, in order, without overlaps. In: a text with `\n` line ends and
 * the range of a list; out: blocks at their places, at any indentation.
 */
export function solidsBetween(source: string, from: number, to: number): Block[] {
  const raw = source.slice(from, to)
  const fences = raw.includes('```') || raw.includes('~~~') ? fencesIn(source, from, to) : []
  if (!raw.includes('|') && !raw.includes('$$') && !raw.includes('\\[')) return fences
  const out: Block[] = []
  let at = from
  for (const fence of [...fences, undefined]) {
    const end = fence?.start ?? to
    out.push(...tablesIn(source, at, end), ...formulasIn(source, at, end))
    if (fence) {
      out.push(fence)
      at = fence.end
    }
  }
  return out.sort((a, b) => a.start - b.start)
}

/** Display formulas that stand within lines of a paragraph. */
export function formulasInLines(text: string, { start, end }: Range): Range[] {
  const raw = text.slice(start, end)
  if (!raw.includes('$$') && !raw.includes('\\[')) return []
  return [...raw.matchAll(FORMULA_IN_LINE)].map(({ index, 0: { length } }) => ({
    start: start + index,
    end: start + index + length,
  }))
}

/** End of the last line of a table that has a bar. */
export function lastRowEnd(source: string, start: number, end: number): number {
  let at = end
  for (;;) {
    const line = source.lastIndexOf('\n', at - 1)
    if (line <= start || source.slice(line, at).includes('|')) return at
    at = line
  }
}

function tablesIn(source: string, from: number, to: number): Block[] {
  const out: Block[] = []
  const lines = source.slice(from, to).split('\n')
  let offset = from
  const starts = lines.map((line) => {
    const start = offset
    offset += line.length + 1
    return start
  })
  for (let at = 0; at + 1 < lines.length; at++) {
    if (!lines[at]!.includes('|') || !DELIMITER.test(lines[at + 1]!)) continue
    let last = at + 1
    while (last + 1 < lines.length && lines[last + 1]!.includes('|')) last++
    const start = starts[at]! + lines[at]!.search(/\S/)
    out.push({ kind: 'table', start, end: starts[last]! + lines[last]!.trimEnd().length })
    at = last
  }
  return out
}

function formulasIn(source: string, from: number, to: number): Block[] {
  return [...source.slice(from, to).matchAll(FORMULA)].map(({ index, 0: { length } }) => ({
    kind: 'formula',
    start: from + index,
    end: from + index + length,
  }))
}
