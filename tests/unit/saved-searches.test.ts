import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { savedSearches, type SavedSearches } from '../../src/app/saved-searches.ts'
import { UndoStack } from '../../src/app/undo.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { savedSearchRepository } from '../../src/storage/saved-search-repository.ts'

let db: VivimDatabase
let undo: UndoStack
let searches: SavedSearches
let time = 0
let count = 0

beforeEach(() => {
  db = new VivimDatabase(`searches-${count++}`)
  undo = new UndoStack()
  searches = savedSearches({
    store: savedSearchRepository(db),
    undo,
    onChange: () => () => undefined,
    now: () => ++time,
  })
})
afterEach(() => db.delete())

const lines = async (): Promise<string[]> => (await savedSearchRepository(db).all()).map(({ line }) => line)

it('are kept once each, the newest first, and what is empty is none', async () => {
  for (const line of [' helm ', 'rye bread', '  ', 'helm']) await searches.save(line)
  expect(await lines()).toEqual(['rye bread', 'helm'])
})

it('are told to whoever watches, until they stop', async () => {
  const seen: number[] = []
  const stop = searches.watch((all) => seen.push(all.length))
  await searches.save('one')
  await searches.save('two')
  await expect.poll(() => seen.at(-1)).toBe(2)
  stop()
  const before = seen.length
  await searches.save('three')
  expect(await lines()).toHaveLength(3)
  expect(seen).toHaveLength(before)
})

it('come back as they were when taking them out is undone, and go when saving is', async () => {
  await searches.save('one')
  await searches.save('two')
  const before = await savedSearchRepository(db).all()
  await searches.remove(before[1]!)
  expect(await lines()).toEqual(['two'])
  await undo.undo()
  expect(await savedSearchRepository(db).all()).toEqual(before)
  await undo.undo()
  expect(await lines()).toEqual(['one'])
})
