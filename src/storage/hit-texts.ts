import type { Message } from '../domain/conversation.ts'
import type { CardAt, ConversationKey } from '../domain/ports/search.ts'
import { contentsIn } from './card-pack.ts'
import { cardPacksOf, storedCardsById } from './card-repository.ts'
import { readPacked } from './conversation-reader.ts'
import type { VivimDatabase } from './database.ts'

/** Messages by the key of their conversation; those that are not there are left out. */
export async function messagesAt(
  db: VivimDatabase,
  wanted: ReadonlyMap<ConversationKey, readonly string[]>,
): Promise<readonly Message[]> {
  const ids = new Set([...wanted.values()].flat())
  const found = await readPacked(db, [...wanted.keys()])
  return found.flatMap((conversation) => conversation?.messages.filter(({ id }) => ids.has(id)) ?? [])
}

/**
 * Texts of cards by id; those that are not there are left out. With few questions to the database, for it is asked while
 * somebody types.
 */
export async function cardTexts(db: VivimDatabase, wanted: readonly CardAt[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(wanted.map(({ acuId }) => acuId))
  const packs = await cardPacksOf(db, [...new Set(wanted.flatMap(({ key }) => key ?? []))])
  const texts = new Map(packs.flatMap((stored) => (stored ? contentsIn(stored, ids) : [])))
  const others = [...ids].filter((id) => !texts.has(id))
  // Written or received, or its conversation was imported again since.
  const found = others.length === 0 ? [] : await storedCardsById(db, others)
  for (const { id, content } of found) texts.set(id, content)
  return texts
}
