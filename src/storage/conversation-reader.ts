import { Dexie } from 'dexie'
import type { StoredConversation } from '../domain/ports/library-store.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import type { LibraryRow } from '../domain/library.ts'
import { PACK_SIZE, type ConversationRow, type MessagePack, type VivimDatabase } from './database.ts'
import { unpack } from './packed.ts'

/** A stored row without what only storage needs. */
export function toLibraryRow(row: ConversationRow): LibraryRow {
  const { place: _place, contentHash: _hash, tally: _tally, written: _written, ...rest } = row
  return rest
}

const packsOf = (db: VivimDatabase, conversationId: string): Promise<MessagePack[]> =>
  db.messagePacks
    .where('[conversationId+n]')
    .between([conversationId, Dexie.minKey], [conversationId, Dexie.maxKey])
    .toArray()

const messagesIn = (packs: readonly MessagePack[]): Message[] => packs.flatMap((pack) => unpack(pack.messages))

/** All messages of a conversation, in depth-first order. */
export const readMessages = async (db: VivimDatabase, conversationId: string): Promise<Message[]> =>
  messagesIn(await packsOf(db, conversationId))

/** A conversation as it lies in the packs: without its row, which says where it is in the library. */
export interface PackedConversation {
  readonly conversation: Conversation
  /** SHA-256 of its originals, the newest last. */
  readonly originals: readonly string[]
  readonly messages: readonly Message[]
}

/**
 * Conversations with all their messages, undefined where there is none. Most have one pack: these are asked for
 * together, and only where there is one more, for the rest.
 */
export async function readPacked(
  db: VivimDatabase,
  ids: readonly string[],
): Promise<(PackedConversation | undefined)[]> {
  const first = await db.messagePacks.bulkGet(ids.map((id): [string, number] => [id, 0]))
  return Promise.all(
    ids.map(async (id, at) => {
      const record = first[at]?.record
      if (!record) return undefined
      const some = unpack(first[at]!.messages)
      const messages = some.length < PACK_SIZE ? some : await readMessages(db, id)
      return { conversation: unpack(record.conversation), originals: record.originals, messages }
    }),
  )
}

/** SHA-256 of each conversation's originals, the newest last. */
export async function originalsOf(db: VivimDatabase, ids: readonly string[]): Promise<(readonly string[])[]> {
  const first = await db.messagePacks.bulkGet(ids.map((id): [string, number] => [id, 0]))
  return first.map((pack) => pack?.record?.originals ?? [])
}

/** A conversation with its messages, or undefined where there is none. */
export async function readConversation(db: VivimDatabase, id: string): Promise<StoredConversation | undefined> {
  const [row, [packed]] = await Promise.all([db.conversations.get(id), readPacked(db, [id])])
  return row && packed
    ? { row: toLibraryRow(row), conversation: packed.conversation, messages: packed.messages }
    : undefined
}
