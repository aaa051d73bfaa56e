import { describe, expect, test } from 'vitest'
import { isVisible, pathTo } from '../domain/message-tree.ts'
import {
  chatGpt,
  claude,
  CLAUDE_ROOT,
  claudeMessage,
  collect,
  fileOf,
  type Loose,
  node,
  refusal,
  simpleChatGpt,
  simpleClaude,
} from './fixtures/exports.ts'
import { readExport } from './read-export.ts'

const PROVIDERS = [
  { provider: 'chatgpt', make: simpleChatGpt, tree: 'mapping', url: 'https://chatgpt.com/c/' },
  { provider: 'claude', make: simpleClaude, tree: 'chat_messages', url: 'https://claude.ai/chat/' },
] as const

describe.each(PROVIDERS)('an export of $provider', ({ provider, make, tree, url }) => {
  const four = (): Loose[] => ['w', 'x', 'y', 'z'].map(make)

  test('is read whole, each conversation with its exact bytes', async () => {
    const spaced = `\uFEFF[\n${four()
      .map((one) => JSON.stringify(one, undefined, 1))
      .join(' ,\n')}\n]\n`
    const { events, conversations, originals } = await collect(fileOf(spaced))
    expect(events[0]).toEqual({ type: 'detected', entry: 'conversations.json', format: provider, provider })
    expect(events.at(-1)).toMatchObject({ type: 'progress', read: new Blob([spaced]).size })
    expect(conversations.map(({ conversation }) => conversation.sourceUrl)).toEqual(
      ['w', 'x', 'y', 'z'].map((id) => url + id),
    )
    expect(originals).toEqual(four().map((one) => JSON.stringify(one, undefined, 1)))
  })

  test('may be a list inside an object, or a single conversation', async () => {
    const wrapped = await collect(fileOf({ version: 1, conversations: four() }))
    expect(wrapped.titles).toEqual(['Title w', 'Title x', 'Title y', 'Title z'])
    expect((await collect(fileOf(make('one'), 'some.txt'))).titles).toEqual(['Title one'])
  })

  test.each([
    ['null', (): unknown => null, 'conversation 2 of conversations.json'],
    ['a text', (): unknown => 'gone', 'conversation 2 of conversations.json'],
    ['a number', (): unknown => 7, 'conversation 2 of conversations.json'],
    ['an object without its tree', (one: Loose): unknown => ({ ...one, [tree]: undefined }), 'Title x'],
    ['a null tree', (one: Loose): unknown => ({ ...one, [tree]: null }), 'Title x'],
    ['a tree that is a text', (one: Loose): unknown => ({ ...one, [tree]: 'gone' }), 'Title x'],
    ['no title and no tree', (): unknown => ({ uuid: 'id-2', conversation_id: 'id-2' }), 'id-2'],
  ])('with its second conversation replaced by %s keeps the others and names it', async (_, damage, name) => {
    const list: unknown[] = four()
    list[1] = damage(make('x'))
    const { titles, unreadable } = await collect(fileOf(list))
    expect(titles).toEqual(['Title w', 'Title y', 'Title z'])
    expect(unreadable).toHaveLength(1)
    expect(unreadable[0]!.name).toBe(name)
    expect(unreadable[0]!.reason).toMatch(/in the export/i)
  })

  test('with broken JSON inside one conversation keeps the others and names it', async () => {
    const texts = four().map((one) => JSON.stringify(one))
    texts[0] = texts[0]!.replace('Question', 'Question\\u12')
    texts[2] = texts[2]!.replace('"Answer', '"Answer\n')
    const { titles, unreadable } = await collect(fileOf(`[${texts.join(',')}]`))
    expect(titles).toEqual(['Title x', 'Title z'])
    expect(unreadable).toMatchObject([
      { name: 'Title w', reason: 'It is not valid JSON.' },
      { name: 'Title y', reason: 'It is not valid JSON.' },
    ])
  })

  test('cut off anywhere gives every complete conversation and names the rest', async () => {
    const document = JSON.stringify(four())
    const first = JSON.stringify(make('w')).length + 1
    for (let end = first; end < document.length; end += 97) {
      const { conversations, unreadable } = await collect(fileOf(document.slice(0, end)))
      expect(conversations.length).toBe(Math.floor(end / first))
      expect(unreadable).toHaveLength(1)
      expect(unreadable[0]!.reason).toMatch(/ends/)
    }
    const { unreadable } = await collect(fileOf(document.slice(0, -90)))
    expect(unreadable[0]!.name).toBe('Title z')
  })

  test('gives the same ids and hashes at every import', async () => {
    const [once, again] = [await collect(fileOf(four())), await collect(fileOf(four().reverse()))]
    expect([...again.conversations].reverse()).toEqual(once.conversations)
  })

  test('gives a conversation that is there twice once, unless the second copy is newer', async () => {
    const older = make('a')
    const newer = { ...make('a'), update_time: 1_800_000_000, updated_at: '2027-01-01T00:00:00Z' }
    const kept = await collect(fileOf([newer, older]))
    expect(kept.conversations).toHaveLength(1)
    expect(kept.skipped[0]!.reason).toMatch(/twice/)
    const both = await collect(fileOf([older, newer]))
    expect(both.conversations.map(({ conversation }) => conversation.updatedAt)[1]).toBeGreaterThan(
      both.conversations[0]!.conversation.updatedAt,
    )
  })
})

