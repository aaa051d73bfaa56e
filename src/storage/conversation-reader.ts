import { Dexie } from 'dexie'
import type { StoredConversation } from '../domain/ports/library-store.ts'
import type { Message } from '../domain/conversation.ts'
import type { LibraryRow } from '../domain/library.ts'
import type { ConversationRow, VivimDatabase } from './database.ts'

/** A stored row without what only storage needs. */
export function toLibraryRow(row: ConversationRow): LibraryRow {
  const { place: _place, revision: _revision, contentHash: _hash, tally: _tally, written: _written, ...rest } = row
  return rest
}

/** All messages of a conversation, in depth-first order. */
export async function readMessages(db: VivimDatabase, conversationId: string): Promise<Message[]> {
  const packs = await db.messagePacks
    .where('[conversationId+n]')
    .between([conversationId, Dexie.minKey], [conversationId, Dexie.maxKey])
    .toArray()
  return packs.flatMap((pack) => pack.messages)
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
