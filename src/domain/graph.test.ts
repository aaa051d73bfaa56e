import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACU_TYPES, RELATIONS, type AcuLink } from './acu.ts'
import { countBy, filterGraph } from './graph-filter.ts'
import { otherEnd } from './graph.ts'
import { Neighbourhood } from './neighbourhood.ts'
import { shortestPath } from './shortest-path.ts'
import { titleLinks, titleWords } from './title-links.ts'

const NODES = 12
const name = fc.integer({ min: 0, max: NODES - 1 }).map((n) => `n${String(n).padStart(2, '0')}`)
/** Few different weights, so that there are ties. */
const link: fc.Arbitrary<AcuLink> = fc.record({
  sourceId: name,
  targetId: name,
  relation: fc.constantFrom(...RELATIONS.slice(0, 3)),
  weight: fc.constantFrom(0.25, 0.5, 0.75, 1),
  origin: fc.constant('automatic' as const),
  evidence: fc.constant(''),
})
const links = fc.array(link, { maxLength: 30 })

/** Links between nodes and the seeds, by going over all links again and again. */
function distances(
  all: readonly AcuLink[],
  seeds: readonly string[],
  refused: ReadonlySet<string>,
): Map<string, number> {
  const found = new Map(seeds.map((id) => [id, 0]))
  for (let round = 0; round < NODES; round++) {
    for (const { sourceId, targetId } of all) {
      for (const [from, to] of [
        [sourceId, targetId],
        [targetId, sourceId],
      ] as const) {
        const far = found.get(from)
        if (far === undefined || refused.has(to)) continue
        if (far + 1 < (found.get(to) ?? Infinity)) found.set(to, far + 1)
      }
    }
  }
  return found
}

/** Grows as the app does: only links of the frontier are told, each time. */
function grown(
  all: readonly AcuLink[],
  seeds: readonly string[],
  limit: number,
  steps: number,
  refused: ReadonlySet<string>,
) {
  const hood = new Neighbourhood(seeds, limit)
  for (let step = 0; step < steps && hood.frontier.length > 0; step++) {
    const frontier = new Set(hood.frontier)
    hood.add(all.filter(({ sourceId, targetId }) => frontier.has(sourceId) || frontier.has(targetId)))
    hood.grow((id) => !refused.has(id))
  }
  hood.add(all)
  return hood
}

describe('neighbourhood', () => {
  const seeds = fc.uniqueArray(name, { minLength: 1, maxLength: 3 })

  test('without a limit it is all that is within so many links', () => {
    fc.assert(
      fc.property(links, seeds, fc.integer({ min: 0, max: 5 }), fc.uniqueArray(name), (all, from, steps, no) => {
        const refused = new Set(no.filter((id) => !from.includes(id)))
        const hood = grown(all, from, NODES, steps, refused)
        const naive = [...distances(all, from, refused)].filter(([, far]) => far <= steps)
        expect(new Map([...hood.depths].sort())).toEqual(new Map(naive.sort()))
        expect(hood.isCut).toBe(false)
      }),
    )
  })

  test('with one it keeps the nearest, of those as far as each other the best linked', () => {
    fc.assert(
      fc.property(links, name, fc.integer({ min: 1, max: NODES }), (all, seed, limit) => {
        const hood = grown(all, [seed], limit, NODES, new Set())
        const far = distances(all, [seed], new Set())
        const best = (id: string): number =>
          Math.max(
            ...all
              .filter((one) => one.sourceId === id || one.targetId === id)
              .filter((one) => far.get(otherEnd(one, id)) === far.get(id)! - 1)
              .map(({ weight }) => weight),
            0,
          )
        const ordered = [...far.keys()].sort(
          (a, b) => far.get(a)! - far.get(b)! || best(b) - best(a) || (a < b ? -1 : 1),
        )
        expect(new Set(hood.depths.keys())).toEqual(new Set(ordered.slice(0, limit)))
        expect(hood.isCut).toBe(ordered.length > limit)
      }),
    )
  })

  test('its links are those between its nodes, each once with its greatest weight', () => {
    fc.assert(
      fc.property(links, name, (all, seed) => {
        const hood = grown(all, [seed], NODES, 2, new Set())
        const keyOf = (one: AcuLink) => `${one.sourceId} ${one.targetId} ${one.relation}`
        const inside = all.filter(
          (one) => one.sourceId !== one.targetId && hood.depths.has(one.sourceId) && hood.depths.has(one.targetId),
        )
        const most = new Map<string, number>()
        for (const one of inside) most.set(keyOf(one), Math.max(most.get(keyOf(one)) ?? 0, one.weight))
        expect(new Map(hood.links().map((one) => [keyOf(one), one.weight]))).toEqual(most)
        expect(hood.links().length).toBe(most.size)
      }),
    )
  })

  test('more seeds than fit are cut', () => {
    const hood = new Neighbourhood(['a', 'b', 'c'], 2)
    expect([...hood.depths.keys()]).toEqual(['a', 'b'])
    expect(hood.isCut).toBe(true)
  })
})

