import { describe, expect, test } from 'vitest'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'
import { testDamage } from '../fixtures/damaged.ts'

const chat = (id: string, more: Loose = {}): Loose => ({
  id: `00000000-0000-4000-8000-00000000000${'wxyz'.indexOf(id)}`,
  name: `Title ${id}`,
  messages: [
    { role: 'user', type: 'text', content: `Question of ${id}?` },
    { role: 'assistant', type: 'text', content: `Answer for ${id}.` },
  ],
  model: { id: 'gpt-4', name: 'GPT-4', maxLength: 24000 },
  prompt: 'You are a gardener.',
  temperature: 1,
  folderId: null,
  ...more,
})

testDamage('chatbot-ui', {
  make: chat,
  setMessages: (one, value) => (one['messages'] = value),
  message: (one) => one['messages'][1],
  content: ['content'],
  author: ['role'],
  named: 'Title x',
  wrap: (history) => ({ version: 4, history, folders: [], prompts: [] }),
})

describe('a history of Chatbot UI', () => {
  test('is read with names of folders, models and prompts; its other lists are not', async () => {
    const { events, conversations } = await collect(
      fileOf({
        version: 4,
        history: [chat('w', { folderId: 'f2' }), chat('x')],
        folders: [
          { id: 'f1', name: 'Kitchen', type: 'chat' },
          { id: 'f2', name: 'Garden', type: 'chat' },
        ],
        prompts: [{ id: 'p', name: 'Prompt', content: 'Say it', model: { id: 'gpt-4' }, folderId: null }],
      }),
    )
    expect(events[0]).toMatchObject({ format: 'chatbot-ui', provider: 'chatbotui' })
    expect(conversations).toHaveLength(2)
    expect(conversations[0]!.conversation).toMatchObject({
      title: 'Title w',
      projectName: 'Garden',
      model: 'gpt-4',
      metadata: { prompt: 'You are a gardener.' },
      counts: { visibleUser: 1, visibleAssistant: 1, path: 2, forks: 0 },
    })
    expect(conversations[1]!.conversation.projectName).toBeUndefined()
  })

  test('of version 1 is a list with numbers for ids, which name nothing', async () => {
    const idsOf = async (list: Loose[]): Promise<string[]> =>
      (await collect(fileOf(list))).conversations.map(({ conversation }) => conversation.id)
    const first = await idsOf([chat('w', { id: 1 }), chat('x', { id: 2 })])
    expect(await idsOf([chat('y', { id: 1 }), chat('w', { id: 2 })])).toContain(first[0])
    expect(await idsOf([chat('y', { id: 1 })])).not.toContain(first[0])
  })
})

test('a conversation keeps its id when it is renamed and more is said', async () => {
  const idOf = async (one: Loose): Promise<string> => (await collect(fileOf([one]))).conversations[0]!.conversation.id
  const longer = chat('w', { name: 'Renamed' })
  longer['messages'].push({ role: 'user', content: 'And then?' })
  expect(await idOf(longer)).toBe(await idOf(chat('w')))
})

describe('BetterChatGPT', () => {
  const better = (id: string): Loose => ({
    id: `11111111-0000-4000-8000-00000000000${'wxyz'.indexOf(id)}`,
    title: `Title ${id}`,
    titleSet: true,
    folder: 'f1',
    messages: [
      { role: 'system', content: 'You are kind.' },
      { role: 'user', content: [{ type: 'text', text: `Question of ${id}?` }] },
      { role: 'assistant', content: `Answer for ${id}.` },
    ],
    config: { model: 'gpt-4o', temperature: 1 },
  })

  test.each([
    ['a list', (chats: Loose[]): unknown => chats],
    ['chats', (chats: Loose[]): unknown => ({ version: 1, chats, folders: { f1: { id: 'f1', name: 'Garden' } } })],
    ['chatHistory', (chatHistory: Loose[]): unknown => ({ version: 2, chatHistory })],
  ])('is read from %s', async (kind, wrap) => {
    const { events, conversations, titles } = await collect(fileOf(wrap([better('w'), better('x')])))
    expect(events[0]).toMatchObject({ format: 'chatbot-ui' })
    expect(titles).toEqual(['Title w', 'Title x'])
    expect(conversations[0]!.conversation).toMatchObject({
      model: 'gpt-4o',
      counts: { messages: { system: 1 }, path: 2 },
    })
    expect(conversations[0]!.conversation.projectName).toBe(kind === 'chats' ? 'Garden' : undefined)
  })
})

test('AI DIAL: attachments are files and pictures of their message', async () => {
  const one = chat('w')
  one['messages'][0].custom_content = {
    attachments: [
      { type: 'image/png', title: 'bed.png', url: 'files/abc/bed.png' },
      { type: 'text/markdown', title: 'notes.md', data: '# Notes' },
      null,
    ],
  }
  const { conversations } = await collect(fileOf({ version: 5, history: [one], folders: [] }))
  expect(conversations[0]!.messages[0]!.parts.slice(1)).toEqual([
    { type: 'image', pointer: 'files/abc/bed.png', name: 'bed.png' },
    { type: 'file', name: 'notes.md', mimeType: 'text/markdown', text: '# Notes' },
  ])
})
