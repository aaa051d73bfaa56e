import type { TextRange } from '../../domain/related.ts'
import { isCondition, isNegator, isPartly } from './negation.ts'
import { areOpposite } from './opposites.ts'
import { areApart, quantitiesIn, type Quantity } from './quantities.ts'
import { isSmall, type CommonContent, type SentenceView } from './sentence-view.ts'

/** Where two texts may contradict each other, and by what. */
export interface Conflict {
  readonly kind: 'number' | 'negation' | 'opposite'
  readonly a: TextRange
  readonly b: TextRange
  /** 0–1: how much else of the two sentences is the same. */
  readonly weight: number
}

export type Found = Omit<Conflict, 'weight'>

/** Words a negation reaches forward to what it denies. */
const REACH = 4
/** What two sentences must share: words, and which part of the content of the one that has less, and of the other. */
const NEGATION = { shared: 2, ofSmaller: 0.6, ofLarger: 0.25 } as const
const OPPOSITE = { shared: 1, ofSmaller: 0.6, ofLarger: 0.3 } as const
const NUMBER = { shared: 2, ofSmaller: 0.6, ofLarger: 0.4 } as const

const NEARLY_ALL = 0.75

const isEnough = (common: CommonContent, least: CommonContent): boolean =>
  common.shared >= least.shared && common.ofSmaller >= least.ofSmaller && common.ofLarger >= least.ofLarger

/** Range of the words from one place to another, both included. */
export const spanOf = ({ words }: SentenceView, from: number, to: number): TextRange => ({
  start: words[from]!.start,
  end: words[to]!.end,
})

/** One sentence denies what the other states. */
export function byNegation(a: SentenceView, b: SentenceView, common: CommonContent): Found | undefined {
  if (!isEnough(common, NEGATION)) return undefined
  const [mine, theirs] = [deniedIn(a), deniedIn(b)]
  if (mine.size > 0 === theirs.size > 0) return undefined
  const found = mine.size > 0 ? denies(a, mine, b) : denies(b, theirs, a)
  if (!found) return undefined
  return mine.size > 0 ? { kind: 'negation', a: found[0], b: found[1] } : { kind: 'negation', a: found[1], b: found[0] }
}

/** Places of the words that a sentence denies, with the place of the negation. */
function deniedIn({ text, words }: SentenceView): Map<number, number> {
  const out = new Map<number, number>()
  words.forEach(({ word, end }, at) => {
    // `non-generic` names a thing of its own.
    if (!isNegator(word) || text[end] === '-') return
    for (let next = at + 1; next < words.length && next <= at + REACH; next++) {
      const { word: reached } = words[next]!
      if (isNegator(reached)) return
      if (isSmall(reached)) continue
      out.set(next, at)
      return
    }
  })
  return out
}

/** What one sentence denies and the other, which denies nothing, states. */
function denies(
  a: SentenceView,
  denied: ReadonlyMap<number, number>,
  b: SentenceView,
): readonly [TextRange, TextRange] | undefined {
  // Two negations turn each other around, or belong to each other; which of them is not told by rules.
  if (denied.size > 2 || b.words.some(({ word }) => isNegator(word))) return undefined
  for (const [target, negator] of denied) {
    const at = b.stems.indexOf(a.stems[target]!)
    if (at < 0 || isPartly(a.words[negator + 1]!.word)) continue
    if (isHedged(a, negator) || isConditional(a, negator) || isConditional(b, at)) continue
    return [spanOf(a, negator, target), spanOf(b, at, at)]
  }
  return undefined
}

/** `may or may not`, `or not`, `not as often as`. */
function isHedged({ words }: SentenceView, negator: number): boolean {
  const before = words.slice(Math.max(0, negator - 2), negator).map(({ word }) => word)
  const after = words.slice(negator + 1).map(({ word }) => word)
  return before.includes('or') || after.indexOf('as') !== after.lastIndexOf('as')
}

