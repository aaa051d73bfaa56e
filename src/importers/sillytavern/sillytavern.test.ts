import { describe, expect, test } from 'vitest'
import { isVisible, partText, pathTo } from '../../domain/message-tree.ts'
import { collect, type Collected, fileOf, type Loose } from '../fixtures/exports.ts'
import { asSillyTime } from './sillytavern-time.ts'

const header = (more: Loose = {}): Loose => ({
  user_name: 'Robin',
  character_name: 'Gardener',
  create_date: '2024-06-05@15h45m30s',
  chat_metadata: {},
  ...more,
})

const said = (text: string, more: Loose = {}): Loose => ({
  name: 'Robin',
  is_user: true,
  is_system: false,
  send_date: 'June 5, 2024 3:46pm',
  mes: text,
  extra: {},
  ...more,
})

const answered = (text: string, more: Loose = {}): Loose => ({
  ...said(text),
  name: 'Gardener',
  is_user: false,
  ...more,
})

const lines = (...rows: unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n')
const read = (...rows: unknown[]): Promise<Collected> => collect(fileOf(lines(...rows), 'Gardener - 2024.jsonl'))

describe('a chat of SillyTavern', () => {
  test('is a conversation with a character', async () => {
    const { events, conversations, originals } = await read(
      header(),
      answered('Welcome.'),
      said('Which beds?', {
        extra: { file: { url: '/user/files/a.txt', name: 'a.txt', size: 3 }, image: '/user/images/b.png' },
      }),
      answered('Raised ones.', { extra: { reasoning: 'Hm.', model: 'llama' }, send_date: '2024-06-05T15:50:00.000Z' }),
    )
    expect(events[0]).toMatchObject({ format: 'sillytavern', provider: 'sillytavern' })
    expect(originals[0]!.split('\n')).toHaveLength(4)
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      title: 'Gardener',
      model: 'llama',
      createdAt: Date.UTC(2024, 5, 5, 15, 45, 30),
      updatedAt: Date.UTC(2024, 5, 5, 15, 50),
      counts: { messages: { user: 1, assistant: 2 }, path: 3, forks: 0 },
    })
    expect(messages.map(({ author }) => author)).toEqual(['Gardener', undefined, 'Gardener'])
    expect(messages[1]!.parts.slice(1)).toEqual([
      { type: 'image', pointer: '/user/images/b.png' },
      { type: 'file', name: 'a.txt', pointer: '/user/files/a.txt', size: 3 },
    ])
    expect(messages[2]!.parts).toEqual([
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Raised ones.' },
    ])
  })

  test('has a branch for each swipe; the shown one may have been edited', async () => {
    const { conversations } = await read(
      header(),
      answered('Hello.', { swipes: ['Hello.', 'Good day.'], swipe_id: 0 }),
      said('Which beds?'),
      answered('Raised ones, of wood.', {
        swipes: ['Flat ones.', 'Raised ones.', 'None.'],
        swipe_id: 1,
        swipe_info: [{ send_date: 1_717_602_400_000, extra: { model: 'a' } }, {}, null],
      }),
      said('Why?'),
    )
    const { conversation, messages } = conversations[0]!
    expect(conversation.counts).toMatchObject({ messages: { user: 2, assistant: 5 }, path: 4, forks: 2 })
    expect(pathTo(messages, conversation.activeLeafId).map(({ parts }) => parts.map(partText).join(''))).toEqual([
      'Hello.',
      'Which beds?',
      'Raised ones, of wood.',
      'Why?',
    ])
    expect(messages.find(({ parts }) => parts.some((part) => partText(part) === 'Flat ones.'))).toMatchObject({
      createdAt: 1_717_602_400_000,
      model: 'a',
    })
  })

  test('keeps its id when more is said, and is not taken for another', async () => {
    const idOf = async (...rows: unknown[]): Promise<string> => (await read(...rows)).conversations[0]!.conversation.id
    const start = [answered('Welcome.'), said('Which beds?'), answered('Raised.')]
    const id = await idOf(header(), ...start)
    expect(await idOf(header(), ...start, said('Why?'))).toBe(id)
    expect(await idOf(header({ create_date: '2024-06-06@10h00m00s' }), ...start)).not.toBe(id)
    expect(await idOf(header({ chat_metadata: { main_chat: 'Gardener - 2024' } }), ...start)).not.toBe(id)
    const marked = header({ chat_metadata: { integrity: 'mark-1' }, character_name: 'unused' })
    expect(await idOf(marked, ...start)).toBe(await idOf(marked, said('Other?')))
    const bare = await idOf(...start)
    expect(await idOf(...start, said('Why?'))).toBe(bare)
  })

  test('without a usable name is called as its file; nothing said is no conversation', async () => {
    expect((await read(header({ character_name: 'unused' }), said('Hello'))).titles).toEqual(['Gardener - 2024'])
    const { conversations, skipped } = await read(header(), header())
    expect(conversations).toEqual([])
    expect(skipped[0]!.reason).toBe('a chat in which nothing was said')
  })

  test('has notes of the application, which are not its talk', async () => {
    const { conversations } = await read(header(), said('Hello'), answered('Checkpoint', { is_system: true }))
    expect(conversations[0]!.messages.filter(isVisible)).toHaveLength(1)
    expect(conversations[0]!.conversation.counts.messages).toEqual({ user: 1, system: 1 })
  })

  test.each([
    ['null', null, /is not in the list as a message/],
    ['a text', 'gone', /is not in the list as a message/],
    ['null content', answered('x', { mes: null }), /has no content/],
    ['null author', answered('x', { is_user: null, name: null }), /has no author/],
  ])('with %s for a message is read and named', async (_, second, reason) => {
    const { conversations, unreadable } = await read(header(), said('Hello'), second, answered('Yes?'), said('So.'))
    expect(conversations[0]!.conversation.counts.path).toBe(3)
    expect(unreadable).toMatchObject([{ name: 'Gardener' }])
    expect(unreadable[0]!.reason).toMatch(reason)
  })

  test('with a broken header or line, a byte order mark or a missing end is read', async () => {
    const text = lines(header(), said('Hello'), answered('Yes?'), said('Last')).replace('"user_name"', 'user_name"')
    const { conversations, unreadable } = await collect(fileOf(`\uFEFF${text.slice(0, -10)}`, 'a.jsonl'))
    expect(conversations[0]!.messages).toHaveLength(2)
    expect(unreadable.map(({ name }) => name)).toEqual(['line 1 of a.jsonl', 'line 4 of a.jsonl'])
  })
})

test.each([
  ['2024-06-05T15:45:30.000Z', Date.UTC(2024, 5, 5, 15, 45, 30)],
  [1_717_602_330_000, 1_717_602_330_000],
  ['1717602330000', 1_717_602_330_000],
  ['June 5, 2024 3:45pm', Date.UTC(2024, 5, 5, 15, 45)],
  ['June 5, 2024 12:05am', Date.UTC(2024, 5, 5, 0, 5)],
  ['2024-6-5 @15h 45m 30s 123ms', Date.UTC(2024, 5, 5, 15, 45, 30, 123)],
  ['2024-06-05@15h45m30s', Date.UTC(2024, 5, 5, 15, 45, 30)],
  ['Juin 5, 2024 3:45pm', undefined],
  ['yesterday', undefined],
  [null, undefined],
])('the time %s', (text, time) => {
  expect(asSillyTime(text)).toBe(time)
})
