import type { Derivation } from '../domain/acu.ts'
import { marksOf, toUnit } from './card-repository.ts'
import { unpackCards, type CardPack } from './card-pack.ts'
import type { OwnCard, VivimDatabase } from './database.ts'

/** Cards of a conversation that the person kept or pinned, and that are no longer made from it. They stay. */
export async function leftBehind(
  db: VivimDatabase,
  stored: CardPack | undefined,
  next: Pick<Derivation, 'cards'>,
): Promise<OwnCard[]> {
  if (!stored) return []
  const { cards, extractorVersion } = unpackCards(stored)
  const remaining = new Set(next.cards.map((card) => card.id))
  const gone = cards.filter((card) => !remaining.has(card.id))
  const marks = await marksOf(
    db,
    gone.map((card) => card.id),
  )
  return gone.flatMap((card) => {
    const mark = marks.get(card.id)
    if (mark?.review !== 'kept' && !mark?.pinned) return []
    return [{ id: card.id, card: toUnit(card, extractorVersion, undefined), from: stored.conversationId }]
  })
}
