import type { Derivation } from '../domain/acu.ts'
import { marksOf } from './card-marks.ts'
import { toUnit } from './card-repository.ts'
import { conversationOf, unpackCards, type CardPack } from './card-pack.ts'
import type { OwnCard, VivimDatabase } from './database.ts'
import { decisionsOf } from './link-decisions.ts'
import { cardsInNotebooks } from './notebook-repository.ts'

/**
 * Cards of a conversation that the person kept, pinned, tagged, gave a type, linked, made others from or put into a
 * notebook, and that are no longer made from it. They stay.
 */
export async function leftBehind(
  db: VivimDatabase,
  stored: CardPack | undefined,
  next: Pick<Derivation, 'cards'>,
): Promise<OwnCard[]> {
  if (!stored) return []
  const { cards, extractorVersion } = unpackCards(stored)
  const remaining = new Set(next.cards.map((card) => card.id))
  const gone = cards.filter((card) => !remaining.has(card.id))
  if (gone.length === 0) return []
  const ids = gone.map((card) => card.id)
  const [marks, noted, decided] = await Promise.all([marksOf(db, ids), cardsInNotebooks(db), decisionsOf(db, ids)])
  const linked = new Set(decided.flatMap((link) => (link.state === 'linked' ? [link.sourceId, link.targetId] : [])))
  return gone.flatMap((card) => {
    const mark = marks.get(card.id)
    const isUsed = mark && (mark.review === 'kept' || mark.pinned || mark.tags || mark.type)
    if (!isUsed && !noted.has(card.id) && !linked.has(card.id)) return []
    return [{ id: card.id, card: toUnit(card, extractorVersion, undefined), from: conversationOf(stored) }]
  })
}
