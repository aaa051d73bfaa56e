import { expect, it } from 'vitest'
import { makeCard, makeConversation } from '../../tests/search-library/make.ts'
import { MemoryLibrary } from '../../tests/search-library/memory-library.ts'
import { IndexEngine } from './index-engine.ts'
import { memoryFile } from './sqlite.ts'

const DAY = 86_400_000

async function tenDays() {
  const cards = Array.from({ length: 10 }, (_, day) =>
    makeCard(`Fact of day ${day}`, {
      createdAt: day * DAY,
      overall: 50 + ((day * 7) % 10),
      type: day % 2 ? 'claim' : 'step',
    }),
  )
  const dull = makeCard('Something dull', { state: 'DORMANT' })
  const library = new MemoryLibrary()
  library.put(
    makeConversation({
      name: 'a',
      title: 'Ten days',
      texts: ['x', 'y'],
      cards: [...cards, dull].map((card) => [card, 1] as const),
    }),
  )
  const engine = new IndexEngine(await memoryFile(), library)
  await engine.catchUp()
  return { library, engine, cards, dull }
}

it('lists the cards of a span of time, and counts them', async () => {
  const { engine, cards } = await tenDays()
  const inSpan = cards.slice(3, 7)
  const query = { tab: 'review', from: 3 * DAY, before: 7 * DAY, offset: 0 } as const
  const newest = await engine.listCards({ ...query, sort: 'newest', limit: 2 })
  expect(newest.total).toBe(4)
  expect(newest.tabs.review).toBe(10)
  expect(newest.rows.map(({ id }) => id)).toEqual([cards[6]!.id, cards[5]!.id])
  const best = inSpan.toSorted((a, b) => b.quality.overall - a.quality.overall).map(({ id }) => id)
  const byQuality = await engine.listCards({ ...query, sort: 'quality', limit: 9 })
  expect(byQuality.rows.map(({ id }) => id)).toEqual(best)
  const old = await engine.listCards({ tab: 'review', before: 2 * DAY, sort: 'quality', offset: 0, limit: 9 })
  expect(old.total).toBe(2)
  expect((await engine.listCards({ ...query, types: ['step'], sort: 'newest', limit: 9 })).total).toBe(2)
})

it('gives cards by id with what the person decided, those of no list left out', async () => {
  const { library, engine, cards, dull } = await tenDays()
  library.review(cards[0]!.id, 'kept', true)
  library.review(cards[1]!.id, 'archived')
  await engine.catchUp()
  const rows = await engine.cardRows([cards[0]!.id, cards[1]!.id, cards[2]!.id, dull.id, 'f'.repeat(64)])
  expect(rows).toMatchObject([
    { id: cards[0]!.id, review: 'kept', pinned: true, title: 'Ten days', at: 0 },
    { id: cards[1]!.id, review: 'archived' },
    { id: cards[2]!.id, text: 'Fact of day 2' },
  ])
  expect(rows[2]).not.toHaveProperty('pinned')
})
