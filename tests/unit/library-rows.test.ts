import 'fake-indexeddb/auto'
import { afterEach, expect, it } from 'vitest'
import { LibraryRows } from '../../src/app/library-rows.ts'
import { VivimDatabase, type ConversationRow } from '../../src/storage/database.ts'
import { libraryRepository } from '../../src/storage/library-repository.ts'

const db = new VivimDatabase('library-rows')
afterEach(() => db.delete())

const ROWS = 450
const rowOf = (n: number): ConversationRow => ({
  id: `conversation-${String((n * 7919) % ROWS).padStart(4, '0')}`,
  title: `Title ${n}`,
  provider: 'chatgpt',
  state: 'ACTIVE',
  createdAt: n,
  updatedAt: n,
  messages: 2,
  cards: 0,
  snippet: '',
  importId: 'import',
  place: 'active',
  contentHash: String(n),
  tally: { messages: 2, cards: 0, links: 0, forks: 0, secrets: 0, assets: 0, assetsMissing: 0 },
  written: { importId: 'import', outcome: 'new' },
})

const QUERY = { place: 'active', sort: 'newest' } as const

it('tells the newest rows first, then all, none before they are known, and misses nothing written meanwhile', async () => {
  await db.conversations.bulkPut(Array.from({ length: ROWS }, (_, n) => rowOf(n)))
  const store = libraryRepository(db)
  const rows = new LibraryRows(store)
  const told: number[] = []
  const complete = new Promise<void>((resolve) => {
    rows.listen(() => {
      told.push(rows.select(QUERY).length)
      if (rows.complete) resolve()
    })
  })
  // A second listener, before anything is there, as the list is after the frame.
  rows.listen(() => told.push(rows.select(QUERY).length))
  const drawn = new Map<string, unknown>()
  rows.listen(() => {
    for (const row of rows.select(QUERY).slice(0, 5)) {
      if (!drawn.has(row.id)) drawn.set(row.id, row)
    }
  })
  await store.move([rowOf(1).id, rowOf(2).id], 'archived', 9)
  await store.erase([rowOf(3).id], 9)
  await complete
  expect(told[0]).toBe(200)
  expect(rows.select(QUERY).map(({ title }) => title)).toEqual(
    Array.from({ length: ROWS - 4 }, (_, n) => `Title ${ROWS - 1 - n}`).concat('Title 0'),
  )
  expect(rows.counts()).toMatchObject({ active: ROWS - 3, archived: 2, deleted: 0 })
  // What was on the page is the same object still: it is not drawn again.
  for (const row of rows.select(QUERY).slice(0, 5)) expect(drawn.get(row.id)).toBe(row)
})
