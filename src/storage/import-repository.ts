import { Dexie } from 'dexie'
import type { Conversation } from '../domain/conversation.ts'
import { DiskFullError, type ImportStore, type Known } from '../domain/ports/library-store.ts'
import { placeOf } from '../domain/library.ts'
import { signalChange } from './change-signal.ts'
import { readConversation } from './conversation-reader.ts'
import {
  PACK_SIZE,
  cardKey,
  type CardPack,
  type ConversationRecord,
  type ConversationRow,
  type MessagePack,
  type Original,
  type VivimDatabase,
} from './database.ts'
import { gzip } from './gzip.ts'

/** Writes imported conversations: each whole, in a transaction of its own. */
export function importRepository(db: VivimDatabase): ImportStore {
  // Only imports add conversations, one import at a time: what is in none of these keys is new without a look-up.
  let keys: Promise<Set<string>> | undefined
  return {
    async known(originalHash, imported, importId) {
      keys ??= knownKeys(db)
      const { id, contentHash } = imported.conversation
      if (!(await keys).has(id)) return undefined
      return knownState(db, originalHash, id, contentHash, importId)
    },
    read: (id) => readConversation(db, id),
    async save(write) {
      await save(db, write)
      const known = await keys
      known?.add(write.imported.conversation.id)
    },
    async putReceipt(receipt) {
      await translateQuota(() => db.receipts.put(receipt))
    },
    receipt: (id) => db.receipts.get(id),
    receipts: () => db.receipts.orderBy('startedAt').reverse().toArray(),
  }
}

async function knownKeys(db: VivimDatabase): Promise<Set<string>> {
  const [conversations, erased] = await Promise.all([
    db.conversations.toCollection().primaryKeys(),
    db.erased.toCollection().primaryKeys(),
  ])
  return new Set([...conversations, ...erased])
}

async function knownState(
  db: VivimDatabase,
  originalHash: string,
  id: string,
  contentHash: string,
  importId: string,
): Promise<Known | undefined> {
  const [row, erased, original] = await Promise.all([
    db.conversations.get(id),
    db.erased.get(id),
    db.originals.get(originalHash),
  ])
  // A mark at time 0 only tells readers that it is gone: the sample may come back.
  if ((erased && erased.erasedAt > 0) || row?.place === 'deleted') return { state: 'deleted' }
  if (!row) return undefined
  if (!original && row.contentHash !== contentHash) return { state: 'changed' }
  if (row.written.importId !== importId) return { state: 'same' }
  return { state: 'same', resumed: { outcome: row.written.outcome, tally: row.tally } }
}

async function save(db: VivimDatabase, write: Parameters<ImportStore['save']>[0]): Promise<void> {
  const { conversation, messages } = write.imported
  const { cards } = write.derivation
  // Compress before the transaction opens: an IndexedDB transaction ends as soon as nothing is pending in it.
  const compressed = await gzip(write.original)
  const packs: MessagePack[] = []
  for (let at = 0; at < messages.length; at += PACK_SIZE) {
    packs.push({ conversationId: conversation.id, n: packs.length, messages: messages.slice(at, at + PACK_SIZE) })
  }
  const keys = cards.map((card) => cardKey(card.id))
  const gathered = { conversation, packs, compressed, keys }
  await translateQuota(() => writeAll(db, write, gathered))
  signalChange()
}

/**
 * The one transaction of a conversation, on the database below Dexie: an import makes tens of thousands of these, and
 * Dexie's bookkeeping for live queries, which nothing here uses, costs as much as the writing itself.
 */
async function writeAll(
  db: VivimDatabase,
  write: Parameters<ImportStore['save']>[0],
  gathered: {
    readonly conversation: Conversation
    readonly packs: readonly MessagePack[]
    readonly compressed: Uint8Array<ArrayBuffer>
    readonly keys: readonly string[]
  },
): Promise<void> {
  await db.open()
  const { conversation, packs, compressed, keys } = gathered
  const { cards, sources, links, extractorVersion } = write.derivation
  const { id } = conversation
  const transaction = db.backendDB().transaction(STORES, 'readwrite', { durability: 'relaxed' })
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
  const put = (name: (typeof STORES)[number], value: unknown): void => {
    transaction.objectStore(name).put(value)
  }
  put('records', {
    id,
    conversation,
    originalHash: write.originalHash,
    packs: packs.length,
  } satisfies ConversationRecord)
  for (const pack of packs) put('messagePacks', pack)
  put('originals', {
    sha256: write.originalHash,
    conversationId: id,
    gzip: compressed,
    size: write.original.length,
    capturedAt: conversation.capturedAt,
  } satisfies Original)
  put('cardPacks', { conversationId: id, extractorVersion, cards, sources, links, keys } satisfies CardPack)
  for (const message of write.former) {
    put('formerMessages', { conversationId: id, message, replacedAt: conversation.capturedAt })
  }
  transaction.objectStore('erased').delete(id)

  const formerRow = transaction.objectStore('conversations').get(id)
  const revision = transaction.objectStore('meta').get('revision')
  // Requests of one transaction answer in order: the row asked for first is here too.
  revision.onsuccess = () => {
    const former = formerRow.result as ConversationRow | undefined
    const last = (revision.result as { value?: number } | undefined)?.value ?? 0
    put('meta', { key: 'revision', value: last + 1 })
    put('conversations', rowOf(conversation, write, former, last + 1))
  }
  await done
}

const STORES = [
  'meta',
  'conversations',
  'records',
  'messagePacks',
  'originals',
  'cardPacks',
  'erased',
  'formerMessages',
] as const

function rowOf(
  conversation: Conversation,
  write: Parameters<ImportStore['save']>[0],
  former: ConversationRow | undefined,
  revision: number,
): ConversationRow {
  const state = former?.state ?? 'ACTIVE'
  return {
    id: conversation.id,
    title: conversation.title,
    provider: conversation.provider,
    ...(conversation.model !== undefined && { model: conversation.model }),
    state,
    createdAt: conversation.createdAt,
    updatedAt: conversation.updatedAt,
    messages: conversation.counts.path,
    cards: write.derivation.cards.filter((card) => card.state === 'ACTIVE').length,
    snippet: conversation.snippet,
    ...(conversation.projectName !== undefined && { projectName: conversation.projectName }),
    importId: former?.importId ?? write.importId,
    place: placeOf({ state }),
    revision,
    contentHash: conversation.contentHash,
    tally: write.tally,
    written: { importId: write.importId, outcome: write.outcome },
  }
}

/** Quota errors come nested in aborts; the rest of the app knows one name for them. */
async function translateQuota<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    for (let at: unknown = error; at instanceof Error; at = (at as { inner?: unknown }).inner ?? at.cause) {
      if (at.name === Dexie.errnames.QuotaExceeded || at.name === 'QuotaExceededError') {
        throw new DiskFullError('no room left', { cause: error })
      }
    }
    throw error
  }
}
