import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { graphUseCases } from '../../src/app/graph-use-cases.ts'
import type { AcuLink, AtomicChatUnit, DerivedAcu } from '../../src/domain/acu.ts'
import type { LinkDecision } from '../../src/domain/card-work.ts'
import type { CardGraph, GraphCentre, LibraryGraph, Steps } from '../../src/domain/graph.ts'
import type { RelatedCard } from '../../src/domain/related.ts'
import { packCards } from '../../src/storage/card-pack.ts'
import { cardRepository } from '../../src/storage/card-repository.ts'
import { VivimDatabase, type ConversationRow } from '../../src/storage/database.ts'
import { graphRepository } from '../../src/storage/graph-repository.ts'
import { libraryRepository } from '../../src/storage/library-repository.ts'
import { ForceLayout } from '../../src/workers/force-layout.ts'

const idOf = (name: string): string =>
  [...name]
    .map((c) => c.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0')
const nameOf = (id: string): string => String.fromCharCode(Number.parseInt(id.slice(0, 2), 16))

const card = (name: string, state: DerivedAcu['state'] = 'ACTIVE'): DerivedAcu => ({
  id: idOf(name),
  content: `Card ${name}`,
  type: 'claim',
  category: 'conceptual',
  quality: { overall: 60, richness: 60, integrity: 60, uniqueness: 60, selfContained: 60 },
  securityLevel: 0,
  findings: [],
  state,
  createdAt: 0,
})
const link = (from: string, to: string, weight = 0.5): AcuLink => ({
  sourceId: idOf(from),
  targetId: idOf(to),
  relation: 'EXPLAINS',
  weight,
  origin: 'automatic',
  evidence: '',
})

let libraries = 0

/** A library in which `c` and `d` lie in both conversations, `x` is dormant, and search knows that `a` is like `q`. */
async function library() {
  const db = new VivimDatabase(`graph-${libraries++}`)
  const conversation = async (id: string, place: ConversationRow['place'], cards: DerivedAcu[], links: AcuLink[]) => {
    const derivation = { extractorVersion: 1, cards, sources: [], links }
    // As an older version wrote it, and as this one does.
    const key = id === '1' ? id : 7_000 + Number(id)
    await db.cardPacks.put(packCards(id, key, derivation))
    const row: ConversationRow = {
      id,
      ...(typeof key === 'number' && { key }),
      title: `Talk ${id}`,
      provider: 'claude',
      state: 'ACTIVE',
      createdAt: 0,
      updatedAt: 0,
      messages: 2,
      cards: cards.length,
      snippet: '',
      importId: 'i',
      place,
      contentHash: id,
      tally: {
        messages: 2,
        cards: cards.length,
        links: links.length,
        forks: 0,
        secrets: 0,
        assets: 0,
        assetsMissing: 0,
      },
      written: { importId: 'i', outcome: 'new' },
      ...(place === 'deleted' && { deletedAt: 1 }),
    }
    await db.conversations.put(row)
  }
  const shared = card('c')
  await conversation(
    '1',
    'active',
    [card('a'), card('b'), shared, card('x', 'DORMANT')],
    [link('a', 'b'), link('b', 'c'), link('a', 'x')],
  )
  await conversation('2', 'active', [shared, card('d'), card('e')], [link('c', 'd'), link('d', 'e')])
  await conversation('3', 'active', [card('q'), card('r')], [link('q', 'r')])
  await conversation('4', 'deleted', [card('c'), card('z')], [link('c', 'z')])
  const related = (id: string): Promise<RelatedCard[]> =>
    Promise.resolve(
      id === idOf('a')
        ? [
            {
              link: { ...link('a', 'q'), relation: 'SIMILAR_TO' },
              ownMarks: [],
              otherMarks: [],
              other: {
                ...card('q'),
                origin: 'extraction',
                extractorVersion: 1,
                isPersonal: false,
                pinned: false,
                tags: [],
              },
            },
          ]
        : [],
    )
  const graphs = graphUseCases({
    store: graphRepository(db),
    library: libraryRepository(db),
    app: {
      onChange: () => () => undefined,
      cards: { related } as never,
      search: {
        query: () => Promise.resolve({ hits: [{ acuId: idOf('d') }, { acuId: idOf('r') }] }),
      } as never,
    },
  })
  const of = (steps: Steps, centre?: GraphCentre): Promise<LibraryGraph[]> =>
    new Promise((resolve, reject) => {
      const seen: LibraryGraph[] = []
      const stop = graphs.watch(
        { steps, ...(centre && { centre }) },
        (graph, isComplete) => {
          seen.push(graph)
          if (isComplete) setTimeout(() => (stop(), resolve(seen)))
        },
        () => reject(new Error('failed')),
      )
    })
  return { db, of }
}

const names = (graph: LibraryGraph | undefined): string[] => graph!.nodes.map(({ id }) => nameOf(id)).sort()

describe('a graph of the library', () => {
  it('around a card first holds what is stored, then what search finds, and what hangs on that', async () => {
    const { of } = await library()
    const [stored, found] = await of(2, { kind: 'card', id: idOf('a') })
    // The dormant card is there because the card's own page names it too.
    expect(names(stored)).toEqual(['a', 'b', 'c', 'x'])
    expect(names(found)).toEqual(['a', 'b', 'c', 'q', 'r', 'x'])
    const depths = new Map((found as CardGraph).nodes.map(({ id, depth }) => [nameOf(id), depth]))
    expect(depths).toEqual(new Map(Object.entries({ a: 0, b: 1, x: 1, q: 1, c: 2, r: 2 })))
    expect((found as CardGraph).titles.get('3')).toBe('Talk 3')
  })

  it('goes from one conversation into another over a card that lies in both, not into deleted ones', async () => {
    const { of } = await library()
    expect(names((await of(1, { kind: 'card', id: idOf('b') })).at(-1))).toEqual(['a', 'b', 'c'])
    expect(names((await of(2, { kind: 'card', id: idOf('b') })).at(-1))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('around a conversation and around a search begins with their cards', async () => {
    const { of } = await library()
    expect(names((await of(1, { kind: 'conversation', id: '2' })).at(-1))).toEqual(['b', 'c', 'd', 'e'])
    expect(names((await of(1, { kind: 'search', text: 'd or r' })).at(-1))).toEqual(['c', 'd', 'e', 'q', 'r'])
  })

  it('without a middle holds all cards that are shown, and links search found between them', async () => {
    const { of, db } = await library()
    await cardRepository(db).mark(idOf('e'), { review: 'archived' })
    const graph = (await of(1)).at(-1) as CardGraph
    expect(names(graph)).toEqual(['a', 'b', 'c', 'd', 'q', 'r'])
    expect(graph.links.map(({ relation }) => relation)).toContain('SIMILAR_TO')
  })

  it('has the links a person made, into other conversations and to cards of their own, without those they rejected', async () => {
    const { of, db } = await library()
    const decide = (from: string, to: string, state: LinkDecision['state']): Promise<unknown> =>
      db.linkDecisions.put({
        sourceId: idOf(from),
        targetId: idOf(to),
        relation: state === 'linked' ? 'SUPPORTS' : 'EXPLAINS',
        state,
        evidence: '',
        at: 1,
      })
    const own: AtomicChatUnit = {
      ...card('o'),
      origin: 'remix',
      extractorVersion: 0,
      isPersonal: false,
      pinned: false,
      tags: [],
    }
    await db.ownCards.put({ id: own.id, card: own })
    await decide('b', 'd', 'linked')
    await decide('o', 'b', 'linked')
    await decide('b', 'c', 'rejected')
    expect(names((await of(1, { kind: 'card', id: idOf('b') })).at(-1))).toEqual(['a', 'b', 'd', 'o'])
    expect(names((await of(1, { kind: 'card', id: own.id })).at(-1))).toEqual(['b', 'o'])
  })

  it('of a large library holds conversations', async () => {
    const { of, db } = await library()
    await db.conversations.update('1', { cards: 5_000 })
    const graph = (await of(1)).at(-1)!
    expect(graph.of).toBe('conversations')
    expect(graph.nodes.map(({ id }) => id).sort()).toEqual(['1', '2', '3'])
  })

  it('of an unknown card is empty', async () => {
    const { of } = await library()
    expect(names((await of(2, { kind: 'card', id: 'f'.repeat(64) })).at(-1))).toEqual([])
  })
})

describe('the layout', () => {
  it('settles, brings linked nodes near each other and leaves the middle where it was', () => {
    // Two triangles with one link between them.
    const ends = Uint32Array.of(0, 1, 1, 2, 2, 0, 3, 4, 4, 5, 5, 3, 2, 3)
    const positions = Float32Array.from({ length: 12 }, (_, n) => 50 * Math.sin(n * 7))
    positions.set([0, 0], 0)
    const layout = new ForceLayout({ positions, ends, weights: new Float32Array(7).fill(1), fixed: 0 })
    let steps = 0
    while (!layout.isDone) {
      layout.step()
      steps++
    }
    const at = layout.positions()
    const far = (a: number, b: number) => Math.hypot(at[2 * a]! - at[2 * b]!, at[2 * a + 1]! - at[2 * b + 1]!)
    expect(steps).toBeLessThanOrEqual(600)
    expect([...at].every(Number.isFinite)).toBe(true)
    expect([at[0], at[1]]).toEqual([0, 0])
    expect(Math.max(far(0, 1), far(1, 2), far(3, 4))).toBeLessThan(Math.min(far(0, 4), far(1, 5), far(0, 5)))
  })
})
