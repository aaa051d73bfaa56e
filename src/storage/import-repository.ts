import { Dexie } from 'dexie'
import { DiskFullError, type ImportStore, type Known } from '../domain/ports/library-store.ts'
import { placeOf } from '../domain/library.ts'
import { signalChange } from './change-signal.ts'
import { readConversation } from './conversation-reader.ts'
import {
  PACK_SIZE,
  cardKey,
  nextRevisions,
  type ConversationRow,
  type MessagePack,
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
  const { cards, sources, links, extractorVersion } = write.derivation
  // Compress before the transaction opens: an IndexedDB transaction ends as soon as nothing is pending in it.
  const compressed = await gzip(write.original)
  const packs: MessagePack[] = []
  for (let at = 0; at < messages.length; at += PACK_SIZE) {
    packs.push({ conversationId: conversation.id, n: packs.length, messages: messages.slice(at, at + PACK_SIZE) })
  }
  const tables = [
    db.meta,
    db.conversations,
    db.records,
    db.messagePacks,
    db.originals,
    db.cardPacks,
    db.erased,
    ...(write.former.length > 0 ? [db.formerMessages] : []),
  ]
  await translateQuota(() =>
    db.transaction('rw', tables, async () => {
      const former = await db.conversations.get(conversation.id)
      const state = former?.state ?? 'ACTIVE'
      const row: ConversationRow = {
        id: conversation.id,
        title: conversation.title,
        provider: conversation.provider,
        ...(conversation.model !== undefined && { model: conversation.model }),
        state,
        createdAt: conversation.createdAt,
        updatedAt: conversation.updatedAt,
        messages: conversation.counts.path,
        cards: cards.filter((card) => card.state === 'ACTIVE').length,
        snippet: conversation.snippet,
        ...(conversation.projectName !== undefined && { projectName: conversation.projectName }),
        importId: former?.importId ?? write.importId,
        place: placeOf({ state }),
        revision: await nextRevisions(db),
        contentHash: conversation.contentHash,
        tally: write.tally,
        written: { importId: write.importId, outcome: write.outcome },
      }
      await Promise.all([
        db.erased.delete(conversation.id),
        db.conversations.put(row),
        db.records.put({
          id: conversation.id,
          conversation,
          originalHash: write.originalHash,
          packs: packs.length,
        }),
        db.messagePacks.bulkPut(packs),
        db.originals.put({
          sha256: write.originalHash,
          conversationId: conversation.id,
          gzip: compressed,
          size: write.original.length,
          capturedAt: conversation.capturedAt,
        }),
        db.cardPacks.put({
          conversationId: conversation.id,
          extractorVersion,
          cards,
          sources,
          links,
          keys: cards.map((card) => cardKey(card.id)),
        }),
        write.former.length > 0 &&
          db.formerMessages.bulkAdd(
            write.former.map((message) => ({
              conversationId: conversation.id,
              message,
              replacedAt: conversation.capturedAt,
            })),
          ),
      ])
    }),
  )
  signalChange()
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
