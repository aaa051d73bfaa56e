import { describe, expect, test } from 'vitest'
import { testDamage } from '../fixtures/damaged.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'
import { citedParts } from './perplexity-citations.ts'

const WEB = [
  { name: 'Pumps', url: 'https://pumps.example/', snippet: 'warm' },
  { name: 'Winter', url: 'https://winter.example/' },
]

function entry(id: string, query: string | null, answer: unknown, more: Loose = {}): Loose {
  return {
    uuid: id,
    backend_uuid: `b-${id}`,
    context_uuid: 'ctx-1',
    thread_title: 'Heat',
    thread_url_slug: 'heat-abc',
    query_str: query,
    display_model: 'pplx_pro',
    entry_created_datetime: '2026-03-01T00:00:00.123456',
    updated_datetime: '2026-03-01T00:01:00.5',
    blocks: [
      { intended_usage: 'plan', plan_block: { goals: [] } },
      { intended_usage: 'ask_text', markdown_block: answer },
      { intended_usage: 'sources_answer_mode', sources_mode_block: { web_results: WEB } },
    ],
    ...more,
  }
}

const thread = (entries: unknown, more: Loose = {}): Loose => ({
  status: 'success',
  entries,
  has_next_page: false,
  ...more,
})
const readOne = async (value: unknown) => (await collect(fileOf(value, 'perplexity.json'))).conversations[0]!

