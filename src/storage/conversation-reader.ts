import { Dexie } from 'dexie'
import type { StoredConversation } from '../domain/ports/library-store.ts'
import type { Message } from '../domain/conversation.ts'
import type { LibraryRow } from '../domain/library.ts'
import { PACK_SIZE, type ConversationRow, type VivimDatabase } from './database.ts'
import { unpack } from './packed.ts'

/** A stored row without what only storage needs. */
export function toLibraryRow(row: ConversationRow): LibraryRow {
  const { place: _place, contentHash: _hash, tally: _tally, written: _written, ...rest } = row
  return rest
}

/** All messages of a conversation, in depth-first order. */
export async function readMessages(db: VivimDatabase, conversationId: string): Promise<Message[]> {
  const packs = await db.messagePacks
    .where('[conversationId+n]')
    .between([conversationId, Dexie.minKey], [conversationId, Dexie.maxKey])
    .toArray()
  return packs.flatMap((pack) => unpack(pack.messages))
}

/**
 * All messages of each conversation. Most have one pack: these are asked for together, and only where there is one
 * more, for the rest.
 */
export async function readMessagesOf(db: VivimDatabase, ids: readonly string[]): Promise<Message[][]> {
  const first = await db.messagePacks.bulkGet(ids.map((id): [string, number] => [id, 0]))
  return Promise.all(
    ids.map((id, at) => {
      const messages = first[at] ? unpack(first[at].messages) : []
      return messages.length < PACK_SIZE ? [...messages] : readMessages(db, id)
    }),
  )
}

/** A conversation with its messages, or undefined where there is none. */
export async function readConversation(db: VivimDatabase, id: string): Promise<StoredConversation | undefined> {
  const [row, record, messages] = await Promise.all([
    db.conversations.get(id),
    db.records.get(id),
    readMessages(db, id),
  ])
  return row && record ? { row: toLibraryRow(row), conversation: record.conversation, messages } : undefined
}
