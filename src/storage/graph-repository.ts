import type { AtomicChatUnit, DerivedAcu } from '../domain/acu.ts'
import type { GraphCard } from '../domain/graph.ts'
import type { GraphStore } from '../domain/ports/graph-store.ts'
import { marksOf } from './card-marks.ts'
import { cardKey, unpackCards } from './card-pack.ts'
import { cardPacksOf } from './card-repository.ts'
import type { CardMark, RowKey, VivimDatabase } from './database.ts'
import { decidedLinks } from './link-decisions.ts'
import { idsUnder, keyOf } from './row-key.ts'

/** Characters of a card that go into a graph: its name there is its first line. */
const TEXT = 240
/** Cards asked for in one request. */
const KEYS_AT_ONCE = 500

/** Reads what graphs are made from. */
export function graphRepository(db: VivimDatabase): GraphStore {
  return {
    async conversationsWith(cardIds) {
      const found = new Set<RowKey>()
      for (let at = 0; at < cardIds.length; at += KEYS_AT_ONCE) {
        const keys = cardIds.slice(at, at + KEYS_AT_ONCE).map(cardKey)
        // Only keys of the index: the packs themselves are large.
        for (const key of await db.cardPacks.where('keys').anyOf(keys).primaryKeys()) found.add(key)
      }
      return idsUnder(db, [...found])
    },
    async packsOf(conversationIds) {
      const rows = await db.conversations.bulkGet([...conversationIds])
      const packs = await cardPacksOf(
        db,
        rows.map((row) => row && keyOf(row)),
      )
      const there = packs.flatMap((pack, at) => {
        const row = rows[at]
        return pack && row && row.place !== 'deleted' ? [unpackCards(pack)] : []
      })
      const marks = await marksOf(
        db,
        there.flatMap(({ cards }) => cards.map(({ id }) => id)),
      )
      const ids = conversationIds.filter((_, at) => packs[at] && rows[at] && rows[at].place !== 'deleted')
      return Promise.all(
        there.map(async ({ cards, links }, at) => {
          const conversationId = ids[at]!
          return {
            conversationId,
            cards: cards.map((card) => ({ ...toGraphCard(card, marks.get(card.id)), conversationId })),
            links: await decidedLinks(
              db,
              cards.map(({ id }) => id),
              links,
            ),
          }
        }),
      )
    },
    async own(cardIds) {
      const own = (await db.ownCards.bulkGet([...cardIds])).filter((row) => row !== undefined)
      const ids = own.map(({ id }) => id)
      const [marks, links] = await Promise.all([marksOf(db, ids), decidedLinks(db, ids, [])])
      return { cards: own.map(({ id, card }) => toGraphCard(card, marks.get(id))), links }
    },
  }
}

function toGraphCard(card: DerivedAcu | AtomicChatUnit, mark: CardMark | undefined): GraphCard {
  return {
    id: card.id,
    type: mark?.type ?? card.type,
    text: card.content.slice(0, TEXT),
    quality: card.quality.overall,
    isShown: card.state === 'ACTIVE' && mark?.review !== 'archived',
  }
}
