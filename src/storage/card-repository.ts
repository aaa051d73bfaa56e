import type { AtomicChatUnit, Derivation, DerivedAcu } from '../domain/acu.ts'
import type { CardStore } from '../domain/ports/library-store.ts'
import { signalChange } from './change-signal.ts'
import { toLibraryRow } from './conversation-reader.ts'
import { cardKey, unpackCards, type CardPack } from './card-pack.ts'
import { logChanges } from './change-log.ts'
import type { CardMark, RowKey, VivimDatabase } from './database.ts'
import { setUnrelated, unrelatedTo } from './link-marks.ts'
import { keysOf } from './row-key.ts'

/** Cards as the library reads and changes them. */
export function cardRepository(db: VivimDatabase): CardStore {
  return {
    async ofConversation(conversationId) {
      const [stored] = await cardPacksOf(db, await keysOf(db, [conversationId]))
      if (!stored) return { cards: [], sources: [], links: [] }
      const derivation = unpackCards(stored)
      return { cards: await withMarks(db, derivation), sources: derivation.sources, links: derivation.links }
    },
    byIds: (ids) => cardsById(db, ids),
    async placesOf(id) {
      const sources = (await derivationsWith(db, [id])).flatMap((derivation) =>
        derivation.sources.filter((source) => source.acuId === id),
      )
      const rows = await db.conversations.bulkGet(sources.map((source) => source.conversationId))
      return sources.flatMap((source, at) => {
        const row = rows[at]
        return row && row.place !== 'deleted' ? [{ source, row: toLibraryRow(row) }] : []
      })
    },
    async linksOf(id) {
      const links = (await derivationsWith(db, [id])).flatMap((derivation) =>
        derivation.links.filter((link) => link.sourceId === id || link.targetId === id),
      )
      return [...new Map(links.map((link) => [`${link.sourceId} ${link.targetId} ${link.relation}`, link])).values()]
    },
    async mark(id, change) {
      const before = await db.transaction('rw', db.changes, db.cardMarks, async () => {
        const former = await db.cardMarks.get(id)
        const review = 'review' in change ? change.review : former?.review
        await db.cardMarks.put({
          id,
          ...(review !== undefined && { review }),
          pinned: change.pinned ?? former?.pinned ?? false,
        })
        await logChanges(db, 'mark', [id])
        return { review: former?.review, pinned: former?.pinned ?? false }
      })
      signalChange()
      return before
    },
    unrelatedTo: (id) => unrelatedTo(db, id),
    setUnrelated: (one, other, isUnrelated) => setUnrelated(db, one, other, isUnrelated),
  }
}

/** What is derived from the conversation of each key; undefined where nothing is. */
export async function cardPacksOf(
  db: VivimDatabase,
  keys: readonly (RowKey | undefined)[],
): Promise<(CardPack | undefined)[]> {
  const found = await db.cardPacks.bulkGet(keys.filter((key) => key !== undefined))
  let at = 0
  return keys.map((key) => (key === undefined ? undefined : found[at++]))
}

/** Cards of a conversation with what the person decided on top. */
async function withMarks(db: VivimDatabase, { cards, extractorVersion }: Derivation): Promise<AtomicChatUnit[]> {
  const marks = await marksOf(
    db,
    cards.map((card) => card.id),
  )
  return cards.map((card) => toUnit(card, extractorVersion, marks.get(card.id)))
}

/** What the person decided about cards, by id. One question where nothing was decided yet, as in most imports. */
export async function marksOf(db: VivimDatabase, ids: readonly string[]): Promise<Map<string, CardMark>> {
  const found = (await db.cardMarks.count()) === 0 ? [] : await db.cardMarks.bulkGet([...ids])
  return new Map(found.flatMap((mark) => (mark ? [[mark.id, mark]] : [])))
}

/** Cards by id, in the order asked; a received card wins over a derived one, since it has an author. */
export async function cardsById(db: VivimDatabase, ids: readonly string[]): Promise<AtomicChatUnit[]> {
  const [own, marks, derivations] = await Promise.all([
    db.ownCards.bulkGet([...ids]),
    db.cardMarks.bulkGet([...ids]),
    derivationsWith(db, ids),
  ])
  const derived = new Map<string, AtomicChatUnit>()
  for (const { cards, extractorVersion } of derivations) {
    for (const card of cards) derived.set(card.id, toUnit(card, extractorVersion, undefined))
  }
  return ids.flatMap((id, at) => {
    const card = own[at]?.card ?? derived.get(id)
    return card ? [marked(card, marks[at])] : []
  })
}

async function derivationsWith(db: VivimDatabase, ids: readonly string[]): Promise<Derivation[]> {
  const packs = await db.cardPacks.where('keys').anyOf(ids.map(cardKey)).distinct().toArray()
  const wanted = new Set(ids)
  return packs.map(unpackCards).filter(({ cards }) => cards.some((card) => wanted.has(card.id)))
}

export function toUnit(card: DerivedAcu, extractorVersion: number, mark: CardMark | undefined): AtomicChatUnit {
  const unit: AtomicChatUnit = {
    ...card,
    origin: 'extraction',
    extractorVersion,
    isPersonal: card.securityLevel >= 3,
    pinned: false,
    tags: [],
  }
  return marked(unit, mark)
}

function marked(card: AtomicChatUnit, mark: CardMark | undefined): AtomicChatUnit {
  if (!mark) return card
  return { ...card, pinned: mark.pinned, ...(mark.review !== undefined && { review: mark.review }) }
}
