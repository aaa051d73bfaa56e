import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, describe, expect, it } from 'vitest'
import { toRows } from './conversation-rows.ts'
import { ConversationWriter } from './conversation-writer.ts'
import { readConversation } from './conversation-reader.ts'
import { VivimDatabase } from './database.ts'
import { writeOf } from './fixtures/writes.ts'
import { libraryRepository } from './library-repository.ts'
import { sha256Of } from './row-key.ts'

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
    expect(await db.messagePacks.count()).toBe(11)
    expect(await readConversation(db, imported.conversation.id)).toBeUndefined()
    expect(await db.originals.count()).toBe(11)
    expect(await db.changes.count()).toBe(11)
  })
})

describe('reading while another copy is written', () => {
  it('gives one copy or the other, never a part of each', async () => {
    const db = newDatabase()
    const writer = new ConversationWriter(db)
    const one = writeOf('talk', 120)
    const { imported } = one
    const { id } = imported.conversation
    // The same without an early message: all packs after the first begin one message later.
    const other = { ...one, imported: { ...imported, messages: imported.messages.filter((_, n) => n !== 5) } }
    await writer.write(one, true)
    for (let round = 0; round < 20; round++) {
      let isWriting = true
      const written = writer.write(round % 2 === 0 ? other : one, false).finally(() => (isWriting = false))
      while (isWriting) {
        const { messages } = (await readConversation(db, id))!
        expect([119, 120]).toContain(messages.length)
        expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length)
      }
      await written
    }
  })
})

describe('a library of an older version', () => {
  it('opens with every record where it belongs now', async () => {
    const name = `old-${count++}`
    const writes = Array.from({ length: 450 }, (_, n) => writeOf(`talk ${n}`, n % 3))
    const rows = await Promise.all(writes.map((write) => toRows(write, write.imported.conversation.id)))
    const old = new Dexie(name)
    old.version(2).stores({ conversations: 'id, [place+updatedAt]', records: 'id', messagePacks: '[conversationId+n]' })
    await old.table('conversations').bulkAdd(rows.map(({ row }) => row))
    await old.table('records').bulkAdd(
      writes.map(({ imported: { conversation }, originalHash }) => ({
        id: conversation.id,
        conversation,
        originals: ['0'.repeat(64), originalHash],
      })),
    )
    const packs = rows.flatMap((one) => one.packs).map(({ record: _record, ...pack }) => pack)
    const empty = new Set(
      writes.filter(({ imported }) => imported.messages.length === 0).map(({ imported }) => imported.conversation.id),
    )
    // A conversation without messages had no pack.
    await old.table('messagePacks').bulkAdd(packs.filter(({ conversationId }) => !empty.has(String(conversationId))))
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

  it('whose packs lie under ids stays whole beside new conversations: read, imported again, erased', async () => {
    const db = newDatabase()
    const [before, again] = [writeOf('geese', 3), writeOf('geese', 60)]
    const { id } = before.imported.conversation
    const { row, packs, original } = await toRows(before, id)
    await db.conversations.put(row)
    await db.messagePacks.bulkPut(packs)
    await db.originals.put(original)
    const writer = new ConversationWriter(db)
    const other = writeOf('herons', 120)
    await writer.write(other, true)
    expect((await readConversation(db, id))?.messages).toEqual(before.imported.messages)

    await writer.write({ ...again, originalHash: 'f'.repeat(64) }, false)
    expect((await readConversation(db, id))?.messages).toEqual(again.imported.messages)
    expect((await db.messagePacks.get([id, 0]))?.record?.originals).toEqual([before.originalHash, 'f'.repeat(64)])
    expect(await db.originals.count()).toBe(3)

    const library = libraryRepository(db)
    expect(new TextDecoder().decode(await library.original(id))).toBe(new TextDecoder().decode(again.original))
    await library.erase([id], 1)
    expect(await readConversation(db, id)).toBeUndefined()
    expect((await readConversation(db, other.imported.conversation.id))?.messages).toEqual(other.imported.messages)
    expect([await db.messagePacks.count(), await db.originals.count()]).toEqual([3, 1])
  })
})

describe('keys', () => {
  it('rise from conversation to conversation, and an original lies behind its conversation’s', async () => {
    const db = newDatabase()
    const writer = new ConversationWriter(db)
    const writes = Array.from({ length: 30 }, (_, n) => writeOf(`talk ${n}`, 2))
    for (const write of writes) await writer.write(write, true)
    const rows = await db.conversations.bulkGet(writes.map(({ imported }) => imported.conversation.id))
    const keys = rows.map((row) => row!.key!)
    expect(keys).toEqual([...new Set(keys)].sort((a, b) => a - b))
    const originals = (await db.originals.toCollection().primaryKeys()).map(sha256Of)
    expect(originals).toEqual(writes.map(({ originalHash }) => originalHash))
  })
})
