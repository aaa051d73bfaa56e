import { describe, expect, test } from 'vitest'
import type { Part } from '../../domain/conversation.ts'
import { pathTo } from '../../domain/message-tree.ts'
import { testDamage } from '../fixtures/damaged.ts'
import { collect, type Collected, fileOf, type Loose } from '../fixtures/exports.ts'

const message = (id: string, parentId: string | null, role: string, content: unknown, more: Loose = {}): Loose => ({
  id,
  parentId,
  childrenIds: [],
  role,
  content,
  timestamp: 1_750_000_000 + Number(/\d+/.exec(id)?.[0] ?? 0),
  ...(role === 'assistant' && { model: 'llama3.1:latest', modelName: 'Llama 3.1', done: true }),
  ...more,
})

function chat(id: string, messages: readonly Loose[], more: Loose = {}): Loose {
  const tree = Object.fromEntries(messages.map((one) => [one['id'], one]))
  return {
    id,
    user_id: 'u',
    title: `Title ${id}`,
    chat: {
      title: `Title ${id}`,
      models: ['llama3.1:latest'],
      history: { currentId: messages.at(-1)?.['id'], messages: tree },
    },
    created_at: 1_750_000_000,
    updated_at: 1_750_000_100,
    share_id: null,
    archived: false,
    pinned: false,
    meta: {},
    folder_id: null,
    ...more,
  }
}

const simple = (id: string, answer: Loose = {}): Loose =>
  chat(id, [
    message('m1', null, 'user', `Question of ${id}?`),
    message('m2', 'm1', 'assistant', `Answer for ${id}.`, answer),
  ])

const MAKERS: readonly [string, (id: string) => Loose][] = [
  ['open-webui', simple],
  ['qwen', (id) => simple(id, { content: '', content_list: [{ phase: 'answer', content: `Answer for ${id}.` }] })],
  ['zai', (id) => simple(id, { model: 'GLM-4-6-API-V1' })],
]

for (const [format, make] of MAKERS)
  testDamage(format, {
    make,
    setMessages: (one, value) => (one['chat'].history.messages = value),
    message: (one) => one['chat'].history.messages['m2'],
    content: ['content', 'content_list'],
    author: ['role'],
    named: 'Title x',
    wrap: (data) => (format === 'qwen' ? { success: true, request_id: 'r', data } : data),
  })

async function partsOf(answer: Loose): Promise<readonly Part[]> {
  const { conversations } = await collect(fileOf([simple('w', answer)]))
  return conversations[0]!.messages[1]!.parts
}

const found = ({ events, conversations }: Collected): unknown[] => {
  const { provider, sourceUrl } = conversations[0]!.conversation
  return [
    events.flatMap((event) => (event.type === 'detected' ? event.format : []))[0],
    provider,
    sourceUrl.replace(/[0-9a-f]{64}/, '…'),
  ]
}

describe('services with the same tree are told apart', () => {
  const id = 'c-1'
  test.each([
    [simple(id), 'open-webui', 'openwebui', 'vivim:import:…'],
    [simple(id, { model: 'qwen2.5:14b' }), 'open-webui', 'openwebui', 'vivim:import:…'],
    [simple(id, { model: 'glm4:9b' }), 'open-webui', 'openwebui', 'vivim:import:…'],
    [simple(id, { feature_config: { thinking_enabled: true } }), 'qwen', 'qwen', 'https://chat.qwen.ai/c/c-1'],
    [simple(id, { content_list: [{ phase: 'answer', content: 'A' }] }), 'qwen', 'qwen', 'https://chat.qwen.ai/c/c-1'],
    [{ ...simple(id), chat_type: 't2t' }, 'qwen', 'qwen', 'https://chat.qwen.ai/c/c-1'],
    [{ ...simple(id), currentId: 'm2' }, 'qwen', 'qwen', 'https://chat.qwen.ai/c/c-1'],
    [simple(id, { model: 'qwen3-max' }), 'qwen', 'qwen', 'https://chat.qwen.ai/c/c-1'],
    [simple(id, { model: 'glm-4.7' }), 'zai', 'zai', 'https://chat.z.ai/c/c-1'],
  ])('case %#', async (one, ...expected) => {
    expect(found(await collect(fileOf([one])))).toEqual(expected)
    expect(found(await collect(fileOf(one, 'one.json')))).toEqual(expected)
    expect(found(await collect(fileOf({ success: true, request_id: 'r', data: [one] })))).toEqual(expected)
    expect(found(await collect(fileOf({ success: true, request_id: 'r', data: one })))).toEqual(expected)
  })
})

