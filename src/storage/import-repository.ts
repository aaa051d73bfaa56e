import type { Conversation } from '../domain/conversation.ts'
import type { ImportStore, Known } from '../domain/ports/library-store.ts'
import { putAsset } from './asset-store.ts'
import { signalChange } from './change-signal.ts'
import { ConversationWriter } from './conversation-writer.ts'
import { takeOver } from './decisions.ts'
import { readConversation } from './conversation-reader.ts'
import type { VivimDatabase } from './database.ts'
import { translateQuota } from './quota.ts'
import { receiptRepository } from './receipt-repository.ts'
import { keyOf, originalKey } from './row-key.ts'

/** Writes imported conversations: each whole, in a transaction of its own. */
export function importRepository(db: VivimDatabase): ImportStore {
  // Only imports add conversations, one import at a time: what is in none of these keys is new without a look-up.
  let loading: Promise<Set<string>> | undefined
  const keys = (): Promise<Set<string>> => (loading ??= knownKeys(db))
  const writer = new ConversationWriter(db)
  return {
    ...receiptRepository(db),
    async known(originalHash, imported, importId) {
      if (!(await keys()).has(imported.conversation.id)) return undefined
      return knownState(db, await originalHash, imported.conversation, importId)
    },
    read: (id) => readConversation(db, id),
    async save(write) {
      const known = await keys()
      const { id } = write.imported.conversation
      await writer.write(write, !known.has(id))
      known.add(id)
      signalChange()
    },
    async saveAsset(conversationId, asset) {
      await translateQuota(() => putAsset(db, conversationId, asset))
    },
    async decide(importId, decisions) {
      await translateQuota(() => takeOver(db, importId, decisions))
      signalChange()
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
  const [row, erased] = await Promise.all([db.conversations.get(id), db.erased.get(id)])
  if (erased || row?.place === 'deleted') return { state: 'deleted' }
  if (!row) return undefined
  const isRenamed = row.title !== title && row.updatedAt < updatedAt
  const key = originalKey(keyOf(row), originalHash)
  // Counted, not read: the bytes are of no use here.
  const isKnown = (await db.originals.where('sha256').equals(key).count()) > 0
  if (!isKnown && (row.contentHash !== contentHash || isRenamed)) return { state: 'changed' }
  if (row.written.importId !== importId) return { state: 'same' }
  return { state: 'same', resumed: { outcome: row.written.outcome, tally: row.tally } }
}
