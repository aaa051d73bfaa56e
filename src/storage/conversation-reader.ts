import { Dexie } from 'dexie'
import type { StoredConversation } from '../domain/ports/library-store.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import type { LibraryRow } from '../domain/library.ts'
import { PACK_SIZE, type ConversationRow, type MessagePack, type RowKey, type VivimDatabase } from './database.ts'
import { unpack } from './packed.ts'
import { keyOf, underKeys } from './row-key.ts'

/** Key of a conversation's packs; undefined for one that is not in the library. */
type Key = RowKey | undefined

/** A stored row without what only storage needs. */
export function toLibraryRow(row: ConversationRow): LibraryRow {
  const { key: _key, place: _place, contentHash: _hash, tally: _tally, written: _written, ...rest } = row
  return rest
}

/** All packs under a key but the first. */
const packsAfterFirst = (db: VivimDatabase, key: RowKey): Promise<MessagePack[]> =>
  db.messagePacks.where('[conversationId+n]').between([key, 1], [key, Dexie.maxKey]).toArray()

/** The first pack under each key, which has the record; undefined where there is no key, or nothing under it. */
const firstPacks = (db: VivimDatabase, keys: readonly Key[]): Promise<(MessagePack | undefined)[]> =>
  underKeys(keys, (known) => db.messagePacks.bulkGet(known.map((key): [RowKey, number] => [key, 0])))

const messagesIn = (packs: readonly MessagePack[]): Message[] => packs.flatMap((pack) => unpack(pack.messages))

/** A conversation as it lies in the packs: without its row, which says where it is in the library. */
export interface PackedConversation {
  readonly conversation: Conversation
  /** Keys of its originals, the newest last. */
  readonly originals: readonly string[]
  readonly messages: readonly Message[]
}

/**
 * Conversations with all their messages, undefined where there is none. Most have one pack: these are asked for
 * together, and only where there is one more, for the rest.
 */
export async function readPacked(db: VivimDatabase, keys: readonly Key[]): Promise<(PackedConversation | undefined)[]> {
  // Of one state of the database: else a copy that is written meanwhile would be mixed with the one before it.
  return db.transaction('r', db.messagePacks, () => readPacks(db, keys))
}

async function readPacks(db: VivimDatabase, keys: readonly Key[]): Promise<(PackedConversation | undefined)[]> {
  const first = await firstPacks(db, keys)
  return Promise.all(
    first.map(async (pack) => {
      const record = pack?.record
      if (!record) return undefined
      const some = unpack(pack.messages)
      const messages =
        some.length < PACK_SIZE ? some : [...some, ...messagesIn(await packsAfterFirst(db, pack.conversationId))]
      return { conversation: unpack(record.conversation), originals: record.originals, messages }
    }),
  )
}

/** Keys of each conversation's originals, the newest last. */
export async function originalsOf(db: VivimDatabase, keys: readonly Key[]): Promise<(readonly string[])[]> {
  const first = await firstPacks(db, keys)
  return first.map((pack) => pack?.record?.originals ?? [])
}

/** A conversation with its messages, or undefined where there is none. */
export async function readConversation(db: VivimDatabase, id: string): Promise<StoredConversation | undefined> {
  const row = await db.conversations.get(id)
  const [packed] = await readPacked(db, [row && keyOf(row)])
  return row && packed
    ? { row: toLibraryRow(row), conversation: packed.conversation, messages: packed.messages }
    : undefined
}
