import { expect, test } from 'vitest'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'
import { testDamage } from '../fixtures/damaged.ts'

const shared = (id: string): Loose => ({
  id: `abc_${id}`,
  conversations: [
    { from: 'human', value: `Question of ${id}?` },
    { from: 'gpt', value: `Answer for ${id}.` },
  ],
})

for (const lines of [false, true])
  testDamage('sharegpt', {
    make: shared,
    setMessages: (one, value) => (one['conversations'] = value),
    message: (one) => one['conversations'][1],
    content: ['value'],
    author: ['from'],
    named: 'abc_x',
    lines,
  })

test('who said what is told by `from`', async () => {
  const conversations = [
    { from: 'system', value: 'Be kind.' },
    { from: 'human', value: 'How warm is it?' },
    { from: 'function_call', value: '{"name":"weather","arguments":{"city":"Bergen"}}' },
    { from: 'observation', value: '{"c":9}' },
    { from: 'chatgpt', value: 'Nine degrees.' },
    { from: 'narrator', value: 'It rains.' },
  ]
  const { events, conversations: read } = await collect(fileOf([{ id: 'a', conversations, model: 'm1' }]))
  expect(events[0]).toMatchObject({ format: 'sharegpt', provider: 'other' })
  expect(read[0]!.conversation).toMatchObject({ title: 'How warm is it?', model: 'm1', counts: { path: 2 } })
  expect(read[0]!.messages.map(({ role, author }) => [role, author])).toEqual([
    ['system', undefined],
    ['user', undefined],
    ['assistant', undefined],
    ['tool', undefined],
    ['assistant', 'chatgpt'],
    ['system', 'narrator'],
  ])
  expect(read[0]!.messages[2]!.parts).toEqual([{ type: 'tool_call', name: 'weather', input: { city: 'Bergen' } }])
  expect(read[0]!.messages[3]!.parts).toEqual([{ type: 'tool_result', text: '{"c":9}' }])
})

test('a single conversation is one, not a list of messages', async () => {
  expect((await collect(fileOf(shared('w'), 'one.json'))).titles).toEqual(['Question of w?'])
  const downloaded = { avatarUrl: 'data:image/png;base64,AA==', items: shared('x')['conversations'] }
  expect((await collect(fileOf(downloaded, 'one.json'))).titles).toEqual(['Question of x?'])
})

test('a conversation keeps its id when more is said, and two with the same short id are two', async () => {
  const idOf = async (one: Loose): Promise<string> => (await collect(fileOf([one]))).conversations[0]!.conversation.id
  const longer = shared('w')
  longer['conversations'].push({ from: 'human', value: 'And then?' })
  expect(await idOf(longer)).toBe(await idOf(shared('w')))
  expect(await idOf({ ...shared('x'), id: 'abc_w' })).not.toBe(await idOf(shared('w')))
})
