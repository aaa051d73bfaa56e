import { Dexie } from 'dexie'
import type { Derivation } from '../domain/acu.ts'
import type { Conversation } from '../domain/conversation.ts'
import { DiskFullError, type ImportStore, type Known } from '../domain/ports/library-store.ts'
import { placeOf } from '../domain/library.ts'
import { putAsset } from './asset-store.ts'
import type { ChangeRow } from './change-log.ts'
import { signalChange } from './change-signal.ts'
import { packCards, unpackCards, type CardPack } from './card-pack.ts'
import { marksOf, toUnit } from './card-repository.ts'
import { readConversation } from './conversation-reader.ts'
import {
  PACK_SIZE,
  type ConversationRecord,
  type ConversationRow,
  type MessagePack,
  type Original,
  type OwnCard,
  type VivimDatabase,
} from './database.ts'
import { gzip } from './gzip.ts'
import { pack } from './packed.ts'
import { receiptRepository } from './receipt-repository.ts'

type Write = Parameters<ImportStore['save']>[0]

/** Writes imported conversations: each whole, in a transaction of its own. */
export function importRepository(db: VivimDatabase): ImportStore {
  // Only imports add conversations, one import at a time: what is in none of these keys is new without a look-up.
  let loading: Promise<Set<string>> | undefined
  const keys = (): Promise<Set<string>> => (loading ??= knownKeys(db))
  return {
    ...receiptRepository(db),
    async known(originalHash, imported, importId) {
      if (!(await keys()).has(imported.conversation.id)) return undefined
      return knownState(db, originalHash, imported.conversation, importId)
    },
    read: (id) => readConversation(db, id),
    async save(write) {
      const known = await keys()
      const { id } = write.imported.conversation
      await save(db, write, !known.has(id))
      known.add(id)
    },
    async saveAsset(conversationId, asset) {
      await translateQuota(() => putAsset(db, conversationId, asset))
    },
    async putReceipt(receipt) {
      await translateQuota(() => db.receipts.put(receipt))
    },
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
  { id, contentHash, title, updatedAt }: Conversation,
  importId: string,
): Promise<Known | undefined> {
  const [row, erased, original] = await Promise.all([
    db.conversations.get(id),
    db.erased.get(id),
    db.originals.get(originalHash),
  ])
  if (erased || row?.place === 'deleted') return { state: 'deleted' }
  if (!row) return undefined
  const isRenamed = row.title !== title && row.updatedAt < updatedAt
  if (!original && (row.contentHash !== contentHash || isRenamed)) return { state: 'changed' }
  if (row.written.importId !== importId) return { state: 'same' }
  return { state: 'same', resumed: { outcome: row.written.outcome, tally: row.tally } }
}

async function save(db: VivimDatabase, write: Write, isNew: boolean): Promise<void> {
  const { conversation, messages } = write.imported
  // Compress before the transaction opens: an IndexedDB transaction ends as soon as nothing is pending in it.
  const compressed = await gzip(write.original)
  const packs: MessagePack[] = []
  for (let at = 0; at < messages.length; at += PACK_SIZE) {
    const some = pack(messages.slice(at, at + PACK_SIZE))
    packs.push({ conversationId: conversation.id, n: packs.length, messages: some })
  }
  const cards = packCards(conversation.id, write.derivation)
  const left = isNew ? [] : await leftBehind(db, conversation.id, write.derivation)
  await translateQuota(() => writeAll(db, write, { packs, compressed, cards, left }, isNew))
  signalChange()
}

/** Cards of a conversation that the person kept or pinned, and that are no longer made from it. They stay. */
async function leftBehind(db: VivimDatabase, id: string, next: Derivation): Promise<OwnCard[]> {
  const stored = await db.cardPacks.get(id)
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
    return [{ id: card.id, card: toUnit(card, extractorVersion, undefined), from: id }]
  })
}

/**
 * The one transaction of a conversation, on the database below Dexie: an import makes tens of thousands of these, and
 * Dexie's bookkeeping for live queries, which nothing here uses, costs as much as the writing itself.
 */
async function writeAll(
  db: VivimDatabase,
  write: Write,
  gathered: {
    readonly packs: readonly MessagePack[]
    readonly compressed: Uint8Array<ArrayBuffer>
    readonly cards: CardPack
    readonly left: readonly OwnCard[]
  },
  isNew: boolean,
): Promise<void> {
  await db.open()
  const { packs, compressed, cards, left } = gathered
  const { conversation } = write.imported
  const { id } = conversation
  const transaction = db.backendDB().transaction(STORES, 'readwrite', { durability: 'relaxed' })
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
  const store = (name: (typeof STORES)[number]): IDBObjectStore => transaction.objectStore(name)
  for (const one of packs) store('messagePacks').put(one)
  store('originals').put({
    sha256: write.originalHash,
    gzip: compressed,
    size: write.original.length,
    capturedAt: conversation.capturedAt,
  } satisfies Original)
  store('cardPacks').put(cards)
  for (const message of write.former) {
    store('formerMessages').put({ conversationId: id, message, replacedAt: conversation.capturedAt })
  }
  store('changes').add({ kind: 'conversation', id } satisfies Omit<ChangeRow, 'revision'>)
  for (const card of left) {
    store('ownCards').put(card)
    store('changes').add({ kind: 'card', id: card.id } satisfies Omit<ChangeRow, 'revision'>)
  }
  const finish = (row?: ConversationRow, originals: readonly string[] = []): void => {
    store('conversations').put(rowOf(conversation, write, row))
    store('records').put({
      id,
      conversation,
      originals: [...originals.filter((hash) => hash !== write.originalHash), write.originalHash],
    } satisfies ConversationRecord)
    // Not waiting for the answers to the requests: while this worker derives cards, they would hold up the next one.
    transaction.commit()
  }
  if (isNew) finish()
  else {
    store('erased').delete(id)
    const former = store('conversations').get(id) as IDBRequest<ConversationRow | undefined>
    const record = store('records').get(id) as IDBRequest<ConversationRecord | undefined>
    // Requests of one transaction answer in order: what was asked for before is here too.
    record.onsuccess = () => finish(former.result, record.result?.originals)
  }
  await done
}

const STORES = [
  'changes',
  'conversations',
  'records',
  'messagePacks',
  'originals',
  'cardPacks',
  'erased',
  'formerMessages',
  'ownCards',
] as const

function rowOf(conversation: Conversation, write: Write, former: ConversationRow | undefined): ConversationRow {
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
