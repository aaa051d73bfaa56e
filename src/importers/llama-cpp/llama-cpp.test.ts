import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { pathTo } from '../../domain/message-tree.ts'
import { testDamage } from '../fixtures/damaged.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const message = (id: string, parent: string, role: string, content: unknown, more: Loose = {}): Loose => ({
  id,
  convId: 'c',
  type: 'text',
  timestamp: 1_750_000_000_000 + Number(/\d+/.exec(id)?.[0] ?? 0),
  role,
  content,
  parent,
  thinking: '',
  children: [],
  ...more,
})

const root = message('root', '', 'system', '', { type: 'root', parent: null })

const exported = (id: string, messages: readonly Loose[], more: Loose = {}): Loose => ({
  conv: { id, name: `Title ${id}`, lastModified: 1_750_000_100_000, currNode: messages.at(-1)?.['id'], ...more },
  messages: [root, ...messages],
})

const simple = (id: string): Loose =>
  exported(id, [
    message('m1', 'root', 'user', `Question of ${id}?`),
    message('m2', 'm1', 'assistant', `Answer for ${id}.`),
  ])

const linesOf = ({ conv, messages }: Loose): string =>
  [
    { type: 'session', harness: 'llama.app', ...conv },
    ...messages.map((one: unknown) => ({ type: 'message', message: one })),
  ]
    .map((line) => JSON.stringify(line))
    .join('\n')

testDamage('llama-cpp', {
  make: simple,
  setMessages: (one, value) => (one['messages'] = value),
  message: (one) => one['messages'][2],
  content: ['content'],
  author: ['role'],
  named: 'Title x',
})

describe('a conversation of llama.cpp', () => {
  const branched = exported(
    'w',
    [
      message('m1', 'root', 'user', 'Which?'),
      message('m2', 'm1', 'assistant', 'First.', { model: 'gemma', reasoningContent: 'Hm.' }),
      message('m3', 'm1', 'assistant', 'Second.'),
    ],
    { currNode: 'm2' },
  )

  test.each([
    ['an object', (): unknown => branched],
    ['a list', (): unknown => [branched]],
    ['lines', (): unknown => linesOf(branched)],
  ])('is read from %s', async (_, file) => {
    const { events, conversations } = await collect(fileOf(file(), 'export.json'))
    expect(events[0]).toMatchObject({ format: 'llama-cpp', provider: 'other' })
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      title: 'Title w',
      updatedAt: 1_750_000_100_000,
      model: 'gemma',
      counts: { messages: { user: 1, assistant: 2 }, path: 2, forks: 1 },
    })
    expect(pathTo(messages, conversation.activeLeafId).at(-1)!.parts).toEqual([
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'First.' },
    ])
  })

  test('has the same ids in all of them, and with numbers for ids', async () => {
    const idsOf = async (file: unknown): Promise<string[]> =>
      (await collect(fileOf(file, 'a.json'))).conversations.flatMap(({ conversation, messages }) => [
        conversation.id,
        ...messages.map(({ id }) => id),
      ])
    expect(await idsOf(linesOf(branched))).toEqual(await idsOf(branched))
    const numbered = exported('n', [
      message('1', 'root', 'user', 'Which?', { id: 1, parent: 0 }),
      message('2', '', 'assistant', 'This.', { id: 2, parent: 1 }),
    ])
    expect((await collect(fileOf(numbered))).conversations[0]!.conversation.counts.path).toBe(2)
  })

  test('carries files and calls to tools, in a text or as they are', async () => {
    const call = [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"a":1}' } }]
    const one = exported('w', [
      message('m1', 'root', 'user', 'See', {
        extra: [
          { type: 'imageFile', name: 'a.png', base64Url: 'data:image/png;base64,iVBORw0K' },
          { type: 'textFile', name: 'b.txt', content: 'Text' },
          { type: 'audioFile', name: 'c.mp3', base64Data: 'AAAA', mimeType: 'audio/mpeg' },
          null,
        ],
      }),
      message('m2', 'm1', 'assistant', '', { toolCalls: JSON.stringify(call) }),
      message('m3', 'm2', 'tool', '9', { toolCallId: 'c1' }),
      message('m4', 'm3', 'assistant', 'Nine.', { toolCalls: call }),
    ])
    const { events, conversations } = await collect(fileOf(one))
    expect(conversations[0]!.messages.map(({ parts }) => parts)).toEqual([
      [
        { type: 'text', text: 'See' },
        { type: 'image', name: 'a.png', mimeType: 'image/png', pointer: expect.stringMatching(/^inline:/) as string },
        { type: 'file', name: 'b.txt', text: 'Text' },
        { type: 'audio', name: 'c.mp3', mimeType: 'audio/mpeg', pointer: expect.stringMatching(/^inline:/) as string },
      ],
      [{ type: 'tool_call', name: 'weather', input: { a: 1 }, id: 'c1' }],
      [{ type: 'tool_result', text: '9', id: 'c1' }],
      [
        { type: 'text', text: 'Nine.' },
        { type: 'tool_call', name: 'weather', input: { a: 1 }, id: 'c1' },
      ],
    ])
    expect(events.flatMap((event) => (event.type === 'conversation' ? event.assets : []))).toHaveLength(2)
  })
})

describe('lines', () => {
  test('of several sessions, one to a file of a zip, are conversations', async () => {
    const zip = zipSync({ 'a.jsonl': strToU8(linesOf(simple('w'))), 'b.jsonl': strToU8(linesOf(simple('x'))) })
    expect((await collect(fileOf(zip, 'all.zip'))).titles).toEqual(['Title w', 'Title x'])
    const joined = `${linesOf(simple('w'))}\n${linesOf(simple('x'))}`
    expect((await collect(fileOf(joined, 'all.jsonl'))).titles).toEqual(['Title w', 'Title x'])
  })

  test('that are broken, cut off or after a byte order mark are named, the others read', async () => {
    const text = linesOf(simple('w')).replace('{"type":"session"', '{"type:"session"')
    const { conversations, unreadable } = await collect(fileOf(`\uFEFF${text.slice(0, -20)}`, 'a.jsonl'))
    expect(conversations[0]!.messages).toHaveLength(1)
    expect(unreadable.map(({ name }) => name)).toEqual(['line 1 of a.jsonl', 'line 4 of a.jsonl'])
    const withNull = `${linesOf(simple('w'))}\nnull`
    const read = await collect(fileOf(withNull, 'a.jsonl'))
    expect(read.conversations[0]!.conversation.counts.visibleUser).toBe(1)
    expect(read.unreadable).toMatchObject([{ name: 'Title w' }])
  })

  test('of a session without messages are no conversation', async () => {
    const { skipped } = await collect(fileOf(linesOf({ ...simple('w'), messages: [] }), 'a.jsonl'))
    expect(skipped[0]).toMatchObject({ entry: 'Title w', reason: 'a chat in which nothing was said' })
  })
})
