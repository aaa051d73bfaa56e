import { describe, expect, test } from 'vitest'
import type { Message, Part } from '../../domain/conversation.ts'
import { isVisible, pathTo } from '../../domain/message-tree.ts'
import { claude, CLAUDE_ROOT, claudeMessage, collect, fileOf, type Loose } from '../fixtures/exports.ts'

async function readOne(conversation: Loose): Promise<Awaited<ReturnType<typeof collect>>['conversations'][number]> {
  return (await collect(fileOf([conversation]))).conversations[0]!
}

const partsOf = async (more: Loose, text = 'Plain'): Promise<readonly Part[]> =>
  (await readOne(claude('x', [claudeMessage('c1', CLAUDE_ROOT, 'assistant', text, more)]))).messages[0]!.parts

const idsOf = (messages: readonly Message[]): unknown[] => messages.map(({ metadata }) => metadata['providerId'])

describe('a Claude conversation', () => {
  test('carries what the web API adds', async () => {
    const messages = [
      claudeMessage('c1', CLAUDE_ROOT, 'human', 'Pick'),
      claudeMessage('c2', 'c1', 'assistant', 'First'),
      claudeMessage('c3', 'c1', 'assistant', 'Second'),
    ]
    const { conversation, messages: read } = await readOne(
      claude('x', messages, {
        model: 'claude-sonnet-4',
        current_leaf_message_uuid: 'c2',
        is_starred: true,
        project: { uuid: 'p', name: 'Garden' },
        summary: 'Picks',
      }),
    )
    expect(conversation).toMatchObject({
      sourceUrl: 'https://claude.ai/chat/x',
      model: 'claude-sonnet-4',
      projectName: 'Garden',
      metadata: { starred: true, projectId: 'p', summary: 'Picks' },
      createdAt: Date.UTC(2026, 4, 1, 10),
      counts: { forks: 1, path: 2, messages: { user: 1, assistant: 2 } },
    })
    expect(idsOf(pathTo(read, conversation.activeLeafId))).toEqual(['c1', 'c2'])
  })

  test('is ordered by parent, whatever the order in the file and the times', async () => {
    const same = { created_at: '2026-05-01T10:00:00.000000Z' }
    const { messages } = await readOne(
      claude('x', [
        claudeMessage('c3', 'c2', 'human', 'three', same),
        claudeMessage('c2', 'c1', 'assistant', 'two', same),
        claudeMessage('c1', CLAUDE_ROOT, 'human', 'one', same),
      ]),
    )
    expect(idsOf(messages)).toEqual(['c1', 'c2', 'c3'])
  })

  test('without parents is one branch: by index, else by time, else by place; a stated leaf does not cut it', async () => {
    const message = (uuid: string, more: Loose): Loose => claudeMessage(uuid, null, 'human', uuid, more)
    const byIndex = [message('c1', { index: 2 }), message('c2', { index: 0 }), message('c3', { index: 1 })]
    const { conversation, messages } = await readOne(claude('x', byIndex, { current_leaf_message_uuid: 'c3' }))
    expect(idsOf(messages)).toEqual(['c2', 'c3', 'c1'])
    expect(conversation.counts.path).toBe(3)
    const byTime = await readOne(claude('x', [message('c7', {}), message('c5', {})]))
    expect(idsOf(byTime.messages)).toEqual(['c5', 'c7'])
    const noTimes = { created_at: null }
    const byPlace = await readOne(claude('x', [message('b', noTimes), message('a', noTimes)]))
    expect(idsOf(byPlace.messages)).toEqual(['b', 'a'])
  })

  test('with missing parents, cycles, and messages without or with the same id loses nothing', async () => {
    const { conversation, messages } = await readOne(
      claude('x', [
        claudeMessage('c1', 'gone', 'human', 'orphan'),
        claudeMessage('c2', 'c3', 'assistant', 'round'),
        claudeMessage('c3', 'c2', 'human', 'and round'),
        claudeMessage('c1', CLAUDE_ROOT, 'human', 'the same id'),
        { ...claudeMessage('c4', CLAUDE_ROOT, 'human', 'no id'), uuid: null },
      ]),
    )
    expect(messages).toHaveLength(5)
    expect(new Set(messages.map(({ id }) => id)).size).toBe(5)
    expect(conversation.counts.visibleUser).toBe(4)
  })
})

