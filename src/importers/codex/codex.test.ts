import { describe, expect, test } from 'vitest'
import { zipSync } from 'fflate'
import { isVisible } from '../../domain/message-tree.ts'
import { jsonLines } from '../fixtures/claude-code.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const read = (lines: readonly unknown[]): ReturnType<typeof collect> =>
  collect(fileOf(jsonLines(lines), 'rollout.jsonl'))
let second = 0
const line = (type: string, payload: unknown): Loose => ({
  timestamp: `2026-04-02T08:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second++ % 60).padStart(2, '0')}.000Z`,
  type,
  payload,
})
const meta = (id: string): Loose =>
  line('session_meta', {
    id,
    timestamp: '2026-04-02T08:00:00.000Z',
    cwd: 'C:\\work\\bee-log\\',
    cli_version: '0.60.0',
    git: { branch: 'hives' },
    instructions: 'Be brief',
  })
const said = (role: string, text: string): Loose => ({
  type: 'message',
  role,
  content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }],
})
const item = (payload: unknown): Loose => line('response_item', payload)
const event = (type: string, more: Loose): Loose => line('event_msg', { type, ...more })
const simple = (id: string): Loose[] => [
  meta(id),
  item(said('user', `Question of ${id}?`)),
  item(said('assistant', `Answer for ${id}.`)),
]

const session = (): Loose[] => [
  meta('one'),
  item(said('developer', '<permissions instructions>read only')),
  item(said('user', '<user_instructions>Be brief</user_instructions>')),
  item(said('user', '<environment_context><cwd>C:\\work</cwd></environment_context>')),
  line('turn_context', { model: 'gpt-5.2-codex', cwd: 'C:\\work' }),
  item(said('user', '# Context from my IDE\n\n## My request:\nCount the hives')),
  event('user_message', { message: 'Count the hives' }),
  event('agent_reasoning', { text: '**Counting**' }),
  item({ type: 'reasoning', summary: [{ type: 'summary_text', text: '**Counting**' }], encrypted_content: 'gAAA' }),
  item({ type: 'reasoning', summary: [], encrypted_content: 'gAAA' }),
  event('agent_message', { message: 'I look.' }),
  item(said('assistant', 'I look.')),
  item({ type: 'function_call', name: 'shell', arguments: '{"command":["ls"]}', call_id: 'c1' }),
  item({
    type: 'function_call_output',
    call_id: 'c1',
    output: '{"output":"hive1\\nhive2\\n","metadata":{"exit_code":1}}',
  }),
  item({ type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin Patch', call_id: 'c2', status: 'completed' }),
  item({ type: 'custom_tool_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'Done' }] }),
  item({ type: 'ghost_snapshot', ghost_commit: {} }),
  item({ type: 'something_new', data: 1 }),
  line('compacted', { message: 'So far: two hives' }),
  event('agent_message', { message: 'Two hives.' }),
  event('token_count', { info: null }),
  event('task_complete', { last_agent_message: 'Two hives.' }),
]

describe('a session of Codex', () => {
  test('shows what was said once: events count only where no item says it', async () => {
    const { events, conversations, unreadable } = await read(session())
    expect(events[0]).toMatchObject({ type: 'detected', format: 'codex', provider: 'codex' })
    expect(unreadable).toEqual([])
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      projectName: 'bee-log',
      model: 'gpt-5.2-codex',
      createdAt: Date.UTC(2026, 3, 2, 8),
      metadata: { sessionId: 'one', gitBranch: 'hives', version: '0.60.0' },
      counts: { visibleUser: 1, visibleAssistant: 2, path: 3, forks: 0 },
    })
    expect(messages.filter(isVisible).map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: '# Context from my IDE\n\n## My request:\nCount the hives' }],
      [{ type: 'text', text: 'I look.' }],
      [{ type: 'text', text: 'Two hives.' }],
    ])
  })

  test('keeps reasoning, calls and results, hidden', async () => {
    const { messages } = (await read(session())).conversations[0]!
    expect(messages.filter(({ hidden }) => hidden).flatMap(({ role, parts }) => parts.map((p) => [role, p]))).toEqual([
      ['system', { type: 'text', text: '<permissions instructions>read only' }],
      ['user', { type: 'text', text: '<user_instructions>Be brief</user_instructions>' }],
      ['user', { type: 'text', text: '<environment_context><cwd>C:\\work</cwd></environment_context>' }],
      ['assistant', { type: 'thinking', text: '**Counting**' }],
      ['assistant', { type: 'tool_call', name: 'shell', input: { command: ['ls'] }, id: 'c1' }],
      ['tool', { type: 'tool_result', text: 'hive1\nhive2\n', id: 'c1', isError: true }],
      ['assistant', { type: 'tool_call', name: 'apply_patch', input: '*** Begin Patch', id: 'c2' }],
      ['tool', { type: 'tool_result', text: 'Done', id: 'c2' }],
      ['system', { type: 'unknown', kind: 'something_new', raw: { type: 'something_new', data: 1 } }],
      ['system', { type: 'text', text: 'So far: two hives' }],
    ])
  })

  test('may have the bare lines of older versions, or be one object', async () => {
    const head = { id: 'old', timestamp: '2025-06-01T10:00:00Z', instructions: null, git: { branch: 'b' } }
    const items = [said('user', 'Old question?'), said('assistant', 'Old answer.')]
    const bare = await read([head, { record_type: 'state' }, ...items])
    const object = await collect(fileOf({ session: head, items }, 'rollout.json'))
    for (const { events, conversations } of [bare, object]) {
      expect(events[0]).toMatchObject({ format: 'codex' })
      expect(conversations[0]!.conversation).toMatchObject({
        createdAt: Date.UTC(2025, 5, 1, 10),
        counts: { visibleUser: 1, visibleAssistant: 1, path: 2 },
      })
    }
    expect(bare.conversations[0]!.conversation.id).toBe(object.conversations[0]!.conversation.id)
  })

  test('that goes on from another one is named by its own id; one that grew is the same', async () => {
    const parent = await read(simple('parent'))
    const child = await read([meta('child'), ...simple('parent'), item(said('user', 'And now?'))])
    const grown = await read([...simple('parent'), item(said('user', 'And now?'))])
    const idOf = ({ conversations }: typeof parent): string => conversations[0]!.conversation.id
    expect(idOf(child)).not.toBe(idOf(parent))
    expect(idOf(grown)).toBe(idOf(parent))
    expect(grown.conversations[0]!.messages[0]!.id).toBe(parent.conversations[0]!.messages[0]!.id)
  })

  test('in which nothing was said is left out and said so', async () => {
    expect((await read([meta('x'), line('turn_context', { model: 'm' })])).skipped).toMatchObject([
      { entry: 'rollout.jsonl', reason: 'a session in which nothing was said' },
    ])
  })
})

