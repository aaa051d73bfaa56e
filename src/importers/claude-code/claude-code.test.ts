import { describe, expect, test } from 'vitest'
import type { Message } from '../../domain/conversation.ts'
import { isVisible, pathTo } from '../../domain/message-tree.ts'
import { codeLine, jsonLines, simpleSession } from '../fixtures/claude-code.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const read = (lines: readonly unknown[]): ReturnType<typeof collect> => collect(fileOf(jsonLines(lines), 's.jsonl'))
const s = (uuid: string, parent: string | null, type: string, more: Loose = {}): Loose =>
  codeLine('s', uuid, parent, type, more)
const call = (id: string): Loose => ({ type: 'tool_use', id, name: 'Bash', input: { command: 'ls' } })
const result = (id: string): Loose => ({ type: 'tool_result', tool_use_id: id, content: `result of ${id}` })
const ids = (messages: readonly Message[]): unknown[] => messages.map(({ metadata }) => metadata['providerId'])

/** A session as one is: a question, tools at once, an answer, a compaction, a helper. */
const session = (): Loose[] => [
  { type: 'file-history-snapshot', messageId: 'u1', snapshot: {}, isSnapshotUpdate: false },
  s('u1', null, 'user', { content: 'Plan the beds' }),
  s('u2', 'u1', 'assistant', {
    message: { id: 'r1', model: 'claude-opus-4-5', content: [{ type: 'thinking', thinking: 'Hm' }] },
  }),
  s('u3', 'u2', 'assistant', { message: { id: 'r1', content: [{ type: 'text', text: 'Looking.' }] } }),
  s('u4', 'u3', 'assistant', { message: { id: 'r1', content: [call('t1')] } }),
  s('u5', 'u4', 'assistant', { message: { id: 'r1', content: [call('t2')] } }),
  { type: 'progress', uuid: 'p1', parentUuid: 'u4', sessionId: 's', data: { message: { role: 'user' } } },
  s('u6', 'p1', 'user', { content: [result('t1')], toolUseResult: { stdout: 'x' } }),
  s('u7', 'u5', 'user', { content: [result('t2')] }),
  s('u8', 'u6', 'assistant', { message: { id: 'r2', content: [{ type: 'text', text: 'Four beds.' }] } }),
  s('h9', null, 'user', { content: 'Helper, count', isSidechain: true, agentId: 'a' }),
  s('h10', 'h9', 'assistant', { isSidechain: true, agentId: 'a' }),
  {
    type: 'system',
    subtype: 'compact_boundary',
    content: 'Conversation compacted',
    uuid: 'u11',
    parentUuid: null,
    logicalParentUuid: 'u8',
    sessionId: 's',
  },
  s('u12', 'u11', 'user', { content: 'This session is being continued', isCompactSummary: true }),
  s('u13', 'u12', 'user', { content: 'Caveat: what follows', isMeta: true }),
  s('u14', 'u13', 'user', { content: '<local-command-stdout>done</local-command-stdout>' }),
  s('u15', 'u14', 'user', { content: '<command-name>/clear</command-name><command-args></command-args>' }),
  s('u16', 'u15', 'user', { content: '<command-name>/plan</command-name><command-args>peas too</command-args>' }),
  s('u17', 'u16', 'assistant', {
    isApiErrorMessage: true,
    message: { model: '<synthetic>', content: [{ type: 'text', text: 'API Error' }] },
  }),
  { type: 'custom-title', customTitle: 'Beds', sessionId: 's' },
]

describe('a session of Claude Code', () => {
  test('shows what was said: results, helpers, summaries and the words of the program are hidden', async () => {
    const { events, conversations, unreadable } = await read(session())
    expect(events[0]).toMatchObject({ type: 'detected', format: 'claude-code', provider: 'claudecode' })
    expect(unreadable).toEqual([])
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      title: 'Beds',
      projectName: 'allotment-planner',
      model: 'claude-opus-4-5',
      metadata: { sessionId: 's', gitBranch: 'main', version: '2.1.0' },
    })
    expect(ids(messages.filter(isVisible))).toEqual(['u1', 'u3', 'u8', 'u16'])
    expect(messages.find(({ metadata }) => metadata['providerId'] === 'u6')).toMatchObject({
      role: 'tool',
      hidden: true,
      parts: [{ type: 'tool_result', text: 'result of t1', id: 't1' }],
    })
    expect(messages.find(({ metadata }) => metadata['providerId'] === 'u17')!.parts).toEqual([
      { type: 'error', text: 'API Error' },
    ])
  })

  test('is one branch, whatever tools were called at once and whatever was compacted', async () => {
    const { conversation, messages } = (await read(session())).conversations[0]!
    expect(conversation.counts.forks).toBe(0)
    expect(ids(pathTo(messages, conversation.activeLeafId))).toEqual([
      'u1',
      'u2',
      'u3',
      'u4',
      'u5',
      'u6',
      'u7',
      'u8',
      'u11',
      'u12',
      'u13',
      'u14',
      'u15',
      'u16',
      'u17',
    ])
  })

  test('that was taken back to an earlier point has a fork, and shows the last branch', async () => {
    const again = [
      ...simpleSession('s'),
      s('s-3', 's-2', 'user', { content: 'One way' }),
      s('s-4', 's-2', 'user', { content: 'Another way' }),
    ]
    const { conversation, messages } = (await read(again)).conversations[0]!
    expect(conversation.counts).toMatchObject({ forks: 1, path: 3 })
    expect(ids(pathTo(messages, conversation.activeLeafId)).at(-1)).toBe('s-4')
  })

  test('without parents and ids is one branch in the order of its lines', async () => {
    const bare = simpleSession('s').map(({ type, message, sessionId }) => ({ type, message, sessionId }))
    const { conversation, messages } = (await read(bare)).conversations[0]!
    expect(conversation.counts.path).toBe(2)
    expect(messages[1]!.parentId).toBe(messages[0]!.id)
  })

  test('takes its title from its summary, its own before that of the one it continues', async () => {
    const other = { type: 'summary', summary: 'Earlier', leafUuid: 'elsewhere' }
    const own = { type: 'summary', summary: 'Peas and beans', leafUuid: 's-2' }
    expect((await read([other, ...simpleSession('s')])).titles).toEqual(['Earlier'])
    expect((await read([own, other, ...simpleSession('s')])).titles).toEqual(['Peas and beans'])
    expect((await read(simpleSession('s'))).titles).toEqual(['Question of s?'])
  })

  test('keeps pasted pictures', async () => {
    const source = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' }
    const { events } = await read([s('u1', null, 'user', { content: [{ type: 'image', source }] })])
    const found = events.find((event) => event.type === 'conversation')!
    const [part] = found.imported.messages[0]!.parts
    expect(part).toMatchObject({ type: 'image', mimeType: 'image/png' })
    expect(found.assets).toHaveLength(1)
    expect(part).toMatchObject({ pointer: found.assets![0]!.pointer })
    expect(new Uint8Array(await found.assets![0]!.read())[0]).toBe(0x89)
  })
})

