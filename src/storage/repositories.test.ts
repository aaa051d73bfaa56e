import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ConversationKey, IndexChange } from '../domain/ports/search.ts'
import { cardRepository } from './card-repository.ts'
import { VivimDatabase } from './database.ts'
import { imported, writeOf } from './fixtures/writes.ts'
import { importRepository } from './import-repository.ts'
import { indexSource } from './index-source.ts'
import { libraryRepository } from './library-repository.ts'

let db: VivimDatabase
let n = 0

beforeEach(() => {
  db = new VivimDatabase(`test-${n++}`)
})
afterEach(() => db.delete())

async function save(name: string, size = 3, importId = 'first'): Promise<string> {
  const write = writeOf(name, size, importId)
  await importRepository(db).save(write)
  return write.imported.conversation.id
}

async function allChanges(limit: number): Promise<IndexChange[]> {
  const source = indexSource(db)
  const seen: IndexChange[] = []
  for (;;) {
    const page = await source.changesSince(seen.at(-1)?.revision ?? 0, limit)
    if (page.length === 0) return seen
    seen.push(...page)
  }
}

describe('the library on disk', () => {
  it('gives back a conversation of several packs, and its exact original', async () => {
    const id = await save('long', 173)
    const stored = await libraryRepository(db).read(id)
    expect(stored?.messages.map((message) => message.index)).toEqual(Array.from({ length: 173 }, (_, index) => index))
    expect(new TextDecoder().decode(await libraryRepository(db).original(id))).toBe('{"name": "long"}')
  })

  it('moves, erases, and remembers what was erased', async () => {
    const [a, b] = [await save('a'), await save('b')]
    const library = libraryRepository(db)
    expect(await library.move([a, b], 'archived', 5)).toEqual(
      new Map([
        [a, 'active'],
        [b, 'active'],
      ]),
    )
    await library.erase([a], 6)
    expect(await library.read(a)).toBeUndefined()
    expect((await library.rowsById([b]))[0]?.state).toBe('ARCHIVED')
    const known = await importRepository(db).known(Promise.resolve('0'), imported('a', 3), 'second')
    expect(known).toEqual({ state: 'deleted' })
    expect(await db.messagePacks.count()).toBe(1)
    expect(await db.originals.count()).toBe(1)
  })

  it('lets the sample come back after it was taken away', async () => {
    await save('a', 3, 'sample')
    await save('b', 3, 'other')
    await libraryRepository(db).eraseImport('sample')
    expect(await importRepository(db).known(Promise.resolve('0'), imported('a', 3), 'sample')).toBeUndefined()
    expect(await db.conversations.count()).toBe(1)
  })

  it('tells a resumed import what it wrote before', async () => {
    await save('a')
    const known = await importRepository(db).known(Promise.resolve('0'), imported('a', 3), 'first')
    expect(known).toMatchObject({ state: 'same', resumed: { outcome: 'new', tally: { messages: 3 } } })
    expect(await importRepository(db).known(Promise.resolve('0'), imported('a', 3), 'second')).toEqual({
      state: 'same',
    })
    expect(await importRepository(db).known(Promise.resolve('0'), imported('a', 4), 'second')).toEqual({
      state: 'changed',
    })
  })
})

describe('what the index pulls', () => {
  it('is every change once, oldest first, whatever the page size', async () => {
    const [a, b, c] = [await save('a'), await save('b'), await save('c')]
    await libraryRepository(db).move([a, b], 'deleted', 5)
    const [card] = (await cardRepository(db).ofConversation(c)).cards
    await cardRepository(db).mark(card!.id, { review: 'kept' })
    const whole = await allChanges(100)
    expect(whole.map((change) => change.kind)).toEqual([
      'conversation',
      'conversation-removed',
      'conversation-removed',
      'card-review',
    ])
    // In small pages a record may come twice, each time as it is now: the last word is the same.
    for (const limit of [1, 2, 3]) {
      const paged = await allChanges(limit)
      expect(whole.every((change) => paged.some((other) => JSON.stringify(other) === JSON.stringify(change)))).toBe(
        true,
      )
      expect(paged.map((change) => change.revision)).toEqual(
        paged.map((change) => change.revision).sort((a, b) => a - b),
      )
    }
  })

  it('lead to texts by where a conversation is kept, also of one that was erased and came back elsewhere', async () => {
    const source = indexSource(db)
    const a = await save('a', 3, 'sample')
    const b = await save('b')
    const ids = async (id: string): Promise<string[]> =>
      ((await libraryRepository(db).read(id))?.messages ?? []).map((message) => message.id)
    const [ofA, ofB] = [await ids(a), await ids(b)]
    const [card] = (await cardRepository(db).ofConversation(a)).cards
    const keyOf = async (id: string): Promise<ConversationKey> =>
      (await source.changesSince(0, 100)).flatMap((change) =>
        change.kind === 'conversation' && change.conversation.id === id ? [change.key] : [],
      )[0]!
    const texts = async (keyOfA: ConversationKey): Promise<string[]> =>
      (
        await source.messagesAt(
          new Map([
            [keyOfA, ofA.slice(1)],
            [await keyOf(b), ofB],
            ['nowhere', ['x']],
          ]),
        )
      ).map(({ id }) => id)
    const former = await keyOf(a)
    const whole = [...ofA.slice(1), ...ofB]
    const content = new Map([[card!.id, card!.content]])
    expect(await texts(former)).toEqual(whole)
    expect(await source.cardTexts([{ acuId: card!.id, key: former }, { acuId: 'f'.repeat(64) }])).toEqual(content)
    await libraryRepository(db).eraseImport('sample')
    expect(await texts(former)).toEqual(ofB)
    expect(await source.cardTexts([{ acuId: card!.id, key: former }])).toEqual(new Map())
    await save('a', 3, 'sample')
    expect(await texts(await keyOf(a))).toEqual(whole)
    // What is where it was thought to be no more, or was never known to be anywhere, is looked for.
    for (const at of [{ key: former, isPlain: true }, { key: former }, {}]) {
      expect(await source.cardTexts([{ acuId: card!.id, ...at }])).toEqual(content)
      expect(await source.cardsAt([{ acuId: 'f'.repeat(64) }, { acuId: card!.id, ...at }])).toMatchObject([
        { id: card!.id },
      ])
    }
  })

  it('carries cards with what the person decided', async () => {
    const id = await save('a')
    const [card] = (await cardRepository(db).ofConversation(id)).cards
    await cardRepository(db).mark(card!.id, { review: 'archived', pinned: true })
    expect(await cardRepository(db).byIds([card!.id])).toMatchObject([{ review: 'archived', pinned: true }])
    expect(await cardRepository(db).mark(card!.id, { review: undefined })).toEqual({ review: 'archived', pinned: true })
    expect((await cardRepository(db).byIds([card!.id]))[0]).not.toHaveProperty('review')
    expect(await cardRepository(db).placesOf(card!.id)).toMatchObject([{ row: { id } }])
  })
})
