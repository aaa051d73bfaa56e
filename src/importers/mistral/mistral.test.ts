import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { collect, fileOf, type Loose, refusal } from '../fixtures/exports.ts'

const CHAT = '0c0ffee0-0000-4000-8000-000000000001'

function message(id: string, role: string, content: string, more: Loose = {}): Loose {
  const second = String(Number(/\d+/.exec(id)?.[0] ?? 0)).padStart(2, '0')
  return {
    id,
    version: 0,
    chatId: CHAT,
    content,
    contentChunks: null,
    role,
    createdAt: `2026-05-01T10:00:${second}.100Z`,
    reaction: 'neutral',
    canvas: [],
    quotes: [],
    files: [],
    ...more,
  }
}

const name = `chat-${CHAT}.json`
const read = (rows: unknown) => collect(fileOf(rows, name))

describe('a chat of Le Chat', () => {
  test('is put in order by time, and has an address and a title from its first words', async () => {
    const rows = [message('m2', 'assistant', 'Deux.'), message('m1', 'user', 'Un ?'), message('m3', 'user', 'Merci')]
    const { conversations, originals } = await read(rows)
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      provider: 'mistral',
      sourceUrl: `https://chat.mistral.ai/chat/${CHAT}`,
      title: 'Un ?',
      createdAt: Date.UTC(2026, 4, 1, 10, 0, 1, 100),
      counts: { path: 3, forks: 0 },
    })
    expect(messages.map(({ metadata }) => metadata['providerId'])).toEqual(['m1', 'm2', 'm3'])
    expect(originals).toEqual([rows.map((row) => JSON.stringify(row)).join('')])
  })

  test('has texts from its chunks, calls, pages, canvases and files', async () => {
    const { conversations } = await read([
      message('m1', 'user', 'Voir', {
        files: [{ type: 'image', name: 'a#1.png' }, { type: 'document', name: 'b.pdf' }, null],
      }),
      message('m2', 'assistant', '', {
        contentChunks: [
          { type: 'text', text: 'La réponse ' },
          {
            type: 'tool_call',
            id: 't',
            name: 'web_search',
            success: true,
            publicArguments: '{"query":"x"}',
            publicResult: { results: [{ url: 'https://un.example/', title: 'Un', snippet: 's' }] },
          },
          { type: 'text', text: 'est 42' },
          { type: 'reference', referenceIds: [1] },
          { type: 'image_url', imageUrl: 'https://x.example/i.png' },
          { type: 'custom_element', kind: 'cite' },
          { type: 'thinking', text: 'Hm.' },
          null,
        ],
        quotes: [{ url: 'https://un.example/' }, { url: 'https://deux.example/', text: 'q' }],
        canvas: [{ title: 'Plan', content: '# Plan' }],
      }),
    ])
    expect(conversations[0]!.messages.map(({ parts }) => parts)).toEqual([
      [
        { type: 'text', text: 'Voir' },
        { type: 'image', pointer: `chat-${CHAT}-files/a#1.png`, name: 'a#1.png' },
        { type: 'file', pointer: `chat-${CHAT}-files/b.pdf`, name: 'b.pdf' },
      ],
      [
        { type: 'tool_call', name: 'web_search', id: 't', input: { query: 'x' } },
        { type: 'tool_result', name: 'web_search', id: 't', text: expect.stringContaining('un.example') as string },
        { type: 'thinking', text: 'Hm.' },
        { type: 'text', text: 'La réponse est 42' },
        { type: 'image', pointer: 'https://x.example/i.png' },
        { type: 'unknown', kind: 'custom_element', raw: { type: 'custom_element', kind: 'cite' } },
        { type: 'unknown', kind: 'chunk', raw: null },
        { type: 'file', name: 'Plan', text: '# Plan' },
        { type: 'citation', url: 'https://un.example/', title: 'Un', text: 's' },
        { type: 'citation', url: 'https://deux.example/', text: 'q' },
      ],
    ])
  })

  test('shows the last version of a message, and keeps the other', async () => {
    const { conversations } = await read([
      message('m1', 'user', 'Un ?'),
      message('m2', 'assistant', 'Deux.'),
      message('m2', 'assistant', 'Trois.', { version: 1, createdAt: '2026-05-01T10:00:03Z' }),
    ])
    expect(conversations[0]!.conversation.counts).toMatchObject({ path: 2, forks: 1 })
  })

  test('brings the files beside it', async () => {
    const rows = [message('m1', 'user', 'Voir', { files: [{ type: 'image', name: 'a#1.png' }] })]
    const zip = zipSync({
      [name]: strToU8(JSON.stringify(rows)),
      [`chat-${CHAT}-files/a#1.png`]: strToU8('right'),
      'chat-other-files/a#1.png': strToU8('wrong'),
    })
    const { events } = await collect(fileOf(zip, 'vibe.zip'))
    const assets = events.flatMap((event) => (event.type === 'conversation' ? event.assets : []))
    expect(await Promise.all(assets.map(async ({ read: bytes }) => new TextDecoder().decode(await bytes())))).toEqual([
      'right',
    ])
  })

  test('of several in one file stays by itself', async () => {
    const { titles } = await read([
      message('m1', 'user', 'Un'),
      message('m1', 'user', 'Autre', { chatId: 'other' }),
      message('m2', 'user', 'Deux'),
    ])
    expect(titles).toEqual(['Un', 'Autre'])
  })
})

describe('a damaged chat of Le Chat', () => {
  const four = (second: unknown): unknown[] => [
    message('m1', 'user', 'Un ?'),
    second,
    message('m3', 'user', 'Trois ?'),
    message('m4', 'assistant', 'Quatre.'),
  ]

  test.each([[null], ['text'], [{ role: 'user' }], [[]]])('is read around %j', async (second) => {
    const { conversations, unreadable } = await read(four(second))
    expect(conversations[0]!.messages).toHaveLength(3)
    expect(unreadable.map((one) => one.name)).toEqual([`message 2 of ${name}`])
  })

  test.each([
    [{ content: null }, /^1 of its 4 messages has no content/],
    [{ role: null }, /^1 of its 4 messages has no author/],
    [{ role: null, content: null }, /neither author nor content/],
  ])('keeps a message with %j, and says so', async (more, reason) => {
    const { conversations, unreadable } = await read(four(message('m2', 'assistant', 'Deux.', more)))
    expect(conversations[0]!.messages).toHaveLength(4)
    expect(unreadable).toMatchObject([{ name: 'Un ?', reason: expect.stringMatching(reason) as string }])
  })

  test('is named where nothing of it can be read, and where it is cut off', async () => {
    const none = await read([message('m1', 'user', '', { content: null })])
    expect(none.unreadable).toMatchObject([{ name: CHAT }])
    const text = `\ufeff${JSON.stringify(four(message('m2', 'assistant', 'Deux.')))}`
    const cut = await read(text.slice(0, -30))
    expect(cut.conversations[0]!.messages).toHaveLength(3)
    expect(cut.unreadable).toHaveLength(1)
    expect(await refusal(fileOf([null], name))).toBe('unknown-format')
  })
})