describe('a shared Claude conversation', () => {
  const snapshot = (more: Loose = {}): Loose => ({
    uuid: 'snapshot',
    conversation_uuid: 'x',
    snapshot_name: 'Beans',
    up_to_date: true,
    created_at: '2026-05-01T10:10:00Z',
    chat_messages: [
      { uuid: 'c2', index: 1, sender: 'assistant', text: 'In May.', content: null },
      { uuid: 'c1', index: 0, sender: 'human', text: 'When?', content: null },
      { uuid: 'c3', index: 2, sender: 'human', text: '', content: [{ type: 'text', text: 'Sure?' }] },
    ],
    ...more,
  })

  test('is the conversation it was taken of, ordered by index', async () => {
    const { conversations } = await collect(fileOf(snapshot(), 'snapshot.json'))
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({ sourceUrl: 'https://claude.ai/chat/x', title: 'Beans', counts: { path: 3 } })
    expect(messages.map(({ parts }) => parts)).toEqual(
      ['When?', 'In May.', 'Sure?'].map((text) => [{ type: 'text', text }]),
    )
    const live = await collect(fileOf(claude('x', [claudeMessage('c1', CLAUDE_ROOT, 'human', 'When?')]), 'live.json'))
    expect(messages[0]!.id).toBe(live.conversations[0]!.messages[0]!.id)
  })

  test('without messages is named by its title', async () => {
    const { titles, unreadable } = await collect(fileOf([snapshot(), snapshot({ chat_messages: null })]))
    expect(titles).toEqual(['Beans'])
    expect(unreadable).toMatchObject([{ name: 'Beans', reason: 'Its messages are empty (null) in the export.' }])
  })
})

describe('documents written with tools', () => {
  const use = (name: string, input: Loose): Loose => ({ type: 'tool_use', id: 't', name, input })
  const artifact = (input: Loose): Loose => use('artifacts', { id: 'plan', ...input })
  const created = artifact({ command: 'create', type: 'text/markdown', title: 'Plan', content: '# Plan\n1. Dig' })
  const updated = artifact({ command: 'update', old_str: 'Dig', new_str: 'Dig deep', version_uuid: 'v2' })
  const said = { type: 'text', text: 'Here it is.' }
  const message = (uuid: string, parent: string, content: Loose[]): Loose =>
    claudeMessage(uuid, parent, 'assistant', '', { content })
  const filesOf = (messages: readonly Message[]): (string | undefined)[][] =>
    messages.map(({ parts }) => parts.flatMap((part) => (part.type === 'file' ? [part.text] : [])))

  test('are files with the whole text of each version of an artifact', async () => {
    const { messages } = await readOne(
      claude('x', [
        message('c1', CLAUDE_ROOT, [said, created, updated]),
        message('c2', 'c1', [said, artifact({ command: 'rewrite', content: '# New' })]),
        message('c3', 'c1', [said, artifact({ command: 'update', old_str: '1.', new_str: '2.' })]),
        message('c4', 'c3', [said, artifact({ command: 'update', old_str: 'gone', new_str: 'x' }), artifact({})]),
      ]),
    )
    expect(filesOf(messages)).toEqual([
      ['# Plan\n1. Dig', '# Plan\n1. Dig deep'],
      ['# New'],
      ['# Plan\n2. Dig deep'],
      [],
    ])
    expect(messages[0]!.parts.at(-1)).toEqual({
      type: 'file',
      name: 'Plan',
      mimeType: 'text/markdown',
      size: 18,
      text: '# Plan\n1. Dig deep',
    })
    expect(messages[1]!.parts.at(-1)).toMatchObject({ name: 'plan', mimeType: 'text/markdown' })
  })

  test('of a message that says nothing are on the next answer, so that none comes into sight', async () => {
    const { conversation, messages } = await readOne(
      claude('x', [
        message('c1', CLAUDE_ROOT, [created]),
        message('c2', 'c1', [updated, said]),
        message('c3', 'c2', [artifact({ command: 'rewrite', content: '# Last' })]),
      ]),
    )
    expect(filesOf(messages)).toEqual([[], ['# Plan\n1. Dig', '# Plan\n1. Dig deep'], ['# Last']])
    expect(conversation.counts.visibleAssistant).toBe(1)
  })

  test('and edited by path are files with their last text', async () => {
    const path = '/mnt/user-data/outputs/notes.md'
    const { messages } = await readOne(
      claude('x', [
        message('c1', CLAUDE_ROOT, [
          use('create_file', { path, file_text: 'one two', description: 'Notes' }),
          use('create_file', { path: '/home/claude/run.py', file_text: 'print(1)' }),
          use('str_replace', { path, old_str: 'two', new_str: 'three' }),
          use('str_replace', { path: '/unknown', old_str: 'one', new_str: 'x' }),
          use('str_replace_based_edit_tool', { command: 'str_replace', path, old_str: 'one ' }),
          use('create_file', null as never),
          said,
        ]),
      ]),
    )
    expect(messages[0]!.parts.slice(-2)).toEqual([
      { type: 'file', name: 'run.py', size: 8, text: 'print(1)' },
      { type: 'file', name: 'notes.md', mimeType: 'text/markdown', size: 5, text: 'three' },
    ])
  })
})

