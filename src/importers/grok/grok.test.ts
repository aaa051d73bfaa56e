import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { testDamage } from '../fixtures/damaged.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const date = (second: number): Loose => ({ $date: { $numberLong: String(1_781_573_450_000 + second * 1000) } })

function response(id: string, parent: string | null, sender: string, message: string, more: Loose = {}): Loose {
  const second = Number(/\d+/.exec(id)?.[0] ?? 0)
  return {
    response: {
      _id: id,
      conversation_id: 'g',
      message,
      sender,
      create_time: date(second),
      parent_response_id: parent,
      model: 'grok-4',
      metadata: {},
      ...more,
    },
    share_link: null,
  }
}

const conversation = (title: string, responses: unknown, more: Loose = {}): Loose => ({
  conversation: {
    id: `id-${title}`,
    user_id: 'u',
    title,
    create_time: '2026-06-16T01:30:51.533788Z',
    modify_time: '2026-06-16T01:31:16.699241Z',
    ...more,
  },
  responses,
})

const simple = (title: string): Loose =>
  conversation(title, [response('r1', null, 'human', 'Why?'), response('r2', 'r1', 'ASSISTANT', 'So.')])
const backend = (conversations: readonly unknown[], more: Loose = {}): Loose => ({
  conversations,
  projects: [],
  tasks: [],
  media_posts: [],
  ...more,
})
const readOne = async (value: unknown) => (await collect(fileOf(value))).conversations[0]!
const cite = (card: string, id: number): string =>
  `<grok:render card_id="${card}" card_type="citation_card" type="render_inline_citation">\n<argument name="citation_id">${id}</argument>\n</grok:render>`

