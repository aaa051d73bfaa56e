import { strToU8, zipSync, type Zippable } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { ReadEvent } from '../../domain/ports/importing.ts'
import { collect, fileOf, type Loose, simpleClaude } from '../fixtures/exports.ts'

const project = (id: string, more: Loose = {}): Loose => ({
  uuid: id,
  name: `Project ${id}`,
  description: 'All about the garden.',
  is_private: true,
  prompt_template: 'Be brief.',
  created_at: '2026-05-01T00:00:00Z',
  updated_at: '2026-05-02T00:00:00Z',
  creator: { uuid: 'account', full_name: 'Ada Reed' },
  docs: [{ uuid: 'd1', filename: 'soil.md', content: '# Soil', created_at: '2026-05-01T01:00:00Z' }],
  ...more,
})

const memories = (more: Loose = {}): Loose => ({
  conversations_memory: '**Work**\n\nGrows beans.',
  project_memories: { p1: 'Prefers short notes.', p2: '  ' },
  account_uuid: 'account',
  ...more,
})

const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value))
const zip = (files: Zippable): Blob & { name: string } => fileOf(new Uint8Array(zipSync(files)), 'export.zip')

describe('a Claude project', () => {
  test('is its description, its instructions and its documents, in this order', async () => {
    const { events, conversations } = await collect(fileOf([project('p1')], 'projects.json'))
    expect(events[0]).toMatchObject({ type: 'detected', format: 'claude-project' })
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      sourceUrl: 'https://claude.ai/project/p1',
      title: 'Project p1',
      projectName: 'Project p1',
      provider: 'claude',
      metadata: { kind: 'project', projectId: 'p1' },
      createdAt: Date.UTC(2026, 4, 1),
      updatedAt: Date.UTC(2026, 4, 2),
      counts: { path: 3, forks: 0, visibleUser: 3 },
    })
    expect(messages.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'All about the garden.' }],
      [{ type: 'text', text: 'Be brief.' }],
      [{ type: 'file', name: 'soil.md', text: '# Soil' }],
    ])
  })

  test('may be a file of its own, without texts, and with documents of one id', async () => {
    const docs = [
      { uuid: 'd', filename: 'a', content: 'A' },
      { uuid: 'd', filename: 'b', content: '' },
      { content: 'C' },
    ]
    const one = project('p1', { description: '', prompt_template: null, docs })
    const { conversations } = await collect(fileOf(`\ufeff${JSON.stringify(one)}`, 'p1.json'))
    expect(conversations[0]!.messages.map(({ parts }) => parts[0])).toEqual([
      { type: 'file', name: 'a', text: 'A' },
      { type: 'file', name: 'b' },
      { type: 'file', name: 'Document', text: 'C' },
    ])
    expect(new Set(conversations[0]!.messages.map(({ id }) => id)).size).toBe(3)
  })

  test.each([
    ['null', null, 'conversation 2 of projects.json'],
    ['a text', 'gone', 'conversation 2 of projects.json'],
    ['one without anything', { uuid: 'p2', name: 'Project p2' }, 'Project p2'],
    [
      'one with broken documents only',
      project('p2', { description: '', prompt_template: '', docs: [null] }),
      'Project p2',
    ],
  ])('that is %s is named and the others are read', async (_, second, name) => {
    const list = [project('p1'), second, project('p3'), project('p4')]
    const { titles, unreadable } = await collect(fileOf(list, 'projects.json'))
    expect(titles).toEqual(['Project p1', 'Project p3', 'Project p4'])
    expect(unreadable).toMatchObject([{ name }])
    const cut = await collect(fileOf(JSON.stringify(list).slice(0, -90), 'projects.json'))
    expect(cut.titles).toEqual(['Project p1', 'Project p3'])
    expect(cut.unreadable.at(-1)).toMatchObject({ name: 'Project p4' })
  })

  test('with one broken document keeps the others and says so', async () => {
    const { conversations, unreadable } = await collect(
      fileOf([project('p1', { docs: ['x', ...project('p')['docs']] })]),
    )
    expect(conversations[0]!.messages.map(({ parts }) => parts[0]!.type)).toEqual(['text', 'text', 'unknown', 'file'])
    expect(unreadable).toMatchObject([{ name: 'Project p1', reason: expect.stringMatching(/1 of its 4/) as string }])
  })
})

