import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { collect, type Collected, fileOf, type Loose } from '../fixtures/exports.ts'

const message = (id: string, role: string, text: string, more: Loose = {}): Loose => ({
  id,
  object: 'thread.message',
  thread_id: 't1',
  assistant_id: 'jan',
  role,
  content: [{ type: 'text', text: { value: text, annotations: [] } }],
  status: 'ready',
  created_at: 1_750_000_000 + Number(/\d+/.exec(id)?.[0] ?? 0),
  metadata: {},
  ...more,
})

const lines = (...rows: unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n') + '\n'
const read = (...rows: unknown[]): Promise<Collected> => collect(fileOf(lines(...rows), 'messages.jsonl'))

const three = (): Loose[] => [
  message('m1', 'user', 'How warm?'),
  message('m2', 'assistant', '<think>\nLet me see.\n</think>\n\nNine.'),
  message('m3', 'user', 'And then?', { created_at: 1_750_000_003_000 }),
]

describe('messages of a thread of Jan', () => {
  test('are a conversation', async () => {
    const { events, conversations, originals } = await read(...three())
    expect(events[0]).toMatchObject({ format: 'jan', provider: 'jan' })
    expect(originals[0]).toBe(lines(...three()).trim())
    expect(conversations[0]!.conversation).toMatchObject({
      title: 'How warm?',
      createdAt: 1_750_000_001_000,
      updatedAt: 1_750_000_003_000,
      counts: { messages: { user: 2, assistant: 1 }, path: 3, forks: 0 },
    })
    expect(conversations[0]!.messages[1]!.parts).toEqual([
      { type: 'thinking', text: 'Let me see.' },
      { type: 'text', text: 'Nine.' },
    ])
  })

  test('are in the order of their times, and keep their ids when there are more', async () => {
    const [m1, m2, m3] = three()
    const { conversations } = await read(m3, m2, m1)
    expect(conversations[0]!.messages.map(({ metadata }) => metadata['providerId'])).toEqual(['m1', 'm2', 'm3'])
    const more = await read(m1, m2, m3, message('m4', 'assistant', 'Ten.'))
    expect(more.conversations[0]!.conversation.id).toBe(conversations[0]!.conversation.id)
    expect(more.conversations[0]!.messages.map(({ id }) => id)).toEqual(
      expect.arrayContaining(conversations[0]!.messages.map(({ id }) => id)),
    )
  })

  test('may be one line, or of several threads', async () => {
    expect((await read(three()[0])).conversations).toHaveLength(1)
    const { conversations } = await read(...three(), message('m1', 'user', 'Other?', { thread_id: 't2' }))
    expect(conversations).toHaveLength(2)
    expect(conversations[0]!.conversation.id).not.toBe(conversations[1]!.conversation.id)
  })

  test('carry calls to tools and pictures', async () => {
    const call = {
      tool: { id: 'c1', function: { name: 'weather', arguments: '{"a":1}' } },
      response: { content: [{ type: 'text', text: '9' }] },
    }
    const picture = { type: 'image_url', image_url: { url: 'https://example.org/a.png' } }
    const { conversations } = await read(
      message('m1', 'user', '', { content: [picture] }),
      message('m2', 'assistant', 'Nine.', { metadata: { tool_calls: [call] }, status: 'stopped' }),
    )
    expect(conversations[0]!.messages.map(({ parts }) => parts)).toEqual([
      [{ type: 'image', pointer: 'https://example.org/a.png' }],
      [
        { type: 'text', text: 'Nine.' },
        { type: 'tool_call', name: 'weather', input: { a: 1 }, id: 'c1' },
        { type: 'tool_result', text: '9', name: 'weather', id: 'c1' },
      ],
    ])
    expect(conversations[0]!.messages[1]!.metadata['status']).toBe('stopped')
  })

  test.each([
    ['null', null, /is not in the list as a message/],
    ['a text', 'gone', /is not in the list as a message/],
    ['null content', message('m2', 'assistant', '', { content: null }), /has no content/],
    ['null author', message('m2', 'assistant', 'Nine.', { role: null }), /has no author/],
  ])('with %s for the second are read, and the thread is named', async (_, second, reason) => {
    const [m1, , m3] = three()
    const { conversations, unreadable } = await read(m1, second, m3, message('m4', 'assistant', 'Ten.'))
    expect(conversations[0]!.conversation.counts.path).toBe(3)
    expect(unreadable).toMatchObject([{ name: 'How warm?' }])
    expect(unreadable[0]!.reason).toMatch(reason)
  })

  test('with broken lines, a byte order mark or a missing end are read, and the lines named', async () => {
    const text = `\uFEFF${lines(...three())
      .replace('{"id":"m2"', '{"id":m2"')
      .slice(0, -40)}`
    const { conversations, unreadable } = await collect(fileOf(text, 'messages.jsonl'))
    expect(conversations[0]!.messages).toHaveLength(1)
    expect(unreadable.map(({ name }) => name)).toEqual(['line 2 of messages.jsonl', 'line 3 of messages.jsonl'])
  })

  test('none of which can be read are named', async () => {
    const { conversations, unreadable } = await read(message('m1', 'user', '', { content: null }))
    expect(conversations).toEqual([])
    expect(unreadable).toMatchObject([{ name: 't1' }])
  })
})

test('in an archive the title stands in the file beside them, which is no conversation', async () => {
  const thread = (id: string, title: string): Loose => ({
    id,
    object: 'thread',
    title,
    assistants: [{ id: 'jan', instructions: 'Be kind.', model: { id: 'llama3.2-3b' } }],
    created: 1_749_000_000,
    updated: 1_750_000_010,
    metadata: {},
  })
  const zip = zipSync({
    'jan/threads/t1/thread.json': strToU8(JSON.stringify(thread('t1', 'Weather'), undefined, 2)),
    'jan/threads/t1/messages.jsonl': strToU8(lines(...three())),
    'jan/threads/t2/thread.json': strToU8(JSON.stringify(thread('t2', 'Empty'))),
    'jan/threads/t3/messages.jsonl': strToU8(lines(message('m1', 'user', 'Alone?', { thread_id: 't3' }))),
  })
  const { titles, conversations, skipped, unreadable } = await collect(fileOf(zip, 'jan.zip'))
  expect(titles).toEqual(['Weather', 'Alone?'])
  expect(conversations[0]!.conversation).toMatchObject({
    model: 'llama3.2-3b',
    createdAt: 1_749_000_000_000,
    metadata: { prompt: 'Be kind.' },
  })
  expect(unreadable).toEqual([])
  expect(skipped.map(({ entry }) => entry)).toEqual(['jan/threads/t1/thread.json', 'jan/threads/t2/thread.json'])
  expect(skipped[0]!.reason).toBe('title and settings of a conversation, read with its messages')
})