test('a message without content or author is kept raw and its conversation named; the rest is imported', async () => {
  const ofChatGpt = (message: Loose): Loose =>
    chatGpt('x', [node('m1', null, 'user', 'Question?'), node('m2', 'm1', 'assistant', 'Answer.', message)])
  const ofClaude = (message: Loose): Loose =>
    claude('x', [
      claudeMessage('c1', CLAUDE_ROOT, 'human', 'Question?'),
      claudeMessage('c2', 'c1', 'assistant', 'Answer.', message),
    ])
  const cases = [
    [simpleChatGpt('w'), ofChatGpt({ content: null }), /1 of its 2 messages has no content/],
    [simpleChatGpt('w'), ofChatGpt({ author: null }), /1 of its 2 messages has no author/],
    [simpleClaude('w'), ofClaude({ content: null, text: null }), /1 of its 2 messages has no content/],
    [simpleClaude('w'), ofClaude({ sender: null }), /1 of its 2 messages has no author/],
  ] as const
  for (const [whole, broken, reason] of cases) {
    const { conversations, unreadable } = await collect(fileOf([whole, broken]))
    expect(conversations).toHaveLength(2)
    expect(conversations[1]!.messages.map(({ parts }) => parts[0]!.type)).toEqual(['text', 'unknown'])
    expect(conversations[1]!.messages.filter(isVisible)).toHaveLength(1)
    expect(unreadable).toHaveLength(1)
    expect(unreadable[0]!.name).toBe('Title x')
    expect(unreadable[0]!.reason).toMatch(reason)
  }
})

test('a conversation none of whose messages can be read is unreadable', async () => {
  const broken = [
    chatGpt('x', [node('m0', null, 'system', ''), node('m1', 'm0', 'user', '', { content: null })]),
    chatGpt('x', [node('m1', null, 'user', 'Hello', { author: null })]),
    chatGpt('x', [], { mapping: { a: null, b: 'gone' } }),
  ]
  for (const one of broken) {
    const { titles, unreadable } = await collect(fileOf([simpleChatGpt('w'), one, simpleChatGpt('z')]))
    expect(titles).toEqual(['Title w', 'Title z'])
    expect(unreadable).toMatchObject([{ name: 'Title x' }])
  }
  const ofClaude = await collect(fileOf([simpleClaude('w'), claude('x', [null as never, 'gone' as never])]))
  expect(ofClaude.unreadable).toMatchObject([{ name: 'Title x' }])
})

test('a conversation nobody wrote in yet is an empty conversation, not an unreadable one', async () => {
  for (const empty of [claude('e', []), chatGpt('e', [{ id: 'root', parent: null, message: null }])]) {
    const { conversations, unreadable } = await collect(fileOf([empty]))
    expect(conversations[0]!.conversation.messageCount).toBe(0)
    expect(unreadable).toEqual([])
  }
})

test('the format is told by the first elements that can be read', async () => {
  const { titles, unreadable } = await collect(fileOf([null, 'gone', { title: 'No tree' }, simpleChatGpt('d')]))
  expect(titles).toEqual(['Title d'])
  expect(unreadable.map(({ name }) => name)).toEqual([
    'conversation 1 of conversations.json',
    'conversation 2 of conversations.json',
    'No tree',
  ])
})

test('refuses with a reason what is no export', async () => {
  expect(await refusal(fileOf(''))).toBe('empty')
  expect(await refusal(fileOf([]))).toBe('empty')
  expect(await refusal(fileOf('<!doctype html><p>Hello'))).toBe('unknown-format')
  expect(await refusal(fileOf(new Uint8Array(1000)))).toBe('unknown-format')
  expect(await refusal(fileOf([null]))).toBe('unknown-format')
  expect(await refusal(fileOf(Array.from({ length: 200 }, (_, id) => ({ id }))))).toBe('unknown-format')
  expect(await refusal(fileOf('{"title":"x","mapp'))).toBe('broken')
  expect(await refusal(fileOf('PK\u0003\u0004 and nothing more'))).toBe('broken')
})

test('stops at once when it is aborted', async () => {
  const abort = new AbortController()
  const seen: string[] = []
  const read = async (): Promise<void> => {
    const file = fileOf(['a', 'b', 'c'].map(simpleChatGpt))
    for await (const event of readExport(file, { capturedAt: 1, signal: abort.signal })) {
      seen.push(event.type)
      if (event.type === 'conversation') abort.abort()
    }
  }
  await expect(read()).rejects.toMatchObject({ name: 'AbortError' })
  expect(seen).toEqual(['detected', 'conversation'])
})

test('a chain of 10,000 messages, and names of the prototype, are harmless', async () => {
  const names = ['__proto__', 'constructor', 'toString', ...Array.from({ length: 10_000 }, (_, index) => `n${index}`)]
  const text = names
    .map((name, index) => {
      const parent = index === 0 ? null : names[index - 1]!
      return `${JSON.stringify(name)}:${JSON.stringify(node(name, parent, index % 2 ? 'assistant' : 'user', `Text ${index}`, { create_time: index + 1 }))}`
    })
    .join(',')
  const document = `[{"__proto__":{"title":"no"},"title":"Deep","id":"deep","mapping":{${text}},"current_node":"n9999"}]`
  const { conversations } = await collect(fileOf(document))
  const { conversation, messages } = conversations[0]!
  expect(conversation.messageCount).toBe(10_003)
  expect(conversation.counts.path).toBe(10_003)
  expect(pathTo(messages, conversation.activeLeafId).map(({ index }) => index)).toEqual(
    messages.map(({ index }) => index),
  )
  expect(({} as Loose)['title']).toBeUndefined()
})
