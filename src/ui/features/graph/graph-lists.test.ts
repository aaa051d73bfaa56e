import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RELATIONS, type AcuLink } from '../../../domain/acu.ts'
import type { CardGraph, GraphNode } from '../../../domain/graph.ts'
import { viewOfCards } from './graph-view.ts'
import { linksSeenFrom, rowsAround, rowsByConversation, type ListRow } from './list-rows.ts'
import { startPositions } from './start-positions.ts'

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

const graphs: fc.Arbitrary<CardGraph> = fc
  .record({
    ids: fc.subarray(NAMES.slice(1)),
    links: fc.array(
      fc.record({
        sourceId: fc.constantFrom(...NAMES),
        targetId: fc.constantFrom(...NAMES),
        relation: fc.constantFrom(...RELATIONS),
        weight: fc.double({ min: 0.1, max: 1, noNaN: true }),
      }),
      { maxLength: 20 },
    ),
  })
  .map(({ ids, links }) => {
    const nodes = ['a', ...ids].map((id): GraphNode => {
      const conversationId = id < 'd' ? '1' : '2'
      return {
        id,
        type: 'claim',
        text: `Card ${id}`,
        quality: 50,
        isShown: true,
        depth: id === 'a' ? 0 : 1,
        conversationId,
      }
    })
    const there = new Set(nodes.map(({ id }) => id))
    const inside = links.filter(
      (one) => there.has(one.sourceId) && there.has(one.targetId) && one.sourceId !== one.targetId,
    )
    return {
      of: 'cards',
      nodes,
      links: inside.map((one): AcuLink => ({ ...one, origin: 'automatic', evidence: '' })),
      titles: new Map([['1', 'One']]),
      isCut: false,
    }
  })

const idsIn = (rows: readonly ListRow[]): string[] => rows.flatMap((row) => (row.kind === 'node' ? [row.id] : []))

describe('the list beside a graph', () => {
  test('names every card once, the middle first, under headings that differ', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const rows of [rowsAround('a', graph), rowsByConversation(graph, graph.titles)]) {
          expect(idsIn(rows).sort()).toEqual(graph.nodes.map(({ id }) => id).sort())
          expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
        }
        expect(idsIn(rowsAround('a', graph))[0]).toBe('a')
        const seen = linksSeenFrom('a', graph.links).map(({ other, name }) => other + name)
        expect(new Set(seen).size).toBe(seen.length)
      }),
    )
  })

  test('says how a card is linked, seen from the middle', () => {
    const link = (sourceId: string, targetId: string, relation: AcuLink['relation']): AcuLink => {
      return { sourceId, targetId, relation, weight: 0.5, origin: 'automatic', evidence: '' }
    }
    const nodes = ['a', 'b', 'c', 'd'].map((id): GraphNode => {
      return { id, type: 'claim', text: `Card ${id}`, quality: 50, isShown: true, depth: 0 }
    })
    const links = [link('a', 'b', 'EXPLAINS'), link('c', 'a', 'ANSWERS'), link('b', 'd', 'CONTAINS')]
    const rows = rowsAround('a', { nodes, links }).map((row) => (row.kind === 'node' ? row.id : row.text))
    expect(rows).toEqual(['a', 'Answered by', 'c', 'Explains', 'b', 'Linked with “Card b”', 'd'])
  })
})

describe('where nodes begin', () => {
  test('is somewhere, for each somewhere else, and the same again', () => {
    fc.assert(
      fc.property(graphs, fc.boolean(), (graph, hasMiddle) => {
        const view = viewOfCards(graph, hasMiddle ? 'a' : undefined)
        const positions = startPositions(view, new Map())
        expect([...positions].every(Number.isFinite)).toBe(true)
        const places = graph.nodes.map((_, n) => `${positions[2 * n]!.toFixed(2)} ${positions[2 * n + 1]!.toFixed(2)}`)
        expect(new Set(places).size).toBe(places.length)
        expect(startPositions(view, new Map())).toEqual(positions)
      }),
    )
  })

  test('leaves what was there where it was, and puts what is new near what it is linked with', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const view = viewOfCards(graph, 'a')
        const known = new Map(graph.nodes.slice(0, 2).map(({ id }, n) => [id, [n * 30, 5] as const]))
        const positions = startPositions(view, known)
        graph.nodes.slice(0, 2).forEach((_, n) => expect([positions[2 * n], positions[2 * n + 1]]).toEqual([n * 30, 5]))
        expect([...positions].every(Number.isFinite)).toBe(true)
      }),
    )
  })
})
