import fc from 'fast-check'
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

const CONTENTS = ['One', 'Two', 'Three', 'Four', 'Five'].map((word) => `Fact number ${word}`)
const madeCard = fc.record({
  content: fc.constantFrom(...CONTENTS),
  type: fc.constantFrom('claim' as const, 'step' as const),
  state: fc.constantFrom('ACTIVE' as const, 'DORMANT' as const),
  overall: fc.constantFrom(10, 50, 90),
  securityLevel: fc.constantFrom(0 as const, 4 as const),
})
const change = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      name: fc.constantFrom('a', 'b'),
      cards: fc.uniqueArray(madeCard, { maxLength: 5, selector: ({ content }) => content }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), name: fc.constantFrom('a', 'b') }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('review' as const),
      content: fc.constantFrom(...CONTENTS),
      review: fc.constantFrom('kept' as const, 'archived' as const, undefined),
    }),
  },
)

it('counts the cards it lists, whatever came, went and was decided', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 6 }), async (batches) => {
      const library = new MemoryLibrary()
      const engine = new IndexEngine(await memoryFile(), library)
      for (const batch of batches) {
        for (const one of batch) {
          if (one.do === 'review') library.review(makeCard(one.content).id, one.review)
          else if (one.do === 'remove') library.remove(makeConversation({ name: one.name, texts: [] }).conversation.id)
          else {
            const cards = one.cards.map(({ content, ...rest }) => [makeCard(content, rest), 1] as const)
            library.put(makeConversation({ name: one.name, texts: ['x', 'y'], cards }))
          }
        }
        await engine.catchUp()
        for (const tab of ['review', 'kept', 'archived'] as const) {
          const all = await engine.listCards({ tab, sort: 'newest', offset: 0, limit: 50 })
          const best = await engine.listCards({ tab, sort: 'quality', offset: 0, limit: 50, minQuality: 50 })
          expect(all.tabs[tab]).toBe(all.rows.length)
          expect(best.total).toBe(best.rows.length)
          expect(best.total).toBe(all.rows.filter(({ quality }) => quality >= 50).length)
          expect(all.withSecrets).toBe(all.rows.filter(({ securityLevel }) => securityLevel === 4).length)
          for (const type of ['claim', 'step'] as const)
            expect(all.types[type] ?? 0).toBe(all.rows.filter((row) => row.type === type).length)
          expect(all.rows.every(({ text }) => text.startsWith('Fact number'))).toBe(true)
        }
      }
      await engine.close()
    }),
    { numRuns: 60 },
  )
})