describe('Claude’s memories', () => {
  test('are one conversation for the account and one for each project, the same in every export', async () => {
    const { events, conversations } = await collect(fileOf([memories()], 'memories.json'))
    expect(events[0]).toMatchObject({ type: 'detected', format: 'claude-memories' })
    expect(conversations.map(({ conversation }) => [conversation.title, conversation.metadata])).toEqual([
      ['Claude’s memory', { kind: 'memory' }],
      ['Claude’s memory of a project', { kind: 'memory', projectId: 'p1' }],
    ])
    expect(conversations[0]!.messages[0]).toMatchObject({
      role: 'assistant',
      parts: [{ type: 'text', text: '**Work**\n\nGrows beans.' }],
    })
    const later = await collect(fileOf([memories({ conversations_memory: 'Grows peas.' })], 'memories.json'))
    const ids = (found: typeof later): string[] => found.conversations.map(({ conversation }) => conversation.id)
    expect(ids(later)).toEqual(ids({ ...later, conversations }))
  })

  test('may hold files, and lie in an archive of their own beside the names of projects', async () => {
    const split = memories({
      conversations_memory: '',
      memory_files: [null, { path: '/garden.md', content: 'Beans' }, { odd: 1 }],
    })
    const { titles, conversations, unreadable } = await collect(
      zip({ 'memories-000.zip': zipSync({ 'memories/acct.json': json(split) }) }),
    )
    expect(titles).toEqual(['Claude’s memory', 'Claude’s memory of a project'])
    expect(conversations[0]!.messages.map(({ parts }) => parts[0])).toEqual([
      { type: 'file', name: '/garden.md', text: 'Beans' },
      { type: 'unknown', kind: 'memory', raw: { odd: 1 } },
    ])
    expect(unreadable).toEqual([])
    const named = await collect(zip({ 'memories.json': json([memories()]), 'projects.json': json([project('p1')]) }))
    expect(named.titles).toEqual(['Claude’s memory', 'Claude’s memory of Project p1', 'Project p1'])
    expect(named.conversations[1]!.conversation.projectName).toBe('Project p1')
  })

  test('that are broken are named, those that are empty passed over', async () => {
    const list = [
      memories(),
      null,
      memories({ account_uuid: null, conversations_memory: 7, project_memories: 'x' }),
      'x',
    ]
    const { titles, unreadable, skipped } = await collect(fileOf(list, 'memories.json'))
    expect(titles).toHaveLength(2)
    expect(unreadable.map(({ name }) => name)).toEqual(['memory 2 of memories.json', 'memory 4 of memories.json'])
    expect(skipped).toMatchObject([{ reason: 'nothing is remembered in it' }])
  })
})

