import type { AtomicChatUnit, DerivedAcu } from '../domain/acu.ts'
import type { GraphCard } from '../domain/graph.ts'
import type { GraphStore } from '../domain/ports/graph-store.ts'
import { cardKey, unpackCards } from './card-pack.ts'
import { marksOf } from './card-repository.ts'
import type { CardMark, VivimDatabase } from './database.ts'

/** Characters of a card that go into a graph: its name there is its first line. */
const TEXT = 240
/** Cards asked for in one request. */
const KEYS_AT_ONCE = 500

/** Reads what graphs are made from. */
export function graphRepository(db: VivimDatabase): GraphStore {
  return {
    async conversationsWith(cardIds) {
      const found = new Set<string>()
      for (let at = 0; at < cardIds.length; at += KEYS_AT_ONCE) {
        const keys = cardIds.slice(at, at + KEYS_AT_ONCE).map(cardKey)
        // Only keys of the index: the packs themselves are large.
        for (const id of await db.cardPacks.where('keys').anyOf(keys).primaryKeys()) found.add(id)
      }
      return [...found]
    },
    async packsOf(conversationIds) {
      const [packs, rows] = await Promise.all([
        db.cardPacks.bulkGet([...conversationIds]),
        db.conversations.bulkGet([...conversationIds]),
      ])
      const there = packs.flatMap((pack, at) => {
        const row = rows[at]
        return pack && row && row.place !== 'deleted' ? [unpackCards(pack)] : []
      })
      const marks = await marksOf(
        db,
        there.flatMap(({ cards }) => cards.map(({ id }) => id)),
      )
      const ids = conversationIds.filter((_, at) => packs[at] && rows[at] && rows[at].place !== 'deleted')
      return there.map(({ cards, links }, at) => {
        const conversationId = ids[at]!
        return {
          conversationId,
          cards: cards.map((card) => ({ ...toGraphCard(card, marks.get(card.id)), conversationId })),
          links,
        }
      })
    },
    async ownCards(cardIds) {
      const [own, marks] = await Promise.all([db.ownCards.bulkGet([...cardIds]), marksOf(db, cardIds)])
      return own.flatMap((row) => (row ? [toGraphCard(row.card, marks.get(row.id))] : []))
    },
  }
}

function toGraphCard(card: DerivedAcu | AtomicChatUnit, mark: CardMark | undefined): GraphCard {
  return {
    id: card.id,
    type: card.type,
    text: card.content.slice(0, TEXT),
    quality: card.quality.overall,
    isShown: card.state === 'ACTIVE' && mark?.review !== 'archived',
  }
}
