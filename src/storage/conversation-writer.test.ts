import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, describe, expect, it } from 'vitest'
import { ConversationWriter } from './conversation-writer.ts'
import { readConversation } from './conversation-reader.ts'
import { VivimDatabase } from './database.ts'
import { writeOf } from './fixtures/writes.ts'

const opened: Dexie[] = []
let count = 0
function newDatabase(name = `writer-${count++}`): VivimDatabase {
  const db = new VivimDatabase(name)
  opened.push(db)
  return db
}
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete()
})

describe('writing conversations', () => {
  it('writes all that come at once, those of several packs too, in fewer transactions than conversations', async () => {
    const db = newDatabase()
    const transactions = new Set<unknown>()
    await db.open()
    const begin = IDBDatabase.prototype.transaction
    IDBDatabase.prototype.transaction = function (...given) {
      const transaction = begin.apply(this, given)
      transactions.add(transaction)
      return transaction
    }
    const writer = new ConversationWriter(db)
    const writes = Array.from({ length: 40 }, (_, n) => writeOf(`talk ${n}`, n === 7 ? 173 : 3))
    try {
      await Promise.all(writes.map((write) => writer.write(write, true)))
    } finally {
      IDBDatabase.prototype.transaction = begin
    }
    for (const { imported } of writes) {
      const stored = await readConversation(db, imported.conversation.id)
      expect(stored?.conversation).toEqual(imported.conversation)
      expect(stored?.messages).toEqual(imported.messages)
    }
    expect(await db.originals.count()).toBe(40)
    expect(transactions.size).toBeLessThan(20)
  })

  it('leaves out the one that cannot be written, whole, and none of those beside it', async () => {
    const db = newDatabase()
    const writer = new ConversationWriter(db)
    const writes = Array.from({ length: 12 }, (_, n) => writeOf(`talk ${n}`, 3))
    const { imported, ...rest } = writes[5]!
    // No database takes a function; what a disk refuses is refused at the same place.
    const title = (() => 'a title') as unknown as string
    const broken = { ...rest, imported: { ...imported, conversation: { ...imported.conversation, title } } }
    const all = writes.map((write, n) => writer.write(n === 5 ? broken : write, true))
    const outcomes = await Promise.allSettled(all)
    expect(outcomes.map(({ status }, n) => (status === 'rejected' ? n : -1)).filter((n) => n >= 0)).toEqual([5])
    expect(await db.conversations.count()).toBe(11)
    expect(await db.messagePacks.get([imported.conversation.id, 0])).toBeUndefined()
    expect(await db.originals.count()).toBe(11)
    expect(await db.changes.count()).toBe(11)
  })
})

describe('a library of an older version', () => {
  it('opens with every record where it belongs now', async () => {
    const name = `old-${count++}`
    const writes = Array.from({ length: 450 }, (_, n) => writeOf(`talk ${n}`, n % 3))
    const fresh = newDatabase()
    const writer = new ConversationWriter(fresh)
    await Promise.all(writes.map((write) => writer.write(write, true)))
    const old = new Dexie(name)
    old.version(2).stores({ conversations: 'id, [place+updatedAt]', records: 'id', messagePacks: '[conversationId+n]' })
    await old.table('conversations').bulkAdd(await fresh.conversations.toArray())
    await old.table('records').bulkAdd(
      writes.map(({ imported: { conversation }, originalHash }) => ({
        id: conversation.id,
        conversation,
        originals: ['0'.repeat(64), originalHash],
      })),
    )
    const packs = (await fresh.messagePacks.toArray()).map(({ record: _record, ...pack }) => pack)
    const empty = new Set(
      writes.filter(({ imported }) => imported.messages.length === 0).map(({ imported }) => imported.conversation.id),
    )
    // A conversation without messages had no pack.
    await old.table('messagePacks').bulkAdd(packs.filter(({ conversationId }) => !empty.has(conversationId)))
    old.close()

    const db = newDatabase(name)
    for (const { imported, originalHash } of writes) {
      const { id } = imported.conversation
      const stored = await readConversation(db, id)
      expect(stored?.conversation).toEqual(imported.conversation)
      expect(stored?.messages).toEqual(imported.messages)
      expect((await db.messagePacks.get([id, 0]))?.record?.originals).toEqual(['0'.repeat(64), originalHash])
    }
    expect(db.backendDB().objectStoreNames.contains('records')).toBe(false)
  })
})
