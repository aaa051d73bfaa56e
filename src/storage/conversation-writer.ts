import { Dexie } from 'dexie'
import type { Derivation } from '../domain/acu.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import { placeOf } from '../domain/library.ts'
import { DiskFullError, type ImportStore } from '../domain/ports/library-store.ts'
import { packCards, unpackCards, type CardPack } from './card-pack.ts'
import { marksOf, toUnit } from './card-repository.ts'
import type { ChangeRow } from './change-log.ts'
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

type Write = Parameters<ImportStore['save']>[0]

/** All of a conversation as it will lie in the database, but for what an older copy of it has to say. */
interface PackedConversation {
  /** No copy of it is in the library. */
  readonly isNew: boolean
  readonly row: ConversationRow
  readonly conversation: Conversation
  readonly packs: readonly MessagePack[]
  readonly cards: CardPack
  readonly former: readonly Message[]
  readonly original: Uint8Array<ArrayBuffer>
  readonly originalHash: string
}

/** Puts what is to be saved into the shapes of the database. */
function packConversation(write: Write, isNew: boolean): PackedConversation {
  const { conversation, messages } = write.imported
  const packs: MessagePack[] = []
  for (let at = 0; at < messages.length; at += PACK_SIZE) {
    const some = pack(messages.slice(at, at + PACK_SIZE))
    packs.push({ conversationId: conversation.id, n: packs.length, messages: some })
  }
  const state = 'ACTIVE'
  return {
    isNew,
    row: {
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
      importId: write.importId,
      place: placeOf({ state }),
      contentHash: conversation.contentHash,
      tally: write.tally,
      written: { importId: write.importId, outcome: write.outcome },
    },
    conversation,
    packs,
    cards: packCards(conversation.id, write.derivation),
    former: write.former,
    original: write.original,
    originalHash: write.originalHash,
  }
}

/** Compresses the original and writes all in one transaction. Throws a {@link DiskFullError} where there is no room. */
export async function writeConversation(db: VivimDatabase, write: Write, isNew: boolean): Promise<void> {
  const packed = packConversation(write, isNew)
  // Before the transaction opens: it ends as soon as nothing is pending in it.
  const compressed = await gzip(packed.original)
  const left = isNew ? [] : await leftBehind(db, packed.conversation.id, write.derivation)
  await translateQuota(() => writeAll(db, packed, compressed, left))
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
  packed: PackedConversation,
  compressed: Uint8Array<ArrayBuffer>,
  left: readonly OwnCard[],
): Promise<void> {
  await db.open()
  const { conversation, packs, cards, former: replaced, original, originalHash, row: next, isNew } = packed
  const { id } = conversation
  const transaction = db.backendDB().transaction(STORES, 'readwrite', { durability: 'relaxed' })
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
  const store = (name: (typeof STORES)[number]): IDBObjectStore => transaction.objectStore(name)
  for (const one of packs) store('messagePacks').put(one)
  store('originals').put({
    sha256: originalHash,
    gzip: compressed,
    size: original.length,
    capturedAt: conversation.capturedAt,
  } satisfies Original)
  store('cardPacks').put(cards)
  for (const message of replaced) {
    store('formerMessages').put({ conversationId: id, message, replacedAt: conversation.capturedAt })
  }
  store('changes').add({ kind: 'conversation', id } satisfies Omit<ChangeRow, 'revision'>)
  for (const card of left) {
    store('ownCards').put(card)
    store('changes').add({ kind: 'card', id: card.id } satisfies Omit<ChangeRow, 'revision'>)
  }
  const finish = (row?: ConversationRow, originals: readonly string[] = []): void => {
    store('conversations').put(row ? follow(row, next) : next)
    store('records').put({
      id,
      conversation,
      originals: [...originals.filter((hash) => hash !== originalHash), originalHash],
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

/** The row of a newer copy, where the person and the first import left it. */
const follow = ({ state, importId }: ConversationRow, next: ConversationRow): ConversationRow => ({
  ...next,
  state,
  importId,
  place: placeOf({ state }),
})

/** Quota errors come nested in aborts; the rest of the app knows one name for them. */
export async function translateQuota<T>(work: () => PromiseLike<T>): Promise<T> {
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