describe('a Grok conversation', () => {
  test('is a tree with senders in every spelling, times of both kinds and its project', async () => {
    const value = conversation(
      'Kilns',
      [
        response('r1', null, 'human', 'How hot?'),
        response('r2', 'r1', 'ASSISTANT', 'Hot.'),
        response('r3', 'r1', 'grok-4-heavy', 'Very hot.', { model: null, partial: true }),
        response('r4', 'r3', 'Human', 'Why?', { create_time: '2026-06-16T01:31:00Z' }),
      ],
      { starred: true, workspace_id: 'p2' },
    )
    const projects = [{ id: 'p1', name: 'Other' }, null, { id: 'p2', name: 'Pottery' }]
    const { conversation: made, messages } = await readOne(backend([value], { projects }))
    expect(made).toMatchObject({
      provider: 'grok',
      sourceUrl: 'https://grok.com/c/id-Kilns',
      projectName: 'Pottery',
      createdAt: Date.UTC(2026, 5, 16, 1, 30, 51, 533),
      metadata: { starred: true },
      counts: { forks: 1, path: 3 },
    })
    expect(messages.map(({ role, model, createdAt }) => [role, model, createdAt])).toEqual([
      ['user', undefined, 1_781_573_451_000],
      ['assistant', 'grok-4', 1_781_573_452_000],
      ['assistant', 'grok-4-heavy', 1_781_573_453_000],
      ['user', undefined, Date.UTC(2026, 5, 16, 1, 31)],
    ])
  })

  test('is a chain where nothing names what it follows', async () => {
    const none = { parent_response_id: undefined }
    const value = conversation('Flat', [
      response('r2', null, 'assistant', 'b', none),
      response('r1', null, 'human', 'a', none),
      response('r3', null, 'human', 'c', none),
    ])
    const { messages, conversation: made } = await readOne(backend([value]))
    expect(messages.map(({ metadata }) => metadata['providerId'])).toEqual(['r1', 'r2', 'r3'])
    expect(made.counts).toMatchObject({ path: 3, forks: 0 })
  })

  test('has its citation marks resolved, and thoughts, pictures, files and errors', async () => {
    const { messages } = await readOne(
      backend([
        conversation('Parts', [
          response('r1', null, 'human', `What is ${cite('x', 0)}?`, {
            file_attachments: ['asset-1', 'asset-2'],
            file_attachments_metadata: [
              { file_metadata_id: 'asset-2', file_name: 'pot.png', file_mime_type: 'image/png' },
            ],
          }),
          response('r2', 'r1', 'assistant', `Clay.${cite('c1', 7)} Glaze.${cite('none', 1)} ${cite('c1', 7)}End`, {
            thinking_trace: 'Hm.',
            agent_thinking_traces: ['Agent.', { thinking_trace: 'Second agent.' }, 7],
            card_attachments_json: ['{"id":"c1","cardType":"citation_card","url":"https://clay.example/"}', 'no JSON'],
            web_search_results: [
              { url: 'https://never.example/' },
              { url: 'https://glaze.example/', title: 'Glaze', preview: 'shiny' },
            ],
            generated_image_urls: ['users/u/generated/0a1b2c3d-0000-4000-8000-00000000000a/image.jpg'],
            error: { message: 'Too hot' },
          }),
          response(
            'r3',
            'r2',
            'assistant',
            'See <grok:render type="render_file"><argument name="file_path">/home/a/Plan.docx</argument></grok:render> or <grok:render card',
            {
              web_search_results: [{ url: 'https://found.example/' }, { url: 'javascript:1' }],
            },
          ),
        ]),
      ]),
    )
    expect(messages.map(({ parts }) => parts)).toEqual([
      [
        { type: 'text', text: `What is ${cite('x', 0)}?` },
        { type: 'file', pointer: 'asset-1', name: 'asset-1' },
        { type: 'image', pointer: 'asset-2', name: 'pot.png', mimeType: 'image/png' },
      ],
      [
        { type: 'thinking', text: 'Hm.' },
        { type: 'thinking', text: 'Agent.' },
        { type: 'thinking', text: 'Second agent.' },
        { type: 'text', text: 'Clay. Glaze. End' },
        { type: 'image', pointer: '0a1b2c3d-0000-4000-8000-00000000000a' },
        { type: 'citation', url: 'https://clay.example/' },
        { type: 'citation', url: 'https://glaze.example/', title: 'Glaze', text: 'shiny' },
        { type: 'error', text: 'Too hot' },
      ],
      [
        { type: 'text', text: 'See  or <grok:render card' },
        { type: 'file', name: 'Plan.docx' },
        { type: 'citation', url: 'https://found.example/' },
      ],
    ])
  })

  test('that was shared is read by itself, in camel case', async () => {
    const value = {
      conversation: { conversationId: 's1', title: 'Shared', createTime: '2026-06-16T01:30:51Z' },
      responses: [
        { responseId: 'r1', sender: 'human', message: 'One?', createTime: '2026-06-16T01:30:52Z' },
        { responseId: 'r2', sender: 'ASSISTANT', message: 'Yes.', parentResponseId: 'r1', fileAttachments: ['f'] },
        { responseId: 'r3', sender: 'ASSISTANT', message: 'No.', parentResponseId: 'r1' },
      ],
    }
    const { conversation: made, messages } = await readOne(value)
    expect(made).toMatchObject({ sourceUrl: 'https://grok.com/c/s1', title: 'Shared', counts: { forks: 1 } })
    expect(messages.map(({ parts }) => parts.length)).toEqual([1, 2, 1])
  })

  test('brings its files, and nothing of the account is ever read', async () => {
    const folder = 'ttl/30d/export_data/u/'
    const attached = conversation('Files', [response('r1', null, 'human', 'See', { file_attachments: ['asset-1'] })])
    const zip = zipSync({
      [`${folder}prod-grok-backend.json`]: strToU8(JSON.stringify(backend([attached]))),
      [`${folder}prod-mc-asset-server/asset-1/content`]: strToU8('clay'),
      [`${folder}prod-mc-auth-mgmt-api.json`]: strToU8(JSON.stringify(backend([simple('Session 192.0.2.1')]))),
      [`${folder}prod-mc-billing.json`]: strToU8('{}'),
    })
    const { titles, skipped, events } = await collect(fileOf(zip, 'grok.zip'))
    expect(titles).toEqual(['Files'])
    expect(skipped.filter(({ reason }) => reason === 'account data: never kept')).toHaveLength(2)
    const assets = events.flatMap((event) => (event.type === 'conversation' ? event.assets : []))
    expect(await Promise.all(assets.map(async ({ read }) => new TextDecoder().decode(await read())))).toEqual(['clay'])
  })

  test('of hostile marks is read in time', async () => {
    const started = performance.now()
    for (const text of ['<grok:render '.repeat(100_000), '<grok:render></grok:render>'.repeat(40_000)])
      await readOne(backend([conversation('x', [response('r1', null, 'assistant', text)])]))
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

testDamage('grok', {
  make: simple,
  setMessages: (one, value) => (one['responses'] = value),
  message: ({ responses }) => responses[0].response,
  content: ['message'],
  author: ['sender'],
  named: 'x',
})
