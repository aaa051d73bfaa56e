import type { AtomicChatUnit, DerivedAcu } from '../domain/acu.ts'
import type { CardStore } from '../domain/ports/library-store.ts'
import { signalChange } from './change-signal.ts'
import { toLibraryRow } from './conversation-reader.ts'
import { cardKey, nextRevisions, type CardMark, type CardPack, type VivimDatabase } from './database.ts'

/** Cards as the library reads and changes them. */
export function cardRepository(db: VivimDatabase): CardStore {
  return {
    async ofConversation(conversationId) {
      const pack = await db.cardPacks.get(conversationId)
      if (!pack) return { cards: [], sources: [], links: [] }
      return { cards: await withMarks(db, pack), sources: pack.sources, links: pack.links }
    },
    byIds: (ids) => cardsById(db, ids),
    async placesOf(id) {
      const packs = await packsOf(db, [id])
      const rows = await db.conversations.bulkGet(packs.map((pack) => pack.conversationId))
      return packs.flatMap((pack, at) => {
        const row = rows[at]
        if (!row || row.place === 'deleted') return []
        return pack.sources
          .filter((source) => source.acuId === id)
          .map((source) => ({ source, row: toLibraryRow(row) }))
      })
    },
    async linksOf(id) {
      const packs = await packsOf(db, [id])
      const links = packs.flatMap((pack) => pack.links.filter((link) => link.sourceId === id || link.targetId === id))
      return [...new Map(links.map((link) => [`${link.sourceId} ${link.targetId} ${link.relation}`, link])).values()]
    },
    async mark(id, change) {
      const before = await db.transaction('rw', db.meta, db.cardMarks, async () => {
        const former = await db.cardMarks.get(id)
        const review = 'review' in change ? change.review : former?.review
        await db.cardMarks.put({
          id,
          ...(review !== undefined && { review }),
          pinned: change.pinned ?? former?.pinned ?? false,
          revision: await nextRevisions(db),
        })
        return { review: former?.review, pinned: former?.pinned ?? false }
      })
      signalChange()
      return before
    },
  }
}

/** Cards of a pack with what the person decided on top. */
export async function withMarks(db: VivimDatabase, pack: CardPack): Promise<AtomicChatUnit[]> {
  const marks = await db.cardMarks.bulkGet(pack.cards.map((card) => card.id))
  return pack.cards.map((card, at) => toUnit(card, pack.extractorVersion, marks[at]))
}

/** Cards by id, in the order asked; a received card wins over a derived one, since it has an author. */
export async function cardsById(db: VivimDatabase, ids: readonly string[]): Promise<AtomicChatUnit[]> {
  const [own, marks, packs] = await Promise.all([
    db.ownCards.bulkGet([...ids]),
    db.cardMarks.bulkGet([...ids]),
    packsOf(db, ids),
  ])
  const derived = new Map<string, AtomicChatUnit>()
  for (const pack of packs) {
    for (const card of pack.cards) derived.set(card.id, toUnit(card, pack.extractorVersion, undefined))
  }
  return ids.flatMap((id, at) => {
    const card = own[at]?.card ?? derived.get(id)
    return card ? [marked(card, marks[at])] : []
  })
}

async function packsOf(db: VivimDatabase, ids: readonly string[]): Promise<CardPack[]> {
  const packs = await db.cardPacks.where('keys').anyOf(ids.map(cardKey)).distinct().toArray()
  const wanted = new Set(ids)
  return packs.filter((pack) => pack.cards.some((card) => wanted.has(card.id)))
}

function toUnit(card: DerivedAcu, extractorVersion: number, mark: CardMark | undefined): AtomicChatUnit {
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
