import { gapsBetween } from './align.ts'
import { spanOf, type Conflict } from './conflict-rules.ts'
import { isNegatedJoined } from './negation.ts'
import { JOINED_OPPOSITES } from './opposites.ts'
import { quantityOf } from './quantities.ts'
import type { SentenceView } from './sentence-view.ts'

/** Least share of two sentences that stands in both, and in characters. */
const LEAST_SAME = 0.6
const FEWEST_SAME = 4
/** Longer differences are other statements. */
const LONGEST_GAP = 5

/**
 * A conflict of two sentences in a script without spaces, where there are no words to compare: they are laid beside each
 * other character by character, and one short difference holds a negation, an opposite, or another number.
 */
export function betweenJoined(a: SentenceView, b: SentenceView): Conflict | undefined {
  const gaps = gapsBetween(
    a.words.map(({ word }) => word),
    b.words.map(({ word }) => word),
  )
  if (gaps.length === 0 || gaps.length > 3) return undefined
  if (gaps.some((gap) => gap.a[1] - gap.a[0] > LONGEST_GAP || gap.b[1] - gap.b[0] > LONGEST_GAP)) return undefined
  const same = a.words.length - gaps.reduce((sum, gap) => sum + gap.a[1] - gap.a[0], 0)
  const weight = same / Math.max(a.words.length, b.words.length)
  if (same < FEWEST_SAME || weight < LEAST_SAME) return undefined
  for (const { a: inA, b: inB } of gaps) {
    const kind = kindOf(a, inA, b, inB)
    if (kind) return { kind, a: around(a, inA), b: around(b, inB), weight }
  }
  return undefined
}

type Span = readonly [start: number, end: number]

/** A gap with a character on both sides, since a word may be half in it. */
const around = (view: SentenceView, [start, end]: Span): { start: number; end: number } =>
  spanOf(view, Math.max(0, start - 1), Math.min(view.words.length - 1, end))

function kindOf(a: SentenceView, inA: Span, b: SentenceView, inB: Span): Conflict['kind'] | undefined {
  const numbers = ({ words }: SentenceView, [start, end]: Span): string[] =>
    words.slice(start, end).flatMap(({ word }) => quantityOf(word) ?? [])
  const [mine, theirs] = [numbers(a, inA), numbers(b, inB)]
  if (mine.length === 1 && theirs.length === 1 && mine[0] !== theirs[0]) return 'number'
  const text = (view: SentenceView, span: Span): string => {
    const { start, end } = around(view, span)
    return view.text.slice(start, end)
  }
  const [one, other] = [text(a, inA), text(b, inB)]
  if (isNegatedJoined(one) !== isNegatedJoined(other)) return 'negation'
  const isOpposed = JOINED_OPPOSITES.some(
    ([x, y]) => (one.includes(x) && other.includes(y)) || (one.includes(y) && other.includes(x)),
  )
  return isOpposed ? 'opposite' : undefined
}
