import type { AtomicChatUnit, Derivation, DerivedAcu } from '../domain/acu.ts'
import { linkName } from '../domain/card-work.ts'
import type { CardStore } from '../domain/ports/library-store.ts'
import type { CardAt } from '../domain/ports/search.ts'
import { PERSONAL_FROM } from '../domain/privacy-list.ts'
import { signalChange } from './change-signal.ts'
import { toLibraryRow } from './conversation-reader.ts'
import { changeMark, marked, marksOf, tagsInUse } from './card-marks.ts'
import { cardKey, unpackCards, unpackSome, type CardPack } from './card-pack.ts'
import { writeWork } from './card-work.ts'
import type { CardMark, RowKey, VivimDatabase } from './database.ts'
import { decidedLinks } from './link-decisions.ts'
import { setUnrelated, unrelatedTo } from './link-marks.ts'
import { privacyJudgeOf } from './privacy-judge.ts'
import { noteMarks, noteRecent } from './recent.ts'
import { keysOf, underKeys } from './row-key.ts'

/** Cards as the library reads and changes them. */
export function cardRepository(db: VivimDatabase): CardStore {
  return {
    async ofConversation(conversationId) {
      const [stored] = await cardPacksOf(db, await keysOf(db, [conversationId]))
      if (!stored) return { cards: [], sources: [], links: [] }
      const derivation = unpackCards(stored)
      const cards = await withMarks(db, derivation)
      const links = await decidedLinks(
        db,
        cards.map((card) => card.id),
        derivation.links,
      )
      return { cards, sources: derivation.sources, links }
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
      return decidedLinks(db, [id], [...new Map(links.map((link) => [linkName(link), link])).values()])
    },
    async mark(id, change) {
      const before = await db.transaction('rw', db.changes, db.cardMarks, () => changeMark(db, id, change))
      await noteMarks(db, [{ id, before, change }])
      signalChange()
      return before
    },
    async write(work) {
      const before = await writeWork(db, work)
      const written = work.own?.flatMap(({ id, card }) => (card ? [id] : [])) ?? []
      await noteRecent(db, 'wrote', written)
      return before
    },
    tags: () => tagsInUse(db),
    unrelatedTo: (id) => unrelatedTo(db, id),
    setUnrelated: (one, other, isUnrelated) => setUnrelated(db, one, other, isUnrelated),
  }
}

/** What is derived from the conversation of each key; undefined where nothing is. */
export const cardPacksOf = (
  db: VivimDatabase,
  keys: readonly (RowKey | undefined)[],
): Promise<(CardPack | undefined)[]> => underKeys(keys, (known) => db.cardPacks.bulkGet(known))

/** Cards of a conversation with what the person decided on top. */
async function withMarks(db: VivimDatabase, { cards, extractorVersion }: Derivation): Promise<AtomicChatUnit[]> {
  const ids = cards.map((card) => card.id)
  const [marks, judge] = await Promise.all([marksOf(db, ids), privacyJudgeOf(db)])
  return cards.map((card) => judge.card(toUnit(card, extractorVersion, marks.get(card.id))))
}

/** Cards by id, in the order asked, with what the person decided on top. Not inside a transaction. */
export async function cardsById(db: VivimDatabase, ids: readonly string[]): Promise<AtomicChatUnit[]> {
  const [cards, judge] = await Promise.all([storedCardsById(db, ids), privacyJudgeOf(db)])
  return cards.map((card) => judge.card(card))
}

/**
 * As {@link cardsById}, with what the rules alone found private; a received card wins over a derived one, since it has an
 * author.
 */
export async function storedCardsById(db: VivimDatabase, ids: readonly string[]): Promise<AtomicChatUnit[]> {
  const [own, marks, packs] = await db.transaction('r', [db.ownCards, db.cardMarks, db.cardPacks], () =>
    Promise.all([db.ownCards.bulkGet([...ids]), db.cardMarks.bulkGet([...ids]), packsWith(db, ids)]),
  )
  const derived = derivedIn(packs, new Set(ids))
  return ids.flatMap((id, at) => {
    const card = own[at]?.card ?? derived.get(id)
    return card ? [marked(card, marks[at])] : []
  })
}

/** As {@link cardsById}, found by where they are kept where that is known: with fewer questions to the database. */
export async function cardsAt(db: VivimDatabase, wanted: readonly CardAt[]): Promise<AtomicChatUnit[]> {
  const ids = wanted.map(({ acuId }) => acuId)
  const keys = [...new Set(wanted.flatMap(({ isPlain, key }) => (isPlain ? (key ?? []) : [])))]
  const [judge, packs] = await Promise.all([privacyJudgeOf(db), cardPacksOf(db, keys)])
  const found = derivedIn(packs, new Set(ids))
  const others = wanted.flatMap(({ acuId, isPlain }) => (isPlain && found.has(acuId) ? [] : [acuId]))
  for (const card of others.length === 0 ? [] : await storedCardsById(db, others)) found.set(card.id, card)
  return ids.flatMap((id) => {
    const card = found.get(id)
    return card ? [judge.card(card)] : []
  })
}

/** Derived cards of packs by id. */
function derivedIn(packs: readonly (CardPack | undefined)[], ids: ReadonlySet<string>): Map<string, AtomicChatUnit> {
  const derived = new Map<string, AtomicChatUnit>()
  for (const stored of packs) {
    if (!stored) continue
    for (const card of unpackSome(stored, ids)) derived.set(card.id, toUnit(card, stored.extractorVersion, undefined))
  }
  return derived
}

/** Every pack that has a card with one of these ids, or with one that begins like it. */
async function packsWith(db: VivimDatabase, ids: readonly string[]): Promise<CardPack[]> {
  // One question each: to step over the index from one id to the next takes several.
  const found = await Promise.all(ids.map((id) => db.cardPacks.where('keys').equals(cardKey(id)).primaryKeys()))
  const packs = await db.cardPacks.bulkGet([...new Set(found.flat())])
  return packs.filter((pack) => pack !== undefined)
}

async function derivationsWith(db: VivimDatabase, ids: readonly string[]): Promise<Derivation[]> {
  const packs = await packsWith(db, ids)
  const wanted = new Set(ids)
  return packs.map(unpackCards).filter(({ cards }) => cards.some((card) => wanted.has(card.id)))
}

/** A derived card as it is shown, with what the rules alone found private. */
export function toUnit(card: DerivedAcu, extractorVersion: number, mark: CardMark | undefined): AtomicChatUnit {
  const unit: AtomicChatUnit = {
    ...card,
    origin: 'extraction',
    extractorVersion,
    isPersonal: card.securityLevel >= PERSONAL_FROM,
    pinned: false,
    tags: [],
  }
  return marked(unit, mark)
}