describe('of four sessions in an archive with a broken second', () => {
  const four = (change: (lines: Loose[]) => unknown[]): Promise<Awaited<ReturnType<typeof collect>>> =>
    collect(
      fileOf(
        new Uint8Array(
          zipSync(
            Object.fromEntries(
              ['w', 'x', 'y', 'z'].map((id) => [
                `${id}.jsonl`,
                new TextEncoder().encode(jsonLines(id === 'x' ? change(simple(id)) : simple(id))),
              ]),
            ),
          ),
        ),
        'sessions.zip',
      ),
    )

  test.each([
    ['a null line', (lines: Loose[]): unknown[] => [...lines, null], ['line 4 of x.jsonl'], 4],
    ['a text', (lines: Loose[]): unknown[] => [...lines, 'gone'], ['line 4 of x.jsonl'], 4],
    [
      'null payloads',
      (lines: Loose[]): unknown[] => lines.map((one, at) => (at ? { ...one, payload: null } : one)),
      ['x'],
      3,
    ],
    [
      'null content',
      ([one, two, three]: Loose[]): unknown[] => [one, two, item({ ...three!['payload'], content: null })],
      ['Question of x?'],
      4,
    ],
    [
      'a null author',
      ([one, two, three]: Loose[]): unknown[] => [one, two, item({ ...three!['payload'], role: null })],
      ['Question of x?'],
      4,
    ],
  ])('(%s) the others are read and it is named', async (_, change, named, count) => {
    const { conversations, unreadable } = await four(change)
    expect(conversations).toHaveLength(count)
    expect(unreadable.map(({ name }) => name)).toEqual(named)
  })

  test('or a byte order mark, or cut off: what is whole is read', async () => {
    const text = jsonLines(simple('x'))
    expect((await collect(fileOf(`\uFEFF${text}`, 's.jsonl'))).conversations[0]!.messages).toHaveLength(2)
    const cut = await collect(fileOf(text.slice(0, -30), 's.jsonl'))
    expect(cut.conversations[0]!.messages).toHaveLength(1)
    expect(cut.unreadable.map(({ name }) => name)).toEqual(['line 3 of s.jsonl'])
  })
})