describe('a thread of Perplexity', () => {
  test('is questions and answers with their pages', async () => {
    const { conversation, messages } = await readOne(
      thread([
        entry(
          'e1',
          'How warm?\nIn winter?',
          { answer: 'Warm[2], very[1][2].', chunks: ['old'] },
          {
            attachments: ['https://files.example/a/plan.pdf?sig=1'],
          },
        ),
        entry('e2', 'Why?', { chunks: ['Phy', 'sics.'] }, { display_model: 'sonar' }),
      ]),
    )
    expect(conversation).toMatchObject({
      provider: 'perplexity',
      sourceUrl: 'https://www.perplexity.ai/search/heat-abc',
      title: 'Heat',
      model: 'sonar',
      createdAt: Date.UTC(2026, 2, 1, 0, 0, 0, 123),
      updatedAt: Date.UTC(2026, 2, 1, 0, 1, 0, 500),
      counts: { path: 4 },
    })
    const winter = { type: 'citation', url: 'https://winter.example/', title: 'Winter' }
    const pumps = { type: 'citation', url: 'https://pumps.example/', title: 'Pumps', text: 'warm' }
    expect(messages.map(({ role, parts }) => [role, ...parts])).toEqual([
      [
        'user',
        { type: 'text', text: 'How warm?\nIn winter?' },
        { type: 'file', pointer: 'https://files.example/a/plan.pdf?sig=1', name: 'plan.pdf' },
      ],
      ['assistant', { type: 'text', text: 'Warm, very.' }, winter, pumps],
      ['user', { type: 'text', text: 'Why?' }],
      ['assistant', { type: 'text', text: 'Physics.' }, pumps, winter],
    ])
  })

  test('has its answer in other places too', async () => {
    const workflow = {
      intended_usage: 'workflow_root',
      workflow_block: {
        steps: [
          {
            items: [
              { payload: { text_payload: { variant: 'thought', text: 'Hm' } } },
              { payload: { text_payload: { variant: 'answer', chunks: ['It ', 'is.'] } } },
            ],
          },
        ],
      },
    }
    const media = {
      media_block: { media_items: [{ medium: 'image', image: 'https://p.example/1.png' }, { medium: 'video' }] },
    }
    const rows = { sources_mode_block: { rows: [{ web_result: WEB[0] }] } }
    const { messages } = await readOne(
      thread([
        entry('e1', 'a', null, { blocks: [workflow, media, rows] }),
        entry('e2', 'b', null, { blocks: undefined, text: JSON.stringify({ answer: 'Old[1].', web_results: WEB }) }),
      ]),
    )
    expect(
      messages.map(({ parts }) =>
        parts.map((part) => ('text' in part && part.type === 'text' ? part.text : part.type)),
      ),
    ).toEqual([['a'], ['It is.', 'citation', 'image'], ['b'], ['Old.', 'citation', 'citation']])
  })

  test('that goes on in another file says so, and has a name without an address', async () => {
    const entries = [entry('e1', 'a', { answer: 'b' }, { thread_url_slug: null })]
    const { conversations, unreadable } = await collect(fileOf(thread(entries, { has_next_page: true })))
    expect(unreadable).toMatchObject([{ name: 'Heat', reason: expect.stringMatching(/not in this file/) as string }])
    expect(conversations[0]!.conversation.sourceUrl).toMatch(/^vivim:import:/)
    const later = await readOne(thread([...entries, entry('e2', 'c', { answer: 'd' }, { thread_url_slug: null })]))
    expect(later.conversation.id).toBe(conversations[0]!.conversation.id)
    expect(later.messages.map(({ id }) => id)).toEqual(
      expect.arrayContaining(conversations[0]!.messages.map(({ id }) => id)),
    )
  })

  test('whose only question has no answer is kept, and says so', async () => {
    const found = await collect(fileOf(thread([entry('e1', 'Why?', null)])))
    expect(found.conversations[0]!.messages).toHaveLength(1)
    expect(found.unreadable).toMatchObject([{ reason: expect.stringMatching(/has no answer/) as string }])
  })

  test('that the Thread Exporter saved is read', async () => {
    const { conversation, messages } = await readOne({
      metadata: { thread_id: 't1', thread_title: 'Saved' },
      conversations: [
        {
          uuid: 'u1',
          query: 'One?',
          answer: 'Yes[1].',
          model: 'sonar',
          timestamp: '2026-03-01T00:00:00Z',
          sources: ['https://one.example/'],
        },
        {
          query: 'Two?',
          answer: 'No.',
          sources: [{ title: 'T', url: 'https://two.example/' }, { url: 'javascript:1' }],
        },
      ],
    })
    expect(conversation).toMatchObject({ title: 'Saved', provider: 'perplexity', metadata: { threadId: 't1' } })
    expect(messages.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'One?' }],
      [
        { type: 'text', text: 'Yes.' },
        { type: 'citation', url: 'https://one.example/' },
      ],
      [{ type: 'text', text: 'Two?' }],
      [
        { type: 'text', text: 'No.' },
        { type: 'citation', url: 'https://two.example/', title: 'T' },
      ],
    ])
  })

  test('is left as it is where the file is of something else', async () => {
    const formats = async (value: unknown): Promise<unknown[]> => {
      const { events } = await collect(fileOf(value)).catch(() => ({ events: [] }))
      return events.flatMap((event) => (event.type === 'detected' ? [event.format] : []))
    }
    expect(await formats({ entries: [{ id: 1 }] })).toEqual([])
    expect(await formats({ metadata: {}, conversations: [{ query: 'x' }] })).toEqual([])
  })
})

describe('citation marks', () => {
  const texts = (answer: string): unknown => citedParts(answer, WEB)[0]

  test('go only where they number a source, and never from code or links', () => {
    const text = 'A [1], b[3], `a[1]`, [1](https://x.example/)\n```js\nlist[2]\n```\nc[web:2]'
    expect(texts(text)).toEqual({
      type: 'text',
      text: 'A, b[3], `a[1]`, [1](https://x.example/)\n```js\nlist[2]\n```\nc',
    })
  })

  test('of hostile texts go in time', () => {
    const started = performance.now()
    for (const text of ['```'.repeat(200_001), '`'.repeat(300_000), '['.repeat(300_000), `${' '.repeat(300_000)}[1]`])
      texts(text)
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

testDamage('perplexity', {
  make: (title) =>
    thread([entry('e1', 'One?', { answer: 'Yes.' }, { thread_title: title, thread_url_slug: title })], {
      thread_metadata: { title },
    }),
  setMessages: (one, value) => (one['entries'] = value),
  message: ({ entries }) => entries[0],
  content: ['query_str'],
  author: [],
  named: 'x',
})
