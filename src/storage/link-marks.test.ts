import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cardRepository } from './card-repository.ts'
import { VivimDatabase } from './database.ts'

let db: VivimDatabase
beforeEach(() => {
  db = new VivimDatabase('link-marks')
})
afterEach(() => db.delete())

it('remembers pairs that were taken apart, from both sides, until it is taken back', async () => {
  const cards = cardRepository(db)
  await cards.setUnrelated('b', 'a', true)
  await cards.setUnrelated('b', 'c', true)
  await cards.setUnrelated('b', 'c', true)
  expect(await cards.unrelatedTo('b')).toEqual(new Set(['a', 'c']))
  expect(await cards.unrelatedTo('a')).toEqual(new Set(['b']))
  expect(await cards.unrelatedTo('d')).toEqual(new Set())
  await cards.setUnrelated('c', 'b', false)
  expect(await cards.unrelatedTo('b')).toEqual(new Set(['a']))

  db.close()
  db = new VivimDatabase('link-marks')
  expect(await cardRepository(db).unrelatedTo('a')).toEqual(new Set(['b']))
})