describe('a conversation', () => {
  test('is a tree, shown to its current message, with what is known of it', async () => {
    const one = chat(
      'w',
      [
        message('m1', null, 'user', 'Which?', { childrenIds: ['m2', 'm3'] }),
        message('m2', 'm1', 'assistant', 'First.'),
        message('m3', 'm1', 'assistant', 'Second.', { timestamp: 1_750_000_003_500 }),
      ],
      { archived: true, pinned: true, folder_id: 'f', folder: { name: 'Garden' }, meta: { tags: ['plants'] } },
    )
    one['chat'].history.currentId = 'm2'
    const { conversations } = await collect(fileOf([one]))
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      title: 'Title w',
      projectName: 'Garden',
      model: 'llama3.1:latest',
      createdAt: 1_750_000_000_000,
      updatedAt: 1_750_000_100_000,
      metadata: { archived: true, pinned: true, folderId: 'f', tags: ['plants'] },
      counts: { messages: { user: 1, assistant: 2 }, path: 2, forks: 1 },
    })
    expect(messages[2]!.createdAt).toBe(1_750_000_003_500)
    expect(pathTo(messages, conversation.activeLeafId).map(({ metadata }) => metadata['providerId'])).toEqual([
      'm1',
      'm2',
    ])
  })

  test('has its current message beside the chat, as Qwen writes it', async () => {
    const one: Loose = { ...simple('w', { content_list: [], feature_config: {} }), currentId: 'm1' }
    delete one['chat'].history.currentId
    const { conversations } = await collect(fileOf([one]))
    expect(conversations[0]!.conversation.counts.path).toBe(1)
  })

  test('is linked by children where parents are missing, by its order where both are, and read from a list', async () => {
    const one = simple('w')
    const messages = one['chat'].history.messages
    delete messages.m1.parentId
    delete messages.m2.parentId
    expect((await collect(fileOf([one]))).conversations[0]!.conversation.counts.path).toBe(2)
    messages.m1.childrenIds = ['m2']
    expect((await collect(fileOf([one]))).conversations[0]!.conversation.counts.path).toBe(2)
    one['chat'].messages = Object.values(messages)
    one['chat'].history.messages = null
    expect((await collect(fileOf([simple('x'), one]))).conversations[1]!.conversation.counts.path).toBe(2)
  })
})

test('a conversation without an id keeps its name when more is said', async () => {
  const bare = (...more: Loose[]): Loose => {
    const one = chat('w', [message('m1', null, 'user', 'Which?'), message('m2', 'm1', 'assistant', 'This.'), ...more])
    delete one['id']
    return one
  }
  const idOf = async (one: Loose): Promise<string> => (await collect(fileOf([one]))).conversations[0]!.conversation.id
  expect(await idOf(bare(message('m3', 'm2', 'user', 'Why?')))).toBe(await idOf(bare()))
})

