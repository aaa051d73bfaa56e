import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DerivedAcu } from '../domain/acu.ts'
import { acuId } from '../domain/acu-id.ts'
import { countConversation } from '../domain/conversation-counts.ts'
import { conversationHash, conversationId, messageHash, messageId } from '../domain/conversation-hash.ts'
import type { ImportedConversation, Message } from '../domain/conversation.ts'
import { sha256Hex } from '../domain/hash.ts'
import type { IndexChange } from '../domain/ports/search.ts'
import { cardRepository } from './card-repository.ts'
import { VivimDatabase } from './database.ts'
import { importRepository } from './import-repository.ts'
import { indexSource } from './index-source.ts'
import { libraryRepository } from './library-repository.ts'

let db: VivimDatabase
let n = 0

beforeEach(() => {
  db = new VivimDatabase(`test-${n++}`)
})
afterEach(() => db.delete())

function imported(name: string, size: number): ImportedConversation {
  const sourceUrl = `https://chatgpt.com/c/${name}`
  const id = conversationId(sourceUrl)
  const messages = Array.from({ length: size }, (_, index): Message => {
    const parts = [{ type: 'text', text: `${name} message ${index}` }] as const
    const role = index % 2 === 0 ? 'user' : 'assistant'
    return {
      id: messageId(id, String(index)),
      conversationId: id,
      ...(index > 0 && { parentId: messageId(id, String(index - 1)) }),
      role,
      parts,
      contentHash: messageHash(role, parts),
      index,
      hidden: false,
      metadata: {},
    }
  })
  return {
    conversation: {
      id,
      sourceUrl,
      contentHash: conversationHash(messages.map((message) => message.contentHash)),
      title: name,
      provider: 'chatgpt',
      messageCount: size,
      counts: countConversation(messages, messages, 0),
      createdAt: n,
      updatedAt: n++,
      capturedAt: n,
      snippet: '',
      metadata: {},
    },
    messages,
  }
}

async function save(name: string, size = 3, importId = 'first'): Promise<string> {
  const conversation = imported(name, size)
  const { id } = conversation.conversation
  const content = `${name} message 1`
  const card: DerivedAcu = {
    id: acuId(content),
    content,
    type: 'claim',
    category: 'reference',
    quality: { overall: 60, richness: 60, integrity: 60, uniqueness: 60, selfContained: 60 },
    securityLevel: 0,
    findings: [],
    state: 'ACTIVE',
    createdAt: 1,
  }
  const original = new TextEncoder().encode(`{"name": "${name}"}`)
  await importRepository(db).save({
    importId,
    outcome: 'new',
    imported: conversation,
    former: [],
    originalHash: sha256Hex(original),
    original,
    derivation: {
      extractorVersion: 1,
      cards: [card],
      sources: [
        { acuId: card.id, conversationId: id, messageId: messageId(id, '1'), part: 0, start: 0, end: content.length },
      ],
      links: [],
    },
    tally: { messages: size, cards: 1, links: 0, forks: 0, secrets: 0, assets: 0, assetsMissing: 0 },
  })
  return id
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
    const known = await importRepository(db).known('0', imported('a', 3), 'second')
    expect(known).toEqual({ state: 'deleted' })
    expect(await db.messagePacks.count()).toBe(1)
    expect(await db.originals.count()).toBe(1)
  })

  it('lets the sample come back after it was taken away', async () => {
    await save('a', 3, 'sample')
    await save('b', 3, 'other')
    await libraryRepository(db).eraseImport('sample')
    expect(await importRepository(db).known('0', imported('a', 3), 'sample')).toBeUndefined()
    expect(await db.conversations.count()).toBe(1)
  })

  it('tells a resumed import what it wrote before', async () => {
    await save('a')
    const known = await importRepository(db).known('0', imported('a', 3), 'first')
    expect(known).toMatchObject({ state: 'same', resumed: { outcome: 'new', tally: { messages: 3 } } })
    expect(await importRepository(db).known('0', imported('a', 3), 'second')).toEqual({ state: 'same' })
    expect(await importRepository(db).known('0', imported('a', 4), 'second')).toEqual({ state: 'changed' })
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
