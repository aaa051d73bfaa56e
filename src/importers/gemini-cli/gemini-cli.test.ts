import { describe, expect, test } from 'vitest'
import { isVisible, pathTo } from '../../domain/message-tree.ts'
import { jsonLines } from '../fixtures/claude-code.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const message = (id: string, type: string, content: unknown, more: Loose = {}): Loose => ({
  id,
  timestamp: `2026-02-03T07:00:0${/\d/.exec(id)?.[0] ?? 0}.000Z`,
  type,
  content,
  ...more,
})
const session = (id: string, messages?: unknown, more: Loose = {}): Loose => ({
  sessionId: id,
  projectHash: 'f00d',
  startTime: '2026-02-03T07:00:00.000Z',
  lastUpdated: '2026-02-03T07:05:00.000Z',
  messages: messages ?? [
    message('m1', 'user', `Question of ${id}?`),
    message('m2', 'gemini', `Answer for ${id}.`, { model: 'gemini-3-pro' }),
  ],
  ...more,
})

describe('a session of Gemini CLI', () => {
  test('has messages, thoughts, tools, and notes of the program, which are hidden', async () => {
    const messages = [
      message('m0', 'info', 'Update available'),
      message('m1', 'user', [{ text: 'Look at @notes.txt\n--- content ---' }], {
        displayContent: 'Look at @notes.txt',
      }),
      message('m2', 'gemini', 'Three notes.', {
        model: 'gemini-3-pro',
        thoughts: [{ subject: 'Reading', description: 'I read the file.', timestamp: 'x' }],
        toolCalls: [
          {
            id: 't1',
            name: 'read_file',
            args: { path: 'notes.txt' },
            status: 'success',
            result: [{ functionResponse: { id: 't1', name: 'read_file', response: { output: 'a\nb\nc' } } }],
          },
        ],
      }),
      message('m3', 'user', [{ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }, { text: 'And this?' }]),
      message('m4', 'error', 'Quota reached'),
    ]
    const { events, conversations } = await collect(
      fileOf(session('s', messages, { summary: 'Notes', directories: ['/home/ada/notes'] }), 'session.json'),
    )
    expect(events[0]).toMatchObject({ format: 'gemini-cli', provider: 'gemini' })
    const { conversation, messages: read } = conversations[0]!
    expect(conversation).toMatchObject({
      title: 'Notes',
      projectName: 'notes',
      model: 'gemini-3-pro',
      counts: { visibleUser: 2, visibleAssistant: 1, path: 3 },
    })
    expect(
      read.filter(isVisible).map(({ parts }) => parts.map((part) => ('text' in part ? part.text : part.type))),
    ).toEqual([
      ['Look at @notes.txt'],
      ['I read the file.', 'Three notes.', 'tool_call', 'a\nb\nc'],
      ['image', 'And this?'],
    ])
    expect(read.at(-1)).toMatchObject({ role: 'system', parts: [{ type: 'error', text: 'Quota reached' }] })
  })

  test('may be lines that build it up; what was taken back stays as a branch', async () => {
    const { messages: _, ...head } = session('s')
    const { conversation, messages } = (
      await collect(
        fileOf(
          jsonLines([
            head,
            message('m1', 'user', 'First?'),
            message('m2', 'gemini', ''),
            message('m2', 'gemini', 'First answer.'),
            message('m3', 'user', 'A way'),
            { $rewindTo: 'm3' },
            message('m4', 'user', 'Another way'),
            { $set: { summary: 'Ways', lastUpdated: '2026-02-03T08:00:00.000Z' } },
          ]),
          'session.jsonl',
        ),
      )
    ).conversations[0]!
    expect(conversation).toMatchObject({ title: 'Ways', updatedAt: Date.UTC(2026, 1, 3, 8), counts: { forks: 1 } })
    expect(pathTo(messages, conversation.activeLeafId).map(({ metadata }) => metadata['providerId'])).toEqual([
      'm1',
      'm2',
      'm4',
    ])
    expect(messages[1]!.parts).toEqual([{ type: 'text', text: 'First answer.' }])
  })

  test('of a helper is left out and said so', async () => {
    const { skipped } = await collect(fileOf(session('s', undefined, { kind: 'subagent' }), 'session.json'))
    expect(skipped).toMatchObject([{ entry: 'the work of a helper in session s' }])
  })
})

describe('of four sessions with a broken second', () => {
  const four = (x: unknown): unknown[] => [session('w'), x, session('y'), session('z')]
  const [ask, answer] = session('x')['messages'] as [Loose, Loose]
  test.each([
    ['null', null, 'line 2 of s.json', 3],
    ['a text', 'gone', 'line 2 of s.json', 3],
    ['no messages', { ...session('x'), messages: undefined }, 'x', 3],
    ['null messages', { ...session('x'), messages: null }, 'x', 3],
    ['a text for messages', { ...session('x'), messages: 'gone' }, 'x', 3],
    ['null content', session('x', [ask, { ...answer, content: null }]), 'Question of x?', 4],
    ['null author', session('x', [ask, { ...answer, type: null }]), 'Question of x?', 4],
    ['a null message', session('x', [ask, null]), 'Question of x?', 4],
    ['nothing but null messages', session('x', [null, null]), 'x', 3],
  ])('(%s) the others are read and it is named', async (_, x, named, count) => {
    const { conversations, unreadable } = await collect(fileOf(four(x), 's.json'))
    expect(conversations).toHaveLength(count)
    expect(unreadable.map(({ name }) => name)).toEqual([named])
  })

  test('or a byte order mark, or cut off: what is whole is read', async () => {
    const text = JSON.stringify(four(session('x')))
    expect((await collect(fileOf(`\uFEFF${text}`, 's.json'))).conversations).toHaveLength(4)
    const cut = await collect(fileOf(text.slice(0, -60), 's.json'))
    expect(cut.conversations).toHaveLength(3)
    expect(cut.unreadable).toHaveLength(1)
  })
})
