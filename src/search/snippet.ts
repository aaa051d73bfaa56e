import type { Highlight } from '../domain/ports/search.ts'
import { isJoined, tokenise } from './tokens.ts'
import type { Token } from './tokens.ts'

/** What to mark: consecutive terms, the last one perhaps only begun. */
export interface Marker {
  readonly terms: readonly string[]
  readonly prefix: boolean
}

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
  const tokens = tokenise(text)
  const matches = findMatches(tokens, markers)
  const [from, to] = bestWindow(text, tokens, matches, length)
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

interface Match {
  readonly marker: number
  readonly start: number
  readonly end: number
  readonly terms: readonly string[]
}

/** Every place a marker stands, by where it starts. */
function findMatches(tokens: readonly Token[], markers: readonly Marker[]): Match[] {
  const matches: Match[] = []
  const byFirst = new Map<string, number[]>()
  const begun: number[] = []
  markers.forEach(({ terms, prefix }, index) => {
    const first = terms[0]
    if (first === undefined) return
    if (terms.length === 1 && prefix) begun.push(index)
    else byFirst.set(first, [...(byFirst.get(first) ?? []), index])
  })
  tokens.forEach((token, at) => {
    for (const index of byFirst.get(token.term) ?? []) {
      const match = matchAt(tokens, at, markers[index]!, index)
      if (match) matches.push(match)
    }
    for (const index of begun) {
      const term = markers[index]!.terms[0]!
      if (!token.term.startsWith(term)) continue
      // A single character asked for inside a pair: mark the character, not the pair.
      const end = isJoined(term) && isJoined(token.term) ? token.start + [...term].join('').length : token.end
      matches.push({ marker: index, start: token.start, end, terms: [token.term] })
    }
  })
  return matches.sort((a, b) => a.start - b.start || a.end - b.end)
}

function matchAt(tokens: readonly Token[], at: number, marker: Marker, index: number): Match | undefined {
  const { terms, prefix } = marker
  for (let i = 0; i < terms.length; i++) {
    const term = tokens[at + i]?.term
    if (term === undefined) return undefined
    const begun = prefix && i === terms.length - 1
    if (begun ? !term.startsWith(terms[i]!) : term !== terms[i]) return undefined
  }
  const found = tokens.slice(at, at + terms.length)
  return { marker: index, start: found[0]!.start, end: found.at(-1)!.end, terms: found.map(({ term }) => term) }
}

/** Range of the text to show. */
function bestWindow(
  text: string,
  tokens: readonly Token[],
  matches: readonly Match[],
  length: number,
): readonly [number, number] {
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
  if (from > 0) from = tokens.find(({ start }) => start >= from)?.start ?? from
  from = Math.min(from, first)
  if (to < text.length) to = tokens.findLast(({ end }) => end <= to)?.end ?? to
  return [from, Math.max(to, last, from)]
}
