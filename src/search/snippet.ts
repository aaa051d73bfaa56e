import type { Highlight } from '../domain/ports/search.ts'
import { wordsOf, type Marker, type Match, type Words } from './text-words.ts'

export interface Snippet {
  readonly text: string
  readonly highlights: readonly Highlight[]
  /** Terms of the text that were marked. */
  readonly terms: readonly string[]
}

/** Texts longer than this are looked at up to here: a megabyte in one message is a file, not prose. */
export const MAX_TEXT = 200_000

/**
 * Takes Markdown marks off lightly, for one line of display: headings, list and quote marks, emphasis, code marks,
 * link targets, table rules. White space becomes single spaces.
 */
export function plainText(markdown: string): string {
  let text = markdown
  for (const { of, pattern, by } of MARKS) {
    if (of.length === 0 || of.some((mark) => text.includes(mark))) text = text.replace(pattern, by)
  }
  return text.trim()
}

/** What is replaced, by what, and of which texts one is in whatever the pattern finds: looking for it is much faster. */
const MARKS: readonly { readonly of: readonly string[]; readonly pattern: RegExp; readonly by: string }[] = [
  { of: ['```', '~~~'], pattern: /^[ \t]*(?:```|~~~)[^\n]*$/gm, by: ' ' },
  { of: ['--'], pattern: /^[ \t]{0,9}\|?[ \t]{0,9}:?-{2,}[-:| \t]*$/gm, by: ' ' },
  {
    of: ['#', '>', '-', '*', '+'],
    pattern: /^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)/gm,
    by: '',
  },
  { of: [']('], pattern: /!?\[([^[\]\n]*)\]\([^()\s]*(?:[ \t]+"[^"\n]*")?\)/g, by: '$1' },
  { of: ['**', '__', '`'], pattern: /\*\*|__(?=\S)|(?<=\S)__|`+/g, by: '' },
  { of: ['*'], pattern: /(?<![\p{L}\p{N}*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\p{L}\p{N}*])/gu, by: '' },
  { of: ['|'], pattern: /^[ \t]*\||\|[ \t]*$/gm, by: '' },
  { of: ['|'], pattern: /[ \t]\|[ \t]/g, by: ' · ' },
  // Single spaces, which are most white space, stay as they are.
  { of: [], pattern: /\s{2,}|[^\S ]/g, by: ' ' },
]

/**
 * The stretch of a text that shows best why it was found: most different markers, then most matches, then the
 * earliest, about `length` UTF-16 code units long, cut at words, with an ellipsis where text was left out.
 */
export function makeSnippet(markdown: string, markers: readonly Marker[], length = 160): Snippet {
  const text = plainText(markdown.slice(0, MAX_TEXT))
  const words = wordsOf(text)
  const matches = words.matches(markers)
  const [from, to] = bestWindow(text, words, matches, length)
  const lead = from > 0 ? '…' : ''
  const highlights: { start: number; end: number }[] = []
  const terms = new Set<string>()
  for (const match of matches) {
    if (match.start < from || match.end > to) continue
    for (const term of match.terms) terms.add(term)
    const start = match.start - from + lead.length
    const end = match.end - from + lead.length
    const last = highlights.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else highlights.push({ start, end })
  }
  return { text: lead + text.slice(from, to) + (to < text.length ? '…' : ''), highlights, terms: [...terms] }
}

/** Range of the text to show. */
function bestWindow(text: string, words: Words, matches: readonly Match[], length: number): readonly [number, number] {
  if (text.length <= length) return [0, text.length]
  let [first, last] = [matches[0]?.start ?? 0, matches[0]?.end ?? 0]
  let best = -1
  let low = 0
  const counts = new Map<number, number>()
  for (const [index, match] of matches.entries()) {
    counts.set(match.marker, (counts.get(match.marker) ?? 0) + 1)
    while (match.end - matches[low]!.start > length * 0.8 && low < index) {
      const gone = matches[low++]!.marker
      const left = counts.get(gone)! - 1
      if (left === 0) counts.delete(gone)
      else counts.set(gone, left)
    }
    const score = counts.size * 1_000 + Math.min(index - low, 20)
    if (score > best) [best, first, last] = [score, matches[low]!.start, match.end]
  }
  const slack = Math.max(0, length - (last - first))
  let from = Math.max(0, first - Math.floor(slack / 3))
  let to = Math.min(text.length, from + Math.max(length, last - from))
  from = Math.max(0, Math.min(from, to - length))
  if (from > 0) from = words.startFrom(from) ?? from
  from = Math.min(from, first)
  if (to < text.length) to = words.endUpTo(to) ?? to
  return [from, Math.max(to, last, from)]
}