describe('a chat about a design', () => {
  const chat = (id: string, more: Loose = {}): Loose => ({
    uuid: id,
    title: `Design ${id}`,
    created_at: '2026-04-01T10:00:00Z',
    updated_at: '2026-04-01T11:00:00Z',
    project: { uuid: 'p9', name: 'Packaging' },
    messages: [
      {
        uuid: 'm1',
        role: 'user',
        created_at: '2026-04-01T10:00:00Z',
        content: {
          content: 'Draw a box',
          authorAccountUuid: 'a',
          attachments: [{ name: 'size.txt', content: '3 cm' }],
        },
      },
      {
        role: 'assistant',
        content: {
          timestamp: '2026-04-01T10:00:05Z',
          contentBlocks: [
            { type: 'thinking', text: 'A cube' },
            { type: 'tool_call', toolCall: { id: 't', name: 'write', input: { path: 'a.html' } } },
            { type: 'user_interjection', message: { content: 'Red!' } },
            { type: 'text', text: 'Here is the box.' },
            { type: 'new_kind' },
          ],
        },
      },
    ],
    ...more,
  })

  test('is a conversation', async () => {
    const { events, conversations, unreadable } = await collect(fileOf(chat('d1'), 'd1.json'))
    expect(events[0]).toMatchObject({ type: 'detected', format: 'claude-design' })
    expect(unreadable).toEqual([])
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      title: 'Design d1',
      projectName: 'Packaging',
      metadata: { kind: 'design', projectId: 'p9' },
      counts: { visibleUser: 1, visibleAssistant: 1, path: 2 },
    })
    expect(messages.map(({ parts }) => parts)).toEqual([
      [
        { type: 'text', text: 'Draw a box' },
        { type: 'file', name: 'size.txt', text: '3 cm' },
      ],
      [
        { type: 'thinking', text: 'A cube' },
        { type: 'tool_call', name: 'write', input: { path: 'a.html' }, id: 't' },
        { type: 'text', text: 'Red!' },
        { type: 'text', text: 'Here is the box.' },
        { type: 'unknown', kind: 'new_kind', raw: { type: 'new_kind' } },
      ],
    ])
  })

  test.each([
    ['null', null, 'conversation 2 of chats.json'],
    ['one without messages', chat('d2', { messages: null }), 'Design d2'],
    ['one with broken messages only', chat('d2', { messages: [null, 'x'] }), 'Design d2'],
  ])('that is %s is named and the others are read', async (_, second, name) => {
    const { titles, unreadable } = await collect(fileOf([chat('d1'), second, chat('d3')], 'chats.json'))
    expect(titles).toEqual(['Design d1', 'Design d3'])
    expect(unreadable).toMatchObject([{ name }])
  })

  test('with a broken message keeps the others', async () => {
    const broken = chat('d1', {
      messages: [...(chat('d1')['messages'] as Loose[]), null, { role: null, content: null }],
    })
    const { conversations, unreadable } = await collect(fileOf([broken]))
    expect(conversations[0]!.conversation.counts).toMatchObject({ visibleUser: 1, visibleAssistant: 1 })
    expect(unreadable).toMatchObject([{ name: 'Design d1' }])
  })
})

test('in an export with conversations projects and memories are read, and not counted among them', async () => {
  const companions = (events: readonly ReadEvent[]): string[] =>
    events.flatMap((event) =>
      event.type === 'conversation' && event.companion ? [event.imported.conversation.sourceUrl] : [],
    )
  const inside: Zippable = {
    'a-first/projects/p1.json': json(project('p1')),
    'memories.json': json([memories()]),
    'users.json': json([{ uuid: 'account', email_address: 'a@example.org' }]),
    'conversations.json': json([simpleClaude('a')]),
  }
  const { events, skipped } = await collect(zip(inside))
  expect(events.filter(({ type }) => type === 'detected')).toMatchObject([{ format: 'claude' }])
  expect(companions(events)).toContain('https://claude.ai/project/p1')
  expect(companions(events)).toHaveLength(3)
  expect(events.filter((event) => event.type === 'conversation' && !event.companion)).toHaveLength(1)
  expect(skipped).toMatchObject([{ entry: 'users.json', reason: 'account data: never kept' }])

  const split = await collect(
    zip({
      'memories-000.zip': zipSync({ 'memories/acct.json': json(memories()) }),
      'conversations-001.zip': zipSync({ 'conversations.json': json([simpleClaude('b')]) }),
      'conversations-000.zip': zipSync({ 'conversations.json': json([simpleClaude('a')]) }),
    }),
  )
  expect(companions(split.events)).toHaveLength(2)
  expect(split.titles.filter((title) => title.startsWith('Title'))).toEqual(['Title a', 'Title b'])
})
