import { describe, expect, test } from 'vitest'
import type { Part } from '../../domain/conversation.ts'
import { isVisible, partText, pathTo } from '../../domain/message-tree.ts'
import { testDamage } from '../fixtures/damaged.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const user = (...texts: string[]): Loose => ({
  versions: texts.map((text) => ({ type: 'singleStep', role: 'user', content: [{ type: 'text', text }] })),
  currentlySelected: 0,
})

const answer = (selected: number, ...versions: Loose[][]): Loose => ({
  versions: versions.map((steps) => ({
    type: 'multiStep',
    role: 'assistant',
    senderInfo: { senderName: 'qwen2.5-7b' },
    steps,
  })),
  currentlySelected: selected,
})

const block = (text: string, more: Loose = {}): Loose => ({
  type: 'contentBlock',
  stepIdentifier: '1',
  content: [{ type: 'text', text, fromDraftModel: false }],
  ...more,
})

const conversation = (id: string, messages: readonly Loose[], more: Loose = {}): Loose => ({
  name: `Title ${id}`,
  pinned: false,
  createdAt: 1_750_000_000_000,
  tokenCount: 12,
  systemPrompt: 'Be kind.',
  messages,
  ...more,
})

const simple = (id: string): Loose =>
  conversation(id, [user(`Question of ${id}?`), answer(0, [block(`Answer for ${id}.`)])])

testDamage('lm-studio', {
  make: simple,
  setMessages: (one, value) => (one['messages'] = value),
  message: (one) => one['messages'][1].versions[0],
  content: ['steps', 'content'],
  author: ['role'],
  named: 'Title x',
})

async function readOne(one: Loose): Promise<Awaited<ReturnType<typeof collect>>['conversations'][number]> {
  return (await collect(fileOf(one, '1750000000000.conversation.json'))).conversations[0]!
}

const partsOf = async (...steps: Loose[]): Promise<readonly Part[]> =>
  (await readOne(conversation('w', [user('Hello'), answer(0, steps)]))).messages[1]!.parts

describe('versions', () => {
  test('are branches; the selected ones are shown', async () => {
    const { conversation: read, messages } = await readOne(
      conversation('w', [
        user('Which?'),
        answer(1, [block('First.')], [block('Second.')], [block('Third.')]),
        user('Why?', 'Why so?'),
      ]),
    )
    expect(read).toMatchObject({
      provider: 'lmstudio',
      title: 'Title w',
      createdAt: 1_750_000_000_000,
      model: 'qwen2.5-7b',
      metadata: { prompt: 'Be kind.' },
      counts: { messages: { user: 3, assistant: 3 }, path: 3, forks: 2 },
    })
    const shown = pathTo(messages, read.activeLeafId).map(({ parts }) => parts.map(partText).join(''))
    expect(shown).toEqual(['Which?', 'Second.', 'Why?'])
  })

  test('of the first message are a fork as well, and a wrong selection is the last', async () => {
    const one = conversation('w', [{ ...user('One', 'Two'), currentlySelected: 7 }])
    const { conversation: read, messages } = await readOne(one)
    expect(read.counts).toMatchObject({ path: 1, forks: 1 })
    expect(messages.find(({ id }) => id === read.activeLeafId)!.parts).toEqual([{ type: 'text', text: 'Two' }])
  })

  test('keep the ids of what was there when more come, and the conversation its own', async () => {
    const before = await readOne(conversation('w', [user('Which?'), answer(0, [block('First.')]), user('Why?')]))
    const after = await readOne(
      conversation('renamed', [
        user('Which?'),
        answer(1, [block('First.')], [block('Second.')]),
        user('Why?'),
        user('So?'),
      ]),
    )
    expect(after.conversation.id).toBe(before.conversation.id)
    const ids = after.messages.map(({ id }) => id)
    for (const { id } of before.messages) expect(ids).toContain(id)
    expect(new Set(ids).size).toBe(5)
    expect((await readOne(conversation('w', [user('Other?')]))).conversation.id).not.toBe(before.conversation.id)
  })
})

describe('steps', () => {
  test('are thinking, text, calls to tools and what became of them', async () => {
    expect(
      await partsOf(
        block('Let me see.', { style: { type: 'thinking', ended: true, title: 'Thought for 2 s' } }),
        {
          type: 'contentBlock',
          content: [
            {
              type: 'toolCallRequest',
              callId: 1,
              toolCallRequestId: 't1',
              name: 'weather',
              parameters: { city: 'Bergen' },
            },
          ],
        },
        { type: 'toolStatus', callId: 1, statusState: { status: { type: 'toolCallSucceeded', timeMs: 3 } } },
        {
          type: 'contentBlock',
          role: 'tool',
          content: [{ type: 'toolCallResult', content: '9', toolCallRequestId: 't1' }],
        },
        { type: 'toolStatus', callId: 2, statusState: { status: { type: 'toolCallFailed', error: 'No net' } } },
        block('Nine.'),
      ),
    ).toEqual([
      { type: 'thinking', text: 'Let me see.', summary: 'Thought for 2 s' },
      { type: 'tool_call', name: 'weather', input: { city: 'Bergen' }, id: 't1' },
      {
        type: 'unknown',
        kind: 'toolStatus',
        raw: { type: 'toolStatus', callId: 1, statusState: { status: { type: 'toolCallSucceeded', timeMs: 3 } } },
      },
      { type: 'tool_result', text: '9', id: 't1' },
      { type: 'tool_result', text: 'No net', isError: true },
      { type: 'text', text: 'Nine.' },
    ])
  })

  test('for developers stay out of sight', async () => {
    const one = conversation('w', [user('Hello'), answer(0, [{ type: 'debugInfoBlock', debugInfo: 'Loaded' }])])
    const { messages } = await readOne(one)
    expect(messages[1]!.parts).toEqual([
      { type: 'unknown', kind: 'debugInfoBlock', raw: { type: 'debugInfoBlock', debugInfo: 'Loaded' } },
    ])
    expect(messages.filter(isVisible)).toHaveLength(1)
  })

  test('may hold files', async () => {
    const file = { type: 'file', fileIdentifier: '17-a.png', fileType: 'image', sizeBytes: 4 }
    const one = conversation('w', [
      {
        versions: [{ type: 'singleStep', role: 'user', content: [file, { ...file, fileType: 'text' }] }],
        currentlySelected: 0,
      },
    ])
    expect((await readOne(one)).messages[0]!.parts).toEqual([
      { type: 'image', pointer: '17-a.png', name: '17-a.png' },
      { type: 'file', name: '17-a.png', pointer: '17-a.png', size: 4 },
    ])
  })
})