describe('path', () => {
  /** Weights of all ways of the least length, found by trying every way. */
  function everyWay(all: readonly AcuLink[], from: string, to: string): number[] | undefined {
    let ways: { at: string; weight: number }[] = [{ at: from, weight: 0 }]
    for (let length = 0; length <= NODES; length++) {
      const there = ways.filter(({ at }) => at === to)
      if (there.length > 0) return [length, ...there.map(({ weight }) => weight)]
      const next = new Map<string, { at: string; weight: number }>()
      for (const { at, weight } of ways) {
        for (const one of all) {
          if (one.sourceId !== at && one.targetId !== at) continue
          const way = { at: otherEnd(one, at), weight: weight + one.weight }
          const known = next.get(way.at)
          if (!known || known.weight < way.weight) next.set(way.at, way)
        }
      }
      ways = [...next.values()]
    }
    return undefined
  }

  test('is connected, as short as any, and of those weighs most', () => {
    fc.assert(
      fc.property(links, name, name, (all, from, to) => {
        const path = shortestPath(all, from, to)
        const ways = everyWay(all, from, to)
        expect(path?.length).toBe(ways?.[0])
        if (!path || !ways) return
        expect(path.reduce((at, one) => otherEnd(one, at), from)).toBe(to)
        const weight = path.reduce((sum, one) => sum + one.weight, 0)
        expect(weight).toBeCloseTo(Math.max(...ways.slice(1)))
      }),
    )
  })
})

describe('filter', () => {
  const graph = fc.record({
    nodes: fc.uniqueArray(fc.record({ id: name, type: fc.constantFrom(...ACU_TYPES.slice(0, 4)) }), {
      selector: ({ id }) => id,
    }),
    links,
  })
  const some = <T>(all: readonly T[]) => fc.option(fc.subarray([...all], { minLength: 1 }), { nil: undefined })

  test('shows what fits, and what is kept', () => {
    fc.assert(
      fc.property(
        graph,
        some(ACU_TYPES.slice(0, 4)),
        some(RELATIONS.slice(0, 3)),
        name,
        (all, types, relations, keep) => {
          const shown = filterGraph(all, { ...(types && { types }), ...(relations && { relations }) }, new Set([keep]))
          const ids = new Set(shown.nodes.map(({ id }) => id))
          for (const node of all.nodes) {
            const fits = !types || types.includes(node.type) || node.id === keep
            const isLinked = shown.links.some((one) => one.sourceId === node.id || one.targetId === node.id)
            expect(ids.has(node.id)).toBe(fits && (!relations || isLinked || node.id === keep))
          }
          for (const one of shown.links) {
            expect(ids.has(one.sourceId) && ids.has(one.targetId)).toBe(true)
            expect(!relations || relations.includes(one.relation)).toBe(true)
          }
        },
      ),
    )
  })

  test('counts', () => {
    expect(countBy(['a', 'bb', 'cc'], (text) => text.length)).toEqual(
      new Map([
        [1, 1],
        [2, 2],
      ]),
    )
  })
})

describe('titles', () => {
  const linked = (...titles: string[]) => titleLinks(titles.map((title, n) => ({ id: String(n), title })))

  test('that share rare words are linked, with the words', () => {
    const found = linked('Roll back a Helm release', 'Helm release stuck', 'Sourdough in a cool kitchen', 'Taxes')
    expect(found.map(({ sourceId, targetId }) => [sourceId, targetId])).toEqual([['0', '1']])
    expect(new Set(found[0]!.words)).toEqual(new Set(['helm', 'release']))
    expect(found[0]!.weight).toBeGreaterThan(0.3)
  })

  test('that share only what most of them say are not', () => {
    expect(linked(...Array.from({ length: 30 }, (_, n) => `Question word${n} other${n}`))).toEqual([])
  })

  test('of scripts without spaces have words', () => {
    const words = titleWords('数据库索引和查询', new Intl.Segmenter('zh', { granularity: 'word' }))
    expect(words.size).toBeGreaterThan(1)
  })

  test('give each pair once, from the earlier to the later', () => {
    const word = fc.constantFrom('helm', 'bread', 'index', 'kernel', 'garden', 'violin')
    const titles = fc.array(
      fc.array(word, { maxLength: 4 }).map((all) => all.join(' ')),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(titles, (all) => {
        const found = linked(...all)
        const pairs = found.map(({ sourceId, targetId }) => `${sourceId} ${targetId}`)
        expect(new Set(pairs).size).toBe(pairs.length)
        for (const { sourceId, targetId, weight, words } of found) {
          expect(Number(sourceId)).toBeLessThan(Number(targetId))
          expect(weight).toBeGreaterThan(0)
          expect(weight).toBeLessThanOrEqual(1)
          for (const one of words) {
            expect(all[Number(sourceId)]).toContain(one)
            expect(all[Number(targetId)]).toContain(one)
          }
        }
      }),
    )
  })
})
