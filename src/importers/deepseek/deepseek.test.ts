import { describe, expect, test } from 'vitest'
import { testDamage } from '../fixtures/damaged.ts'
import { chatGpt, collect, fileOf, type Loose, node, simpleChatGpt } from '../fixtures/exports.ts'
import { parseDeepSeek } from './deepseek.ts'

const AT = '2025-04-29T11:59:13.202000+08:00'

function turn(id: string, parent: string, fragments: unknown, more: Loose = {}): Loose {
  return {
    id,
    parent,
    children: [],
    message: { files: [], model: 'deepseek-reasoner', inserted_at: AT, fragments, ...more },
  }
}

const ask = (id: string, parent: string, content: string, more: Loose = {}): Loose =>
  turn(id, parent, [{ type: 'REQUEST', content }], more)
const answer = (id: string, parent: string, content: string, more: Loose = {}): Loose =>
  turn(id, parent, [{ type: 'RESPONSE', content }], more)

function deepSeek(title: string, nodes: readonly Loose[]): Loose {
  const all = [{ id: 'root', parent: null, children: [], message: null }, ...nodes]
  return {
    id: `id-${title}`,
    title,
    inserted_at: AT,
    updated_at: '2025-04-29T12:44:11.402000+08:00',
    mapping: Object.fromEntries(all.map((one) => [one['id'], one])),
  }
}

const simple = (title: string): Loose => deepSeek(title, [ask('1', 'root', 'What is it?'), answer('2', '1', 'That.')])

const readOne = async (value: unknown) => (await collect(fileOf([value]))).conversations[0]!

describe('a DeepSeek conversation', () => {
  test('has an address, times of its zone, thoughts and pages', async () => {
    const { conversation, messages } = await readOne(
      deepSeek('Kites', [
        ask('1', 'root', 'Which wind?', { files: [{ id: 'f1', file_name: 'wind.pdf', file_size: 9 }] }),
        turn('2', '1', [
          {
            type: 'SEARCH',
            results: [{ url: 'https://kites.example/', title: 'Kites', snippet: 'soft' }, { url: 'x' }],
          },
          { type: 'THINK', content: 'Hm, wind.' },
          { type: 'RESPONSE', content: 'A soft one [citation:1].' },
          { type: 'TOOL_NEW', content: 'x' },
        ]),
      ]),
    )
    expect(conversation).toMatchObject({
      provider: 'deepseek',
      sourceUrl: 'https://chat.deepseek.com/a/chat/s/id-Kites',
      createdAt: Date.UTC(2025, 3, 29, 3, 59, 13, 202),
      updatedAt: Date.UTC(2025, 3, 29, 4, 44, 11, 402),
      model: 'deepseek-reasoner',
    })
    expect(messages.map(({ role, parts }) => [role, parts])).toEqual([
      [
        'user',
        [
          { type: 'text', text: 'Which wind?' },
          { type: 'file', pointer: 'f1', name: 'wind.pdf', size: 9 },
        ],
      ],
      [
        'assistant',
        [
          { type: 'citation', url: 'https://kites.example/', title: 'Kites', text: 'soft' },
          { type: 'thinking', text: 'Hm, wind.' },
          { type: 'text', text: 'A soft one.' },
          { type: 'unknown', kind: 'TOOL_NEW', raw: { type: 'TOOL_NEW', content: 'x' } },
        ],
      ],
    ])
  })

  test('shows the last branch: of the same moment the higher number, not the one that sorts later', async () => {
    const nodes = [
      ask('1', 'root', 'Which?'),
      answer('2', '1', 'This.'),
      answer('9', '1', 'That.'),
      answer('10', '1', 'The other.'),
    ]
    const { conversation, messages } = await readOne(deepSeek('Forked', nodes))
    expect(conversation.counts).toMatchObject({ forks: 1, path: 2 })
    expect(messages.find(({ id }) => id === conversation.activeLeafId)!.metadata['providerId']).toBe('10')
  })

  test('of the older kind is text that takes turns', async () => {
    const older = (content: string, more: Loose = {}): Loose => ({
      message: { files: [], search_results: null, model: 'deepseek-chat', inserted_at: AT, content, ...more },
    })
    const { messages } = await readOne(
      deepSeek('Old', [
        { id: '1', parent: 'root', ...older('Which tea?', { reasoning_content: null }) },
        { id: '2', parent: '1', ...older('Green.', { reasoning_content: 'Tea.' }) },
        { id: '3', parent: '1', ...older('Black.', { search_results: [{ url: 'https://tea.example/' }] }) },
        { id: '4', parent: '3', ...older('Why?') },
      ]),
    )
    const said = messages.map(({ role, parts }) => [role, ...parts.map(({ type }) => type)])
    expect(said).toEqual([
      ['user', 'text'],
      ['assistant', 'thinking', 'text'],
      ['assistant', 'text', 'citation'],
      ['user', 'text'],
    ])
  })

  test('is told from one of ChatGPT, which has the same tree', async () => {
    const formats = async (...values: unknown[]): Promise<unknown[]> =>
      (await collect(fileOf(values))).events.flatMap((event) => (event.type === 'detected' ? [event.format] : []))
    expect(await formats(simple('a'))).toEqual(['deepseek'])
    expect(await formats(deepSeek('empty', []))).toEqual(['deepseek'])
    expect(await formats(simpleChatGpt('a'))).toEqual(['chatgpt'])
    const quoting = chatGpt('q', [node('m1', null, 'user', 'What are "fragments": [{"type": "REQUEST"}] for?')])
    expect(await formats(quoting)).toEqual(['chatgpt'])
  })

  test('survives cycles, and long chains in time', async () => {
    const ring = [ask('1', '3', 'a'), answer('2', '1', 'b'), ask('3', '2', 'c')]
    expect((await readOne(deepSeek('Ring', ring))).messages).toHaveLength(3)
    const untold = { content: 'x' }
    const chain = Array.from({ length: 20_000 }, (_, at) => turn(String(at), String(at + 1), undefined, untold))
    const long = deepSeek('Long', chain)
    const started = performance.now()
    const parsed = parseDeepSeek(long)
    expect(performance.now() - started).toBeLessThan(3000)
    expect(parsed.ok && parsed.draft.nodes.length).toBe(20_001)
  })
})

testDamage('deepseek', {
  make: simple,
  setMessages: (one, value) => (one['mapping'] = value),
  message: ({ mapping }) => mapping['1'].message,
  content: ['fragments'],
  author: [],
  named: 'x',
})
