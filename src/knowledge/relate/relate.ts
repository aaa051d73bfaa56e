import type { AcuLink, Relation } from '../../domain/acu.ts'
import type { FoundRelation, RelatableCard, TextRange } from '../../domain/related.ts'
import type { Relate } from '../../domain/ports/knowledge.ts'
import { conflictIn, statementsOf } from './conflict.ts'
import type { Conflict } from './conflict-rules.ts'
import { differencesOf } from './differences.ts'
import { mentionsIn, type Mention } from './mentions.ts'
import type { SentenceView } from './sentence-view.ts'
import { overlapOf, pairsOf, type Shingles } from './similarity.ts'
import { wordsIn } from './tokens.ts'
import { topicOf, topicsShared, type Topic } from './topic.ts'

/** From this overlap of word pairs on, two texts are wordings of one. */
export const VERSION_FROM = 0.5
/** Names in both weigh at least this much together to be a link. */
const MENTIONS_FROM = 0.6
const SIMILAR_FROM = 0.3
/** Passages that conflict are about one thing as a whole, too. */
const CONFLICT_FROM = 0.15
/** More of a card is not read. */
const MAX_READ = 4_000
/** Code and data differ in a number for many reasons; only prose contradicts. */
const NOT_PROSE: readonly RelatableCard['type'][] = [
  'code_snippet',
  'command',
  'table',
  'formula',
  'image',
  'error',
  'question',
]

interface Read {
  readonly card: RelatableCard
  readonly shingles: Shingles
  readonly mentions: ReadonlyMap<string, Mention>
  readonly topic: Topic
  /** Read when first asked for: most pairs are about different things. */
  readonly statements: () => readonly SentenceView[]
}

/**
 * What a card has to do with others: for each pair the strongest relation only, CONTRADICTS before VERSION_OF (nearly
 * the same wording; from the newer to the older) before REFERS_TO (something is named in both) before SIMILAR_TO. Best
 * first. `commonness` is the share of all cards that have a word, 0–1: what is rare weighs more. Pairs of which one lies
 * in the other word for word are left out. Pure; never throws.
 */
export const relate: Relate = (card, candidates, commonness) => {
  const mine = read(card, commonness)
  const out: FoundRelation[] = []
  for (const candidate of candidates) {
    if (candidate.id === card.id) continue
    if (candidate.content.includes(card.content) || card.content.includes(candidate.content)) continue
    const found = between(mine, read(candidate, commonness), commonness)
    if (found) out.push(found)
  }
  return out.sort((a, b) => rank(b) - rank(a))
}

const ORDER: readonly Relation[] = ['SIMILAR_TO', 'REFERS_TO', 'VERSION_OF', 'CONTRADICTS']
const rank = ({ link }: FoundRelation): number => ORDER.indexOf(link.relation) + link.weight

function read(card: RelatableCard, commonness: (word: string) => number): Read {
  const words = wordsIn(card.content.slice(0, MAX_READ))
  let statements: readonly SentenceView[] | undefined
  return {
    card,
    shingles: pairsOf(words, card.content),
    mentions: mentionsIn(card.content.slice(0, MAX_READ), card.language !== 'de'),
    topic: topicOf(words, commonness),
    statements: () => (statements ??= NOT_PROSE.includes(card.type) ? [] : statementsOf(card.content)),
  }
}

function between(mine: Read, theirs: Read, commonness: (word: string) => number): FoundRelation | undefined {
  const alike = topicsShared(mine.topic, theirs.topic)
  const conflict = alike.weight >= CONFLICT_FROM ? conflictIn(mine.statements(), theirs.statements()) : undefined
  if (conflict) return contradiction(mine, theirs, conflict)
  const overlap = overlapOf(mine.shingles, theirs.shingles)
  if (overlap >= VERSION_FROM) return version(mine, theirs, overlap)
  return named(mine, theirs, commonness) ?? (alike.weight >= SIMILAR_FROM ? similar(mine, theirs, alike) : undefined)
}

const round = (value: number): number => Math.round(Math.min(1, value) * 100) / 100

function linkOf(
  source: RelatableCard,
  target: RelatableCard,
  relation: Relation,
  weight: number,
  evidence: string,
): AcuLink {
  return { sourceId: source.id, targetId: target.id, relation, weight: round(weight), origin: 'automatic', evidence }
}

const WHY: Readonly<Record<Conflict['kind'], string>> = {
  number: 'Same subject, different figures',
  negation: 'One says what the other denies',
  opposite: 'Same subject, opposite words',
}

function contradiction({ card }: Read, { card: other }: Read, { kind, a, b, weight }: Conflict): FoundRelation {
  const text = (from: RelatableCard, { start, end }: TextRange): string => from.content.slice(start, end)
  const evidence = `${WHY[kind]}: “${text(card, a)}” and “${text(other, b)}”`
  return { link: linkOf(card, other, 'CONTRADICTS', weight, evidence), ownMarks: [a], otherMarks: [b] }
}

function version({ card }: Read, { card: other }: Read, overlap: number): FoundRelation {
  const { a, b } = differencesOf(card.content, other.content)
  const evidence = `${Math.round(100 * overlap)} % of the wording is the same`
  const link =
    other.createdAt > card.createdAt
      ? linkOf(other, card, 'VERSION_OF', overlap, evidence)
      : linkOf(card, other, 'VERSION_OF', overlap, evidence)
  return { link, ownMarks: a, otherMarks: b }
}

/** Most names told as evidence. */
const TOLD = 3

function named(mine: Read, theirs: Read, commonness: (word: string) => number): FoundRelation | undefined {
  const shared: { own: Mention; other: Mention; weight: number }[] = []
  for (const [name, own] of mine.mentions) {
    const other = theirs.mentions.get(name)
    if (!other) continue
    const weight = Math.min(own.certainty, other.certainty) * rarity(commonness(name))
    if (weight > 0.15) shared.push({ own, other, weight })
  }
  shared.sort((a, b) => b.weight - a.weight)
  // Each further name adds less: 1 − ∏(1 − w).
  const weight = 1 - shared.reduce((left, one) => left * (1 - one.weight), 1)
  if (weight < MENTIONS_FROM) return undefined
  const told = shared.slice(0, TOLD)
  const names = told.map(({ own }) => mine.card.content.slice(own.start, own.end))
  return {
    link: linkOf(mine.card, theirs.card, 'REFERS_TO', weight, `Both mention ${names.join(', ')}`),
    ownMarks: told.map(({ own }) => own).map(({ start, end }) => ({ start, end })),
    otherMarks: told.map(({ other }) => other).map(({ start, end }) => ({ start, end })),
  }
}

/** 1 for what only a few of all cards have, 0 from a tenth of them on. */
const rarity = (share: number): number => Math.max(0, 1 - Math.sqrt(share / 0.1))

function similar(
  mine: Read,
  theirs: Read,
  { weight, words }: { weight: number; words: readonly string[] },
): FoundRelation {
  const evidence = `Both about ${words.slice(0, TOLD).join(', ')}`
  return { link: linkOf(mine.card, theirs.card, 'SIMILAR_TO', weight, evidence), ownMarks: [], otherMarks: [] }
}
