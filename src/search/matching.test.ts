import { describe, expect, it } from 'vitest'
import { makeConversation } from '../../tests/search-library/make.ts'
import { MemoryLibrary } from '../../tests/search-library/memory-library.ts'
import { IndexEngine } from './index-engine.ts'
import { memoryFile } from './sqlite.ts'

const HOUR = 3_600_000
const START = Date.UTC(2024, 0, 1)

async function indexOf(library: MemoryLibrary): Promise<IndexEngine> {
  const engine = new IndexEngine(await memoryFile(), library)
  await engine.catchUp()
  return engine
}

/** 1,200 messages with the same two words in 600 conversations, brought in newest first, one title among the oldest. */
async function manyAlike(): Promise<IndexEngine> {
  const library = new MemoryLibrary()
  for (let c = 599; c >= 0; c--) {
    library.put(
      makeConversation({
        name: `c${c}`,
        title: c === 3 ? 'Heron lake' : 'Notes',
        at: START + c * HOUR,
        provider: c % 2 === 0 ? 'claude' : 'chatgpt',
        texts: [`a heron stands at the lake, day ${c}`, `the heron left the lake, day ${c}`],
      }),
    )
  }
  return indexOf(library)
}

describe('where very many documents match', () => {
  it('the best come first, of equals the newest, and pages fit together', async () => {
    const engine = await manyAlike()
    const seen: string[] = []
    const times: number[] = []
    for (let offset = 0; offset < 1_300; offset += 150) {
      const { hits, total } = await engine.search({ text: 'heron lake ', limit: 150, offset, kinds: ['message'] })
      expect(total.message).toBe(1_200)
      seen.push(...hits.map(({ messageId }) => messageId!))
      times.push(...hits.map(({ at }) => at))
    }
    expect(seen.length).toBe(1_200)
    expect(new Set(seen).size).toBe(1_200)
    // The title says it too; then come the shorter texts, then those with a turn before them.
    expect(times[0]).toBe(START + 3 * HOUR)
    for (const alike of [times.slice(1, 600), times.slice(600)]) expect(alike).toEqual([...alike].sort((a, b) => b - a))
  }, 30_000)

  it('filters hold for all of them', async () => {
    const engine = await manyAlike()
    const { hits, total } = await engine.search({
      text: `heron lake provider:claude before:2024-01-10`,
      limit: 200,
      kinds: ['message'],
    })
    // The conversations 0, 2, … up to the last before midnight, two messages each, give or take the local time zone.
    expect(Math.abs(total.message - 216)).toBeLessThan(30)
    expect(hits.every(({ at, provider }) => provider === 'claude' && at < START + 10 * 24 * HOUR)).toBe(true)
  }, 30_000)
})

describe('words spread over a message and the turn before', () => {
  it('count only where few messages have all words themselves', async () => {
    const few = new MemoryLibrary()
    const many = new MemoryLibrary()
    const own = (n: number): string[] => Array.from({ length: n }, (_, i) => `heron and otter ${i}`)
    const spread = ['tell me about the heron', 'it eats what the otter leaves']
    few.put(makeConversation({ name: 'few', texts: [...own(3), '-', ...spread] }))
    many.put(makeConversation({ name: 'many', texts: [...own(260), '-', ...spread] }))
    for (const [library, expected] of [
      [few, 4],
      [many, 260],
    ] as const) {
      const engine = await indexOf(library)
      expect((await engine.search({ text: 'heron otter ', limit: 5 })).total.message).toBe(expected)
      // What is promised beside an operator is what it leaves.
      const [offered] = await engine.values('heron otter ', 'from')
      expect(offered).toEqual({ value: 'chatgpt', count: expected })
    }
  })
})