/** A condition stands before it in the sentence. */
const isConditional = ({ words }: SentenceView, at: number): boolean =>
  words.slice(0, at).some(({ word }) => isCondition(word))

/** Both say the same of the same, but for two words that exclude each other. */
export function byOpposite(a: SentenceView, b: SentenceView, common: CommonContent): Found | undefined {
  if (common.shared < OPPOSITE.shared) return undefined
  for (const [i, { word }] of a.words.entries()) {
    for (const [j, { word: other }] of b.words.entries()) {
      if (!areOpposite(word, other) || compares(a, i) || compares(b, j)) continue
      if (isDenied(a, i) !== isDenied(b, j)) continue
      if (b.stems.includes(a.stems[i]!) || a.stems.includes(b.stems[j]!) || isTurned(a, i, b, j)) continue
      if (!isEnough(without(common, a, i, b, j), OPPOSITE)) continue
      if (isConditional(a, i) !== isConditional(b, j)) continue
      return { kind: 'opposite', a: spanOf(a, i, i), b: spanOf(b, j, j) }
    }
  }
  return undefined
}

/** The sentence has a negation besides the word itself, which may be one (never). */
const isDenied = ({ words }: SentenceView, at: number): boolean =>
  words.some(({ word }, index) => index !== at && isNegator(word))

/** A sentence that has both words compares them. */
const compares = ({ words }: SentenceView, at: number): boolean =>
  words.some(({ word }) => areOpposite(word, words[at]!.word))

/** “A before B” and “B after A” say the same. */
function isTurned(a: SentenceView, i: number, b: SentenceView, j: number): boolean {
  const inA = sidesOf(a, i)
  const inB = sidesOf(b, j)
  const meets = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
    [...one].some((stem) => other.has(stem))
  return meets(inA[0], inB[1]) || meets(inA[1], inB[0])
}

const sidesOf = ({ stems, content }: SentenceView, at: number): [Set<string>, Set<string>] => [
  new Set(stems.slice(0, at).filter((stem) => content.has(stem))),
  new Set(stems.slice(at + 1).filter((stem) => content.has(stem))),
]

/** What is shared, with the two words that differ left out of what could be. */
function without(common: CommonContent, a: SentenceView, i: number, b: SentenceView, j: number): CommonContent {
  const ofA = Math.max(1, a.content.size - (a.content.has(a.stems[i]!) ? 1 : 0))
  const ofB = Math.max(1, b.content.size - (b.content.has(b.stems[j]!) ? 1 : 0))
  return {
    shared: common.shared,
    ofSmaller: common.shared / Math.min(ofA, ofB),
    ofLarger: common.shared / Math.max(ofA, ofB),
  }
}

/** Sentences that make numbers up. */
const MADE_UP = new Set(
  'example instance suppose imagine consider let say e.g beispiel exemple ejemplo exemplo esempio например'.split(' '),
)

/** The same unit, or the same word before; without either the sentences must be nearly the same. */
function measureSame(a: Quantity, b: Quantity, common: CommonContent): boolean {
  if (a.unit !== '' && b.unit !== '') return a.unit === b.unit
  return (a.before !== '' && a.before === b.before) || (a.unit === b.unit && common.ofLarger >= NEARLY_ALL)
}

/** Different numbers of the same thing. */
export function byNumber(a: SentenceView, b: SentenceView, common: CommonContent): Found | undefined {
  if (!isEnough(common, NUMBER)) return undefined
  const [mine, theirs] = [quantitiesIn(a), quantitiesIn(b)]
  for (const one of mine) {
    if (theirs.some(({ value }) => value === one.value)) continue
    for (const other of theirs) {
      if (!measureSame(one, other, common)) continue
      if (mine.some(({ value }) => value === other.value) || !areApart(one, other)) continue
      if ([a, b].some(({ words }) => words.some(({ word }) => MADE_UP.has(word)))) continue
      if (isConditional(a, one.at) || isConditional(b, other.at)) continue
      return { kind: 'number', a: one.range, b: other.range }
    }
  }
  return undefined
}