describe('parts', () => {
  test('come from the blocks, never from the poisoned text', async () => {
    const content = [
      { type: 'thinking', thinking: 'Let me see', summaries: [{ summary: 'Seeing' }] },
      { type: 'text', text: 'Before.', citations: [{ details: { type: 'web', url: 'https://e.org/' } }] },
      { type: 'tool_use', id: 't1', name: 'artifacts', input: { command: 'create', content: '# Plan' } },
      {
        type: 'tool_result',
        tool_use_id: 't1',
        name: 'artifacts',
        content: [{ type: 'text', text: 'OK' }],
        is_error: true,
      },
      { type: 'text', text: 'After.' },
      { type: 'token_budget', remaining: null },
      { type: 'new_kind', data: 1 },
    ]
    const text = 'Before.\n```\nThis block is not supported on your current device yet.\n```\nAfter.'
    expect(await partsOf({ content, text })).toEqual([
      { type: 'thinking', text: 'Let me see', summary: 'Seeing' },
      { type: 'text', text: 'Before.' },
      { type: 'citation', url: 'https://e.org/' },
      { type: 'tool_call', name: 'artifacts', input: { command: 'create', content: '# Plan' }, id: 't1' },
      { type: 'tool_result', text: 'OK', name: 'artifacts', id: 't1', isError: true },
      { type: 'text', text: 'After.' },
      { type: 'unknown', kind: 'new_kind', raw: { type: 'new_kind', data: 1 } },
      { type: 'file', name: 'Document', size: 6, text: '# Plan' },
    ])
  })

  test('of a search name the pages it found, those of a text each page once', async () => {
    const page = { type: 'knowledge', title: 'Herons', url: 'https://e.org/', text: 'They nest in May.', metadata: {} }
    const cite = { start_index: 0, end_index: 4, details: { type: 'web_search_citation', url: 'https://e.org/' } }
    const other = { uuid: 'c', sources: [{ url: 'https://f.org/', title: 'F' }] }
    const content = [
      { type: 'tool_result', name: 'web_search', content: [page, { type: 'local_resource', name: 'plan.pdf' }, null] },
      {
        type: 'tool_result',
        name: 'weather',
        content: [],
        display_content: { type: 'json_block', json_block: '{"t":7}' },
      },
      { type: 'text', text: 'In May.', citations: [cite, cite, other, { details: { url: 'javascript:1' } }] },
      { type: 'voice_note', title: 'Note', text: 'Spoken' },
    ]
    expect(await partsOf({ content })).toEqual([
      { type: 'tool_result', name: 'web_search', text: 'Herons\nThey nest in May.\n\nplan.pdf' },
      { type: 'citation', url: 'https://e.org/', title: 'Herons' },
      { type: 'tool_result', name: 'weather', text: '{"t":7}' },
      { type: 'text', text: 'In May.' },
      { type: 'citation', url: 'https://f.org/', title: 'F' },
      { type: 'text', text: 'Note\n\nSpoken' },
    ])
  })

  test.each([
    ['an empty list', []],
    ['null', null],
    ['no list', 'a text'],
    ['a block whose text is null', [{ type: 'text', text: null }]],
    ['no text block', [{ type: 'tool_use', name: 'x', input: {} }]],
  ])('come from the text where content is %s', async (_, content) => {
    expect((await partsOf({ content }, 'Old message'))[0]).toEqual({ type: 'text', text: 'Old message' })
  })

  test('a message that is nothing but a tool call stays out of sight', async () => {
    const content = [{ type: 'tool_use', name: 'x', input: {} }]
    const text = '```\nThis block is not supported on your current device yet.\n```'
    const { messages } = await readOne(claude('x', [claudeMessage('c1', CLAUDE_ROOT, 'assistant', text, { content })]))
    expect(messages[0]!.parts.map(({ type }) => type)).toEqual(['tool_call'])
    expect(messages.filter(isVisible)).toEqual([])
  })

  test('keep the text of attached documents, and name files once', async () => {
    const more = {
      attachments: [{ file_name: 'notes.txt', file_size: 11, file_type: 'txt', extracted_content: 'hello notes' }],
      files: [{ file_name: 'photo.png', file_uuid: 'f-1' }],
      files_v2: [
        { file_name: 'photo.png', file_uuid: 'f-1', file_kind: 'image' },
        { file_name: 'table.csv', file_uuid: 'f-2', file_kind: 'blob' },
      ],
    }
    expect((await partsOf(more)).slice(1)).toEqual([
      { type: 'file', name: 'notes.txt', mimeType: 'txt', size: 11, text: 'hello notes' },
      { type: 'image', pointer: 'f-1', name: 'photo.png' },
      { type: 'file', name: 'table.csv' },
    ])
  })

  test('of older answers: reasoning and artifacts stand between tags', async () => {
    const text =
      '<antThinking>Plan it</antThinking>Here:\n' +
      '<antArtifact identifier="a" type="application/vnd.ant.code" language="python" title="T">\nprint(1)\n</antArtifact>' +
      '<antArtifact type="text/markdown">\n# Notes\n</antArtifact>Done <antThinking>never closed'
    expect(await partsOf({ content: [{ type: 'text', text }] })).toEqual([
      { type: 'thinking', text: 'Plan it' },
      { type: 'text', text: 'Here:\n' },
      { type: 'code', text: 'print(1)', language: 'python' },
      { type: 'text', text: '# Notes' },
      { type: 'text', text: 'Done <antThinking>never closed' },
    ])
    const started = performance.now()
    await partsOf({ content: [{ type: 'text', text: '<antThinking>'.repeat(50_000) }] })
    await partsOf({ content: [{ type: 'text', text: '<antArtifact '.repeat(50_000) }] })
    expect(performance.now() - started).toBeLessThan(3000)
  })
})
