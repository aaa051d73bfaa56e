import type {
  AcuLink,
  AcuSource,
  AcuType,
  Derivation,
  DerivedAcu,
  Finding,
  Relation,
  SecurityLevel,
} from '../domain/acu.ts'
import type { RowKey } from './database.ts'
import { pack, unpack, type Packed } from './packed.ts'

/** Cards, places and links derived from one conversation. */
export interface CardPack {
  /** Key of the conversation's rows. */
  readonly conversationId: RowKey
  /** Id of the conversation, where the key is not. */
  readonly of?: string
  readonly extractorVersion: number
  /** {@link cardKey} of each card, to find its packs by. */
  readonly keys: readonly number[]
  readonly derived: Packed<Rows>
}

/** Rows instead of records: ids are 64 characters, and each is named by its card, its places and its links. */
interface Rows {
  readonly cards: readonly CardCells[]
  readonly messages: readonly string[]
  readonly sources: readonly (readonly [card: number, message: number, part: number, start: number, end: number])[]
  readonly links: readonly (readonly [
    source: number,
    target: number,
    relation: Relation,
    weight: number,
    evidence: string,
  ])[]
}

type CardCells = readonly [
  id: string,
  content: string,
  type: AcuType,
  category: DerivedAcu['category'],
  quality: readonly [
    overall: number,
    richness: number,
    integrity: number,
    uniqueness: number,
    selfContained: number,
    answer?: number,
  ],
  active: 0 | 1,
  createdAt: number,
  securityLevel: SecurityLevel,
  findings: readonly Finding[],
  language: string | 0,
  context: string | 0,
]

/**
 * Key a card is found by in packs: the first 52 bits of its id, the most a key that is a number holds. Two cards may
 * share one; readers compare ids.
 */
export const cardKey = (acuId: string): number => Number.parseInt(acuId.slice(0, 13), 16)

/** What is stored of a derivation. Every link must be between two of its cards, made by the machine. */
export function packCards(id: string, key: RowKey, derivation: Derivation): CardPack {
  const cardAt = new Map(derivation.cards.map((card, at) => [card.id, at]))
  const messageAt = new Map<string, number>()
  const indexOf = (id: string): number => {
    const at = cardAt.get(id)
    if (at === undefined) throw new Error(`no card ${id} in this derivation`)
    return at
  }
  const sources = derivation.sources.map(({ acuId, messageId, part, start, end }) => {
    let message = messageAt.get(messageId)
    if (message === undefined) messageAt.set(messageId, (message = messageAt.size))
    return [indexOf(acuId), message, part, start, end] as const
  })
  const rows: Rows = {
    cards: derivation.cards.map(toCells),
    messages: [...messageAt.keys()],
    sources,
    links: derivation.links.map(
      ({ sourceId, targetId, relation, weight, evidence }) =>
        [indexOf(sourceId), indexOf(targetId), relation, weight, evidence] as const,
    ),
  }
  return {
    conversationId: key,
    ...(key !== id && { of: id }),
    extractorVersion: derivation.extractorVersion,
    keys: derivation.cards.map((card) => cardKey(card.id)),
    derived: pack(rows),
  }
}

/** The derivation {@link packCards} was given. */
export function unpackCards(stored: CardPack): Derivation {
  const { extractorVersion } = stored
  const conversationId = conversationOf(stored)
  const rows = unpack(stored.derived)
  const idAt = (at: number): string => rows.cards[at]![0]
  return {
    extractorVersion,
    cards: rows.cards.map(fromCells),
    sources: rows.sources.map(([card, message, part, start, end]): AcuSource => {
      return { acuId: idAt(card), conversationId, messageId: rows.messages[message]!, part, start, end }
    }),
    links: rows.links.map(([source, target, relation, weight, evidence]): AcuLink => {
      return { sourceId: idAt(source), targetId: idAt(target), relation, weight, origin: 'automatic', evidence }
    }),
  }
}

/** The cards of a pack with these ids alone: making the records of all takes longer than reading them. */
export function unpackSome(stored: CardPack, ids: ReadonlySet<string>): DerivedAcu[] {
  return unpack(stored.derived)
    .cards.filter(([id]) => ids.has(id))
    .map(fromCells)
}

/** The texts of cards of a pack by id. */
export function contentsIn(stored: CardPack, ids: ReadonlySet<string>): (readonly [id: string, content: string])[] {
  return unpack(stored.derived).cards.flatMap(([id, content]) => (ids.has(id) ? [[id, content] as const] : []))
}

/** The cards alone of what {@link packCards} was given. */
export const cardsIn = (stored: CardPack): readonly DerivedAcu[] => unpack(stored.derived).cards.map(fromCells)

/** Id of the conversation a pack is of. */
export const conversationOf = ({ of, conversationId }: CardPack): string => of ?? String(conversationId)

function toCells(card: DerivedAcu): CardCells {
  const { overall, richness, integrity, uniqueness, selfContained, answer } = card.quality
  const own = [overall, richness, integrity, uniqueness, selfContained] as const
  return [
    card.id,
    card.content,
    card.type,
    card.category,
    answer === undefined ? own : [...own, answer],
    card.state === 'ACTIVE' ? 1 : 0,
    card.createdAt,
    card.securityLevel,
    card.findings,
    card.language ?? 0,
    card.context ?? 0,
  ]
}

function fromCells(cells: CardCells): DerivedAcu {
  const [id, content, type, category, quality, active, createdAt, securityLevel, findings, language, context] = cells
  const [overall, richness, integrity, uniqueness, selfContained, answer] = quality
  return {
    id,
    content,
    type,
    category,
    ...(language !== 0 && { language }),
    ...(context !== 0 && { context }),
    quality: {
      overall,
      richness,
      integrity,
      uniqueness,
      selfContained,
      ...(answer !== undefined && { answer }),
    },
    securityLevel,
    findings,
    state: active === 1 ? 'ACTIVE' : 'DORMANT',
    createdAt,
  }
}
