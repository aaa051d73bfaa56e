import type { TextRange } from '../../../domain/related.ts'

/** Part of a text with ranges marked in it. */
export interface MarkedExcerpt {
  readonly text: string
  readonly highlights: readonly TextRange[]
}

/** Marks of Markdown that only make an excerpt harder to read: fences, headings, lists, emphasis, code. */
const SYNTAX = /^[ \t]*(?:`{3,}|~{3,}).*$\n?|^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+|\*\*|__|`|\n+[ \t]*/gm
/** How much stands before the first mark. */
const BEFORE = 60

/**
 * One line of a card's content around the first of its marks, or from its start.
 * @param content Markdown or code
 * @param marks ranges of it, in UTF-16 code units; those that lie in the excerpt come back as ranges of its text
 * @param limit longest result, in UTF-16 code units, without the ellipses
 */
export function markedExcerpt(content: string, marks: readonly TextRange[], limit = 180): MarkedExcerpt {
  const { text, highlights } = withoutSyntax(content, marks)
  const first = highlights[0]
  let from = first && first.end > limit ? wordStart(text, Math.max(0, first.start - BEFORE)) : 0
  let to = Math.min(text.length, from + limit)
  // Not through a pair of surrogates.
  if (/[\udc00-\udfff]/.test(text.charAt(from))) from++
  if (/[\ud800-\udbff]/.test(text.charAt(to - 1))) to--
  const [head, tail] = [from > 0 ? '… ' : '', to < text.length ? '…' : '']
  return {
    text: `${head}${text.slice(from, to)}${tail}`,
    highlights: highlights
      .filter(({ start, end }) => start < to && end > from)
      .map(({ start, end }) => ({
        start: Math.max(start, from) - from + head.length,
        end: Math.min(end, to) - from + head.length,
      })),
  }
}

const wordStart = (text: string, at: number): number => {
  const space = text.indexOf(' ', at)
  return at > 0 && space >= 0 && space < at + 20 ? space + 1 : at
}

function withoutSyntax(content: string, marks: readonly TextRange[]): MarkedExcerpt {
  const sorted = [...marks].sort((a, b) => a.start - b.start)
  const starts: number[] = []
  const ends: number[] = []
  let [text, at] = ['', 0]
  const take = (to: number, isLineEnd: boolean): void => {
    // A place inside what is left out falls where it was.
    sorted.forEach(({ start, end }, index) => {
      if (starts[index] === undefined && start <= to) starts[index] = text.length + Math.max(0, start - at)
      if (ends[index] === undefined && end <= to) ends[index] = text.length + Math.max(0, end - at)
    })
    text += content.slice(at, to)
    if (isLineEnd && text !== '') text += ' '
  }
  for (const match of content.matchAll(SYNTAX)) {
    take(match.index, match[0].startsWith('\n'))
    at = match.index + match[0].length
  }
  take(content.length, false)
  return {
    text,
    highlights: sorted
      .map((_, index) => ({ start: starts[index]!, end: ends[index]! }))
      .filter(({ start, end }) => end > start),
  }
}
