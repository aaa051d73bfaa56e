import { describe, expect, test } from 'vitest'
import type { Message, Part } from '../../../domain/conversation.ts'
import { firstLine, Thread } from './thread.ts'

let index = 0
const message = (
  id: string,
  parentId: string | undefined,
  role: Message['role'],
  parts: readonly Part[],
  hidden = false,
): Message => ({
  id,
  conversationId: 'c',
  ...(parentId === undefined ? {} : { parentId }),
  role,
  parts,
  contentHash: '',
  index: index++,
  hidden,
  metadata: {},
})
const text = (value: string): Part => ({ type: 'text', text: value })

const tree = [
  message('s', undefined, 'system', [text('Be kind')], true),
  message('q1', 's', 'user', [text('# First question')]),
  message('t1', 'q1', 'tool', [text('found')], true),
  message('a1', 't1', 'assistant', [text('Answer one')]),
  message('a2', 'q1', 'assistant', [{ type: 'thinking', text: 'hm' }, text('Answer two')]),
  message('q2', 'a2', 'user', [text('More')]),
  message('a3', 'q2', 'assistant', [text('Done')]),
]

describe('thread', () => {
  const thread = new Thread(tree)

  test('shows the path with its steps folded and its branches', () => {
    const turns = thread.turns('a3')
    expect(turns.map((turn) => turn.id)).toEqual(['head', 'steps q1', 'q1', 'steps a2', 'a2', 'q2', 'a3'])
    const second = turns.find((turn) => turn.id === 'a2')
    expect(second?.kind === 'message' && second.branch).toEqual({ index: 1, count: 2, previous: 't1' })
  })

  test('a branch that begins with a hidden message is switched at the first one to read', () => {
    const leaf = thread.leafBelow('t1')
    expect(leaf).toBe('a1')
    const turn = thread.turns(leaf).find((one) => one.id === 'a1')
    expect(turn?.kind === 'message' && turn.branch).toEqual({ index: 0, count: 2, next: 'a2' })
  })

  test('starts at the newest where the provider named no leaf', () => {
    expect(thread.startLeaf(undefined)).toBe('a3')
    expect(thread.startLeaf('unknown')).toBe('a3')
    expect(thread.startLeaf('a1')).toBe('a1')
  })

  test('the outline takes the first words', () => {
    expect(firstLine(tree[1] as Message)).toBe('First question')
  })

  test('a cycle of parents ends', () => {
    const loop = [message('x', 'y', 'user', [text('a')]), message('y', 'x', 'assistant', [text('b')])]
    expect(new Thread(loop).turns('x').length).toBeGreaterThan(1)
    expect(new Thread(loop).leafBelow('x')).toBeTypeOf('string')
  })
})
