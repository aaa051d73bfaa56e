import { expect, test } from 'vitest'
import { collect, fileOf } from '../fixtures/exports.ts'

const HEADER = 'Conversation,Time,Author,Message'
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`
const row = (title: string, time: string, author: string, text: string): string =>
  [quoted(title), time, author, quoted(text)].join(',')

const ROWS = [
  row('Bread', '2026-07-26T23:20:56', 'AI', '500 g of flour,\n\n```\n"mix"\n```'),
  row('Bread', '2026-07-26T23:20:56', 'Human', 'How much flour?'),
  row('Tides', '2026-07-25T08:00:00', 'AI', 'The moon.'),
  row('Bread', '2026-07-24T10:00:00', 'AI', 'Hello!'),
  row('Bread', '2026-07-24T10:00:00', 'Human', 'hi'),
  row('Tides', '2026-07-25T08:00:00', 'Human', ''),
]
const csv = (rows: readonly string[]): string => `\ufeff${[HEADER, ...rows, ''].join('\r\n')}`
const read = (rows: readonly string[]) => collect(fileOf(csv(rows), 'copilot-activity-history.csv'))

test('turns the rows of a title around, so that questions come before their answers', async () => {
  const { conversations, titles, originals, unreadable } = await read(ROWS)
  expect(titles).toEqual(['Bread', 'Tides'])
  expect(unreadable).toEqual([])
  const [bread, tides] = conversations
  expect(bread!.messages.map(({ role, parts }) => [role, ...parts])).toEqual([
    ['user', { type: 'text', text: 'hi' }],
    ['assistant', { type: 'text', text: 'Hello!' }],
    ['user', { type: 'text', text: 'How much flour?' }],
    ['assistant', { type: 'text', text: '500 g of flour,\n\n```\n"mix"\n```' }],
  ])
  expect(bread!.conversation).toMatchObject({
    provider: 'copilot',
    createdAt: Date.UTC(2026, 6, 24, 10),
    updatedAt: Date.UTC(2026, 6, 26, 23, 20, 56),
    metadata: { groupedBy: 'title' },
  })
  expect(bread!.conversation.counts.path).toBe(4)
  expect(tides!.conversation.counts).toMatchObject({ messages: { user: 1, assistant: 1 }, visibleUser: 0, path: 1 })
  expect(originals[0]).toBe([ROWS[0], ROWS[1], ROWS[3], ROWS[4], ''].join('\r\n'))
})

test('gives the same ids when it is exported again with more rows, or without the oldest', async () => {
  const idsOf = async (rows: readonly string[]): Promise<string[]> =>
    (await read(rows)).conversations.flatMap(({ conversation, messages }) => [
      conversation.id,
      ...messages.map(({ id }) => id),
    ])
  const before = await idsOf(ROWS)
  expect(await idsOf([row('Bread', '2026-08-01T00:00:00', 'Human', 'thanks'), ...ROWS])).toEqual(
    expect.arrayContaining(before),
  )
  expect(before).toEqual(expect.arrayContaining(await idsOf(ROWS.slice(0, 4))))
  const twice = await idsOf([...ROWS, ROWS[4]!])
  expect(new Set(twice).size).toBe(twice.length)
})

test('names rows it cannot read, and reads the others', async () => {
  const { conversations, unreadable } = await read([
    ROWS[0]!,
    '"Bread",2026-07-26T23:20:56',
    row('Bread', 'yesterday', 'Bot', 'Who?'),
    ROWS[1]!,
  ])
  expect(conversations[0]!.messages.map(({ role, hidden }) => [role, hidden])).toEqual([
    ['user', false],
    ['system', true],
    ['assistant', false],
  ])
  expect(unreadable.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    'Bread: 1 of its 3 messages has an author other than “AI” and “Human”. The rest of it was read.',
    'Bread: One of its rows has 2 of 4 columns.',
  ])
})

test('names what is cut off', async () => {
  const text = csv(ROWS)
  const { titles, unreadable } = await collect(fileOf(text.slice(0, text.indexOf('moon'))))
  expect(titles).toEqual(['Bread'])
  expect(unreadable).toMatchObject([{ name: 'Tides', reason: expect.stringMatching(/ends in the middle/) as string }])
})

test('reads the same in UTF-16, and takes no other table', async () => {
  const utf16 = new Uint8Array(Buffer.from(csv(ROWS), 'utf16le'))
  expect((await collect(fileOf(utf16))).titles).toEqual(['Bread', 'Tides'])
  // Other tables are notes like any text.
  for (const table of ['Conversation,Time,Author\r\na,b,c\r\n', 'name,Conversation,Time,Author,Message\r\n'])
    expect((await collect(fileOf(table))).events[0]).toMatchObject({ format: 'pasted' })
})
