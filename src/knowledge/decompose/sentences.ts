import type { Range } from './blocks.ts'
import { trimmed } from './blocks.ts'

const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof sr jr st vs etc eg ie e.g i.e cf al fig figs eq no nos vol ch pp approx inc ltd co corp dept est ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun u.s u.k a.m p.m ph.d ' +
    'z.b d.h u.a bzw usw ca nr str abs art evtl ggf inkl vgl sog т.е т.д т.п г др им см стр р.с sra dra av ej p.ej m mme'
  ).split(' '),
)

let segmenter: Intl.Segmenter | undefined

/**
 * Sentences of prose, with exact ranges, without the blanks between them. Uses `Intl.Segmenter` (UAX #29) and joins what
 * it cuts after an abbreviation, an initial, or before a lower-case letter; line ends that start a list item also cut.
 */
export function sentences(text: string, from = 0, to = text.length): Range[] {
  if (typeof Intl.Segmenter !== 'function') return quickSentences(text, from, to)
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' })
  const out: Range[] = []
  let start = -1
  for (const piece of segmenter.segment(text.slice(from, to))) {
    const begin = from + piece.index
    if (start < 0) start = begin
    const end = begin + piece.segment.length
    if (end < to && continues(text, start, end)) continue
    const range = trimmed(text, start, end)
    if (range) out.push(range)
    start = -1
  }
  return out
}

/** Whether the sentence that seems to end here goes on. */
function continues(text: string, start: number, end: number): boolean {
  const tail = text.slice(Math.max(start, end - 24), end)
  if (/\n\s*$/.test(tail) && /^\s*(?:[-*•]|\d+[.)])\s/.test(text.slice(end, end + 8))) return false
  if (/[。！？!?؟]["'”’)\]»*_]*\s*$/.test(tail)) return false
  if (/^\s*\p{Ll}/u.test(text.slice(end, end + 4)) && !/\n\s*$/.test(tail)) return true
  const word = /([\p{L}.]+)\.\s*$/u.exec(tail)?.[1]
  if (word === undefined) return /(?:^|\n)\s*\d+[.)]\s*$/.test(tail)
  return ABBREVIATIONS.has(word.toLowerCase()) || /^\p{L}$/u.test(word)
}

const ENDS = /[.!?]+["'”’)\]»*_]*(?=\s|$)|[。！？؟]+["'”’）」』]*|\n\s*\n/g

/** Sentences by their end marks only: several times faster, right where no abbreviation is near. */
export function quickSentences(text: string, from = 0, to = text.length): Range[] {
  const out: Range[] = []
  const source = text.slice(from, to)
  let start = 0
  ENDS.lastIndex = 0
  for (let match = ENDS.exec(source); match; match = ENDS.exec(source)) {
    const end = match.index + match[0].length
    if (end < source.length && match[0].startsWith('.') && continues(source, start, end)) continue
    const range = trimmed(text, from + start, from + end)
    if (range) out.push(range)
    start = end
  }
  const rest = trimmed(text, from + start, to)
  if (rest) out.push(rest)
  return out
}