test('sessions that are mixed in one file are kept apart, each with its own lines', async () => {
  const [a, b] = [simpleSession('a'), simpleSession('b')]
  const mixed = [a[0], b[0], a[1], b[1], { type: 'queue-operation', sessionId: 'a', operation: 'dequeue' }]
  const { titles, originals, conversations } = await read(mixed)
  expect(titles).toEqual(['Question of a?', 'Question of b?'])
  expect(originals[1]).toBe(jsonLines(b))
  const alone = await read(b)
  expect(alone.conversations[0]!.conversation.id).toBe(conversations[1]!.conversation.id)
  expect(conversations[0]!.conversation.id).not.toBe(conversations[1]!.conversation.id)
})

test('a session of the web is a list of lines', async () => {
  const { titles, events } = await collect(fileOf({ loglines: session() }))
  expect(events[0]).toMatchObject({ format: 'claude-code' })
  expect(titles).toEqual(['Beds'])
})

test('the file of a helper alone is left out and said so', async () => {
  const lines = simpleSession('s').map((line) => ({ ...line, isSidechain: true, agentId: 'a1' }))
  const { conversations, skipped } = await read(lines)
  expect(conversations).toEqual([])
  expect(skipped).toMatchObject([{ entry: 'the work of the helper a1 in session s' }])
})

test('a session in which nothing was said is left out and said so', async () => {
  const { skipped } = await read([{ type: 'queue-operation', sessionId: 'q', parentUuid: null, operation: 'dequeue' }])
  expect(skipped).toMatchObject([{ entry: 'session q', reason: 'a session in which nothing was said' }])
})

describe('of four sessions with a broken second', () => {
  const four = (change: (lines: Loose[]) => unknown[]): unknown[] =>
    ['w', 'x', 'y', 'z'].flatMap((id) => (id === 'x' ? change(simpleSession(id)) : simpleSession(id)))

  test.each([
    ['null lines', (): unknown[] => [null, null], ['line 3 of s.jsonl', 'line 4 of s.jsonl'], 3],
    ['texts', (): unknown[] => ['gone'], ['line 3 of s.jsonl'], 3],
    ['no messages', (lines: Loose[]): unknown[] => lines.map(({ message: _, ...line }) => line), ['x'], 3],
    ['null messages', (lines: Loose[]): unknown[] => lines.map((line) => ({ ...line, message: null })), ['x'], 3],
    [
      'a message with null content',
      ([one, two]: Loose[]): unknown[] => [one, { ...two, message: { ...two!['message'], content: null } }],
      ['Question of x?'],
      4,
    ],
    [
      'a message with null author',
      ([one, two]: Loose[]): unknown[] => [one, { ...two, type: null, message: { ...two!['message'], role: null } }],
      ['Question of x?'],
      4,
    ],
  ])('(%s) the others are read and it is named', async (_, change, named, count) => {
    const { conversations, unreadable } = await read(four(change))
    expect(conversations).toHaveLength(count)
    expect(unreadable.map(({ name }) => name)).toEqual(named)
  })

  test('or a byte order mark, or cut off: what is whole is read', async () => {
    const text = jsonLines(four((lines) => lines))
    expect((await collect(fileOf(`\uFEFF${text}`, 's.jsonl'))).conversations).toHaveLength(4)
    const cut = await collect(fileOf(text.slice(0, -60), 's.jsonl'))
    expect(cut.conversations).toHaveLength(4)
    expect(cut.conversations[3]!.messages).toHaveLength(1)
    expect(cut.unreadable.map(({ name }) => name)).toEqual(['line 8 of s.jsonl'])
  })
})
