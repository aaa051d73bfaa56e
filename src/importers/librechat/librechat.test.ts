import { describe, expect, test } from 'vitest'
import { testDamage } from '../fixtures/damaged.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const ROOT = '00000000-0000-0000-0000-000000000000'

const message = (id: string, parent: string | null, byUser: boolean, text: string, more: Loose = {}): Loose => ({
  messageId: id,
  conversationId: 'c',
  parentMessageId: parent,
  sender: byUser ? 'User' : 'GPT-4',
  isCreatedByUser: byUser,
  text,
  model: byUser ? null : 'gpt-4o',
  createdAt: `2026-05-01T10:00:0${/\d/.exec(id)?.[0] ?? 0}.000Z`,
  error: false,
  unfinished: false,
  ...more,
})

const exported = (id: string, messages: readonly Loose[], more: Loose = {}): Loose => ({
  conversationId: id,
  endpoint: 'openAI',
  title: `Title ${id}`,
  exportAt: '10:00:00 GMT+0200',
  branches: true,
  recursive: false,
  options: { model: 'gpt-4o', promptPrefix: 'Be kind.' },
  messages,
  ...more,
})

const simple = (id: string): Loose =>
  exported(id, [message('m1', ROOT, true, `Question of ${id}?`), message('m2', 'm1', false, `Answer for ${id}.`)])

testDamage('librechat', {
  make: simple,
  setMessages: (one, value) => (one['messages'] = value),
  message: (one) => one['messages'][1],
  content: ['text'],
  author: ['isCreatedByUser', 'sender'],
  named: 'Title x',
})

/** One question with two answers, the second of which was gone on with. */
const branched = (): Loose[] => [
  message('m1', ROOT, true, 'Which?'),
  message('m2', 'm1', false, 'First.'),
  message('m3', 'm1', false, 'Second.'),
  message('m4', 'm3', true, 'Why?'),
]

describe('a conversation of LibreChat', () => {
  test.each([
    ['flat with branches', branched()],
    [
      'recursive',
      (() => {
        const [m1, m2, m3, m4] = branched()
        return [
          {
            ...m1,
            children: [
              { ...m2, children: [] },
              { ...m3, children: [m4] },
            ],
          },
        ]
      })(),
    ],
    [
      'recursive, without parents',
      (() => {
        const [m1, m2, m3, m4] = branched().map((one) => ({ ...one, parentMessageId: undefined }))
        return [{ ...m1, children: [m2, { ...m3, children: [m4] }] }]
      })(),
    ],
  ])('%s has the same tree', async (_, messages) => {
    const { events, conversations } = await collect(fileOf(exported('w', messages), 'export.json'))
    expect(events[0]).toMatchObject({ format: 'librechat', provider: 'librechat' })
    expect(conversations[0]!.conversation).toMatchObject({
      title: 'Title w',
      model: 'gpt-4o',
      metadata: { endpoint: 'openAI', prompt: 'Be kind.' },
      counts: { messages: { user: 2, assistant: 2 }, path: 3, forks: 1 },
    })
    expect(conversations[0]!.messages.map(({ metadata }) => metadata['providerId'])).toEqual(['m1', 'm2', 'm3', 'm4'])
    expect(conversations[0]!.messages[1]).toMatchObject({ author: 'GPT-4', createdAt: Date.UTC(2026, 4, 1, 10, 0, 2) })
  })

  test('linear, without any link, is one branch', async () => {
    const messages = branched().map((one) => ({ ...one, parentMessageId: null }))
    const { conversations } = await collect(fileOf(exported('w', messages), 'export.json'))
    expect(conversations[0]!.conversation.counts).toMatchObject({ path: 4, forks: 0 })
  })

  test('nested 20,000 deep is read', async () => {
    let nested = '[]'
    for (let at = 20_000; at > 0; at--) {
      const { children: _, ...one } = message(`m${at}`, null, at % 2 === 1, `Message ${at}`)
      nested = `[${JSON.stringify(one).slice(0, -1)},"children":${nested}}]`
    }
    const text = JSON.stringify(exported('w', [])).replace('"messages":[]', `"messages":${nested}`)
    const { conversations } = await collect(fileOf(text, 'export.json'))
    expect(conversations[0]!.conversation.counts.path).toBe(20_000)
  }, 30_000)

  test('is named by its id, however it is exported', async () => {
    const idOf = async (one: Loose): Promise<string> => (await collect(fileOf(one))).conversations[0]!.conversation.id
    expect(await idOf({ ...simple('w'), title: 'Renamed' })).toBe(await idOf(simple('w')))
  })
})

test('content comes in blocks, with files; an error is one', async () => {
  const content = [
    { type: 'think', think: 'Hm.' },
    { type: 'text', text: 'Let me look.' },
    {
      type: 'tool_call',
      tool_call: { id: 'c1', name: 'weather', args: '{"city":"Bergen"}', output: '9', type: 'tool_call' },
    },
    { type: 'text', text: { value: 'Nine.' } },
    { type: 'image_file', image_file: { file_id: 'f', filepath: '/images/a.png' } },
    { type: 'text', text: null },
  ]
  const files = [
    { file_id: 'f1', filename: 'a.txt', type: 'text/plain', bytes: 3, filepath: '/uploads/a.txt' },
    { file_id: 'f2', filename: 'b.png', type: 'image/png', filepath: '/images/b.png' },
  ]
  const { conversations } = await collect(
    fileOf(
      exported('w', [
        message('m1', ROOT, true, 'How warm?', { files }),
        message('m2', 'm1', false, '', { content }),
        message('m3', 'm2', false, 'Too long.', { error: true }),
      ]),
    ),
  )
  expect(conversations[0]!.messages.map(({ parts }) => parts)).toEqual([
    [
      { type: 'text', text: 'How warm?' },
      { type: 'file', name: 'a.txt', pointer: '/uploads/a.txt', mimeType: 'text/plain', size: 3 },
      { type: 'image', pointer: '/images/b.png', name: 'b.png' },
    ],
    [
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Let me look.' },
      { type: 'tool_call', name: 'weather', input: { city: 'Bergen' }, id: 'c1' },
      { type: 'tool_result', text: '9', name: 'weather', id: 'c1' },
      { type: 'text', text: 'Nine.' },
      { type: 'image', pointer: '/images/a.png' },
      { type: 'unknown', kind: 'text', raw: { type: 'text', text: null } },
    ],
    [{ type: 'error', text: 'Too long.' }],
  ])
})
