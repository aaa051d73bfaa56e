import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NodeDraft } from './draft.ts'
import { arrange } from './message-order.ts'

const draft = (key: string, parent: string | undefined, createdAt?: number): NodeDraft => ({
  key,
  ...(parent !== undefined && { parent }),
  message: { role: 'user', parts: [], hidden: false, metadata: {}, ...(createdAt !== undefined && { createdAt }) },
})
const bare = (key: string, parent?: string): NodeDraft => ({ key, ...(parent !== undefined && { parent }) })
const keysOf = ({ placed }: ReturnType<typeof arrange>): string[] => placed.map(({ node }) => node.key)

describe('arrange', () => {
  test('orders depth first, siblings by time, then by id', () => {
    const nodes = [
      draft('d', 'a', 9),
      draft('c', 'a', 5),
      draft('b', 'a', 5),
      draft('e', 'b', 99),
      draft('a', undefined),
    ]
    expect(keysOf(arrange(nodes, undefined))).toEqual(['a', 'b', 'e', 'c', 'd'])
  })

  test('hangs messages on the nearest ancestor with a message and counts forks of the whole tree', () => {
    const nodes = [bare('root'), draft('a', 'root', 1), bare('gap', 'a'), draft('b', 'gap', 2), draft('c', 'gap', 3)]
    const { placed, forks, activeKey } = arrange(nodes, 'gap')
    expect(placed.map(({ node, parentKey }) => [node.key, parentKey])).toEqual([
      ['a', undefined],
      ['b', 'a'],
      ['c', 'a'],
    ])
    expect(forks).toBe(1)
    expect(activeKey).toBe('a')
  })

  test('shows the last leaf by time where the current node is null or unknown', () => {
    const nodes = [draft('a', undefined, 1), draft('b', 'a', 20), draft('c', 'a', 10)]
    expect(arrange(nodes, undefined).activeKey).toBe('b')
    expect(arrange(nodes, 'gone').activeKey).toBe('b')
    expect(arrange(nodes, 'a').activeKey).toBe('a')
  })

  test('opens a cycle at its earliest node', () => {
    const nodes = [draft('c', 'b', 3), draft('a', 'c', 1), draft('b', 'a', 2), draft('self', 'self', 9)]
    expect(keysOf(arrange(nodes, undefined))).toEqual(['a', 'b', 'c', 'self'])
  })

  test('places every message exactly once, after its parent, whatever the links say', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__', 'constructor')
    const entry = fc.record({ parent: fc.option(name), time: fc.option(fc.nat(5)), hasMessage: fc.boolean() })
    fc.assert(
      fc.property(
        fc.uniqueArray(name),
        fc.array(entry, { minLength: 8, maxLength: 8 }),
        name,
        (keys, entries, current) => {
          const nodes = keys.map((key, index) => {
            const { parent, time, hasMessage } = entries[index]!
            return hasMessage ? draft(key, parent ?? undefined, time ?? undefined) : bare(key, parent ?? undefined)
          })
          const arranged = arrange(nodes, current)
          const order = keysOf(arranged)
          expect([...order].sort()).toEqual(
            nodes
              .filter(({ message }) => message)
              .map(({ key }) => key)
              .sort(),
          )
          arranged.placed.forEach(({ parentKey }, index) => {
            if (parentKey !== undefined) expect(order.slice(0, index)).toContain(parentKey)
          })
          expect(keysOf(arrange([...nodes].reverse(), current))).toEqual(order)
        },
      ),
    )
  })
})