describe('an answer', () => {
  test('of Qwen is in its phases', async () => {
    const content_list = [
      { phase: 'think', content: 'Let me see.' },
      {
        phase: 'web_search',
        content: '',
        extra: { web_search_info: [{ url: 'https://example.org/', title: 'Beds', snippet: 'On beds' }] },
      },
      { phase: 'answer', content: 'Raised beds.' },
      { phase: 'dance', content: 'x' },
      null,
    ]
    expect(await partsOf({ content: '', content_list, reasoning_content: 'Earlier.' })).toEqual([
      { type: 'thinking', text: 'Earlier.' },
      { type: 'thinking', text: 'Let me see.' },
      { type: 'citation', url: 'https://example.org/', title: 'Beds', text: 'On beds' },
      { type: 'text', text: 'Raised beds.' },
      { type: 'unknown', kind: 'dance', raw: { phase: 'dance', content: 'x' } },
    ])
    expect(await partsOf({ content: 'Beds.', content_list: [{ phase: 'think', content: 'Hm.' }] })).toEqual([
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Beds.' },
    ])
  })

  test('may carry reasoning and calls to tools in blocks of its text', async () => {
    const content =
      '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds</summary>\n' +
      '&gt; First &lt;b&gt;\n&gt; then\n</details>\nSo:\n' +
      '<details type="tool_calls" done="true" id="c1" name="weather" arguments="&quot;{\\&quot;city\\&quot;:\\&quot;Bergen\\&quot;}&quot;" ' +
      'result="&quot;9 &gt; 8&quot;">\n<summary>Tool Executed</summary>\n</details>\n' +
      'Nine. <details><summary>More</summary>own block</details>'
    expect(await partsOf({ content })).toEqual([
      { type: 'thinking', text: 'First <b>\nthen', summary: 'Thought for 3 seconds' },
      { type: 'text', text: 'So:' },
      { type: 'tool_call', name: 'weather', input: { city: 'Bergen' }, id: 'c1' },
      { type: 'tool_result', text: '9 > 8', name: 'weather', id: 'c1' },
      { type: 'text', text: 'Nine. <details><summary>More</summary>own block</details>' },
    ])
    const open = 'Text <details type="reasoning"> never closed'
    expect(await partsOf({ content: open })).toEqual([{ type: 'text', text: open }])
  })

  test('of newer servers is in its output, which the text repeats', async () => {
    const output = [
      { type: 'reasoning', content: [{ type: 'output_text', text: 'Hm.' }], summary: null },
      { type: 'function_call', id: 'x', call_id: 'c1', name: 'weather', arguments: '{"city":"Bergen"}' },
      { type: 'function_call_output', call_id: 'c1', output: [{ type: 'input_text', text: '9' }] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Nine.' }] },
    ]
    expect(await partsOf({ content: '<details type="reasoning">Hm.</details>Nine.', output })).toEqual([
      { type: 'thinking', text: 'Hm.' },
      { type: 'tool_call', name: 'weather', input: { city: 'Bergen' }, id: 'c1' },
      { type: 'tool_result', text: '9', id: 'c1' },
      { type: 'text', text: 'Nine.' },
    ])
  })

  test('has files, sources and errors', async () => {
    const more = {
      files: [
        { type: 'image', url: '/api/v1/files/1/content' },
        {
          type: 'file',
          id: 'f2',
          name: 'notes.txt',
          size: 4,
          file: { data: { content: 'Text' }, meta: { content_type: 'text/plain' } },
        },
        null,
      ],
      sources: [
        { source: { name: 'https://example.org/a' }, metadata: [{ source: 'https://example.org/a', title: 'A' }] },
        { source: { name: 'notes.txt' }, document: ['…'] },
      ],
      error: { content: 'Stopped.' },
    }
    expect((await partsOf(more)).slice(1)).toEqual([
      { type: 'image', pointer: '/api/v1/files/1/content' },
      { type: 'file', name: 'notes.txt', pointer: 'f2', mimeType: 'text/plain', size: 4, text: 'Text' },
      { type: 'citation', url: 'https://example.org/a', title: 'A' },
      { type: 'error', text: 'Stopped.' },
    ])
  })

  test('made to be slow is read at once', async () => {
    const started = performance.now()
    for (const content of [
      '<details type="reasoning">'.repeat(20_000),
      '<details type="reasoning"></details>'.repeat(20_000),
      `<details ${'a'.repeat(300_000)}>`,
      '<details "'.repeat(50_000),
      `<details type="reasoning">${'<details>'.repeat(50_000)}${'</details>'.repeat(10)}`,
      '&#'.repeat(200_000),
    ])
      await partsOf({ content })
    expect(performance.now() - started).toBeLessThan(4000)
  })
})
