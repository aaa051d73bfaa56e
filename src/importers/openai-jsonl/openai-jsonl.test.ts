import { describe, expect, test } from 'vitest'
import type { Message } from '../../domain/conversation.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'
import { testDamage } from '../fixtures/damaged.ts'

const example = (id: string, ...more: Loose[]): Loose => ({
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: `Question of ${id}?` },
    { role: 'assistant', content: `Answer for ${id}.` },
    ...more,
  ],
})

const linesOf = (list: readonly unknown[]): ReturnType<typeof fileOf> =>
  fileOf(list.map((one) => JSON.stringify(one)).join('\r\n') + '\n', 'train.jsonl')

async function partsOf(...messages: unknown[]): Promise<Message['parts'][]> {
  const { conversations } = await collect(linesOf([{ messages }, example('w')]))
  return conversations[0]!.messages.map(({ parts }) => parts)
}

testDamage('openai-jsonl', {
  make: example,
  setMessages: (one, value) => (one['messages'] = value),
  message: (one) => one['messages'][2],
  content: ['content'],
  author: ['role'],
  named: 'line 2 of some.json',
  lines: true,
})

describe('lines of messages', () => {
  test('are conversations, with calls to tools and what they answered', async () => {
    const { events, conversations, originals } = await collect(
      linesOf([
        example(
          'w',
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
          },
          { role: 'tool', tool_call_id: 'c', content: '42' },
          { role: 'assistant', content: [{ type: 'text', text: 'It is 42.' }] },
        ),
        example('x'),
      ]),
    )
    expect(events[0]).toMatchObject({ type: 'detected', format: 'openai-jsonl', provider: 'other' })
    expect(conversations[0]!.conversation).toMatchObject({
      title: 'Question of w?',
      counts: {
        messages: { system: 1, user: 1, assistant: 3, tool: 1 },
        visibleUser: 1,
        visibleAssistant: 2,
        path: 3,
        forks: 0,
      },
    })
    expect(conversations[0]!.messages.slice(3).map(({ parts }) => parts[0])).toEqual([
      { type: 'tool_call', name: 'f', input: { a: 1 }, id: 'c' },
      { type: 'tool_result', text: '42', id: 'c' },
      { type: 'text', text: 'It is 42.' },
    ])
    expect(originals[1]).toBe(JSON.stringify(example('x')))
  })

  test('may be a list, one object, or one line', async () => {
    expect((await collect(fileOf([example('w'), example('x')]))).titles).toEqual(['Question of w?', 'Question of x?'])
    expect((await collect(fileOf(JSON.stringify(example('w'), undefined, 2)))).titles).toEqual(['Question of w?'])
    expect((await collect(linesOf([example('w')]))).titles).toEqual(['Question of w?'])
  })

  test('keep their id when more is said at their end, and stay apart when they begin alike', async () => {
    const idsOf = async (...list: Loose[]): Promise<string[]> =>
      (await collect(linesOf(list))).conversations.map(({ conversation }) => conversation.id)
    const more = { role: 'user', content: 'And then?' }
    const [before] = await idsOf(example('w'), example('x'))
    expect(await idsOf(example('w', more), example('x'))).toContain(before)
    const alike = await idsOf(example('w'), example('w', more), example('w'))
    expect(alike).toHaveLength(2)
    expect(new Set(alike).size).toBe(2)
  })

  test('with short ids are not taken for one another', async () => {
    const idOf = async (one: Loose): Promise<string> =>
      (await collect(linesOf([one]))).conversations[0]!.conversation.id
    expect(await idOf({ id: '1', ...example('w') })).not.toBe(await idOf({ id: '1', ...example('x') }))
    const uuid = '6f0d3c1e-0000-4000-8000-000000000001'
    expect(await idOf({ id: uuid, ...example('w') })).toBe(await idOf({ id: uuid, ...example('x') }))
  })
})

describe('content', () => {
  test('is read in all shapes', async () => {
    const parts = await partsOf(
      { role: 'developer', content: 'Short.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
          { type: 'input_image', image_url: 'https://example.org/b.png' },
          { type: 'file', file: { filename: 'a.pdf', file_id: 'file-1' } },
          { type: 'hologram', data: 1 },
        ],
      },
      {
        role: 'assistant',
        reasoning_content: 'Hm.',
        content: 'Yes.',
        function_call: { name: 'f', arguments: 'no json' },
      },
      { role: 'assistant', content: null, refusal: 'No.' },
      { role: 'function', name: 'f', content: 'done' },
    )
    expect(parts.slice(1)).toEqual([
      [
        { type: 'text', text: 'See' },
        { type: 'image', pointer: 'https://example.org/a.png' },
        { type: 'image', pointer: 'https://example.org/b.png' },
        { type: 'file', name: 'a.pdf', pointer: 'file-1' },
        { type: 'unknown', kind: 'hologram', raw: { type: 'hologram', data: 1 } },
      ],
      [
        { type: 'thinking', text: 'Hm.' },
        { type: 'text', text: 'Yes.' },
        { type: 'tool_call', name: 'f', input: 'no json' },
      ],
      [{ type: 'text', text: 'No.' }],
      [{ type: 'tool_result', text: 'done', name: 'f' }],
    ])
  })

  test('with a picture in it gives its bytes', async () => {
    const message = {
      role: 'user',
      content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0K' } }],
    }
    const { events, conversations } = await collect(linesOf([{ messages: [message] }, example('w')]))
    const found = events.find((event) => event.type === 'conversation')!
    const [part] = conversations[0]!.messages[0]!.parts
    expect(part).toMatchObject({ type: 'image', mimeType: 'image/png', pointer: found.assets[0]!.pointer })
    expect([...(await found.assets[0]!.read())]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])
    const broken = await partsOf({
      role: 'user',
      content: [{ type: 'image_url', image_url: 'data:image/png;base64,%%%' }],
    })
    expect(broken[0]).toEqual([{ type: 'image', pointer: 'data:' }])
  })
})
