import { describe, expect, it } from 'vitest'
import { makeCard, makeConversation } from '../../tests/search-library/make.ts'
import { MemoryLibrary } from '../../tests/search-library/memory-library.ts'
import type { Relate } from '../domain/ports/knowledge.ts'
import { IndexEngine } from './index-engine.ts'
import { memoryFile } from './sqlite.ts'

const CARDS = [
  'The checkout service answers health probes on port 8081.',
  'Health probes of the checkout service time out after 3 seconds.',
  'Rye bread rests for four hours at room temperature.',
  '健康检查端口是 8081，由结账服务提供。',
  '结账服务的健康检查每十秒执行一次。',
].map((content) => makeCard(content))
const [probes, timeouts, bread, chinese, alsoChinese] = CARDS.map(({ id }) => id)

/** Relates every candidate, and remembers what it was asked. */
function recorder(): { relate: Relate; commonness: (word: string) => number } {
  const seen = { commonness: (_: string) => -1 }
  return {
    commonness: (word) => seen.commonness(word),
    relate: (card, candidates, commonness) => {
      seen.commonness = commonness
      return candidates.map(({ id }) => ({
        link: { sourceId: card.id, targetId: id, relation: 'SIMILAR_TO', weight: 1, origin: 'automatic', evidence: '' },
        ownMarks: [],
        otherMarks: [],
      }))
    },
  }
}

async function engineOf(relate: Relate, library = new MemoryLibrary()): Promise<IndexEngine> {
  library.put(
    makeConversation({
      name: 'notes',
      texts: CARDS.map(({ content }) => content),
      cards: CARDS.map((card, at) => [card, at] as const),
    }),
  )
  const engine = new IndexEngine(await memoryFile(), library, relate)
  await engine.catchUp()
  return engine
}

const others = async (engine: IndexEngine, id: string): Promise<string[]> =>
  (await engine.related(id)).map(({ other }) => other.id)

describe('related cards', () => {
  it('are those that share telling words, in scripts without spaces too, and never the card itself', async () => {
    const engine = await engineOf(recorder().relate)
    expect(await others(engine, probes!)).toContain(timeouts)
    expect(await others(engine, probes!)).not.toContain(probes)
    expect(await others(engine, bread!)).toEqual([])
    expect(await others(engine, chinese!)).toContain(alsoChinese)
  })

  it('leave out what was archived, and come back when it is taken out of there', async () => {
    const library = new MemoryLibrary()
    const engine = await engineOf(recorder().relate, library)
    library.review(timeouts!, 'archived')
    await engine.catchUp()
    expect(await others(engine, probes!)).not.toContain(timeouts)
    library.review(timeouts!, undefined)
    await engine.catchUp()
    expect(await others(engine, probes!)).toContain(timeouts)
  })

  it('are weighed by how common a word is, a name of several words by its rarest', async () => {
    const recorded = recorder()
    const engine = await engineOf(recorded.relate)
    await engine.related(probes!)
    // Messages that have it, those that follow one, and cards.
    expect(recorded.commonness('checkout')).toBeCloseTo(5 / 1000, 4)
    expect(recorded.commonness('bread_checkout')).toBeCloseTo(3 / 1000, 4)
    expect(recorded.commonness('nowhere')).toBe(0)
  })

  it('are of other messages', async () => {
    const library = new MemoryLibrary()
    const [one, other] = ['The ledger closes at noon.', 'The ledger opens at dawn.'].map((text) => makeCard(text))
    library.put(
      makeConversation({
        name: 'day',
        texts: ['q', 'a'],
        cards: [
          [one!, 1],
          [other!, 1],
        ],
      }),
    )
    const engine = await engineOf(recorder().relate, library)
    expect(await others(engine, one!.id)).not.toContain(other!.id)
    library.put(makeConversation({ name: 'later', texts: ['q', 'a'], cards: [[other!, 1]] }))
    await engine.catchUp()
    expect(await others(engine, one!.id)).not.toContain(other!.id)
    library.remove(makeConversation({ name: 'day', texts: ['q', 'a'] }).conversation.id)
    library.put(makeConversation({ name: 'first', texts: ['q', 'a'], cards: [[one!, 1]] }))
    await engine.catchUp()
    expect(await others(engine, one!.id)).toContain(other!.id)
  })

  it('are none for a card that is not there', async () => {
    const engine = await engineOf(recorder().relate)
    expect(await engine.related('0'.repeat(64))).toEqual([])
  })
})
