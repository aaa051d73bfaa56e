import { describe, expect, test } from 'vitest'
import type { ImportedConversation } from '../../domain/conversation.ts'
import { isVisible } from '../../domain/message-tree.ts'
import { chatGpt, collect, fileOf, type Loose, node } from '../fixtures/exports.ts'

const call = (id: string, parent: string, recipient: string, text: unknown): Loose =>
  node(id, parent, 'assistant', '', {
    recipient: `canmore.${recipient}`,
    content: { content_type: 'code', language: 'json', text: typeof text === 'string' ? text : JSON.stringify(text) },
  })

const create = (id: string, parent: string, content: string, more: Loose = {}): Loose =>
  call(id, parent, 'create_textdoc', { name: 'garden_plan', type: 'document', content, ...more })

const update = (id: string, parent: string, ...updates: Loose[]): Loose =>
  call(id, parent, 'update_textdoc', { updates })

const question = (id: string, parent: string | null): Loose => node(id, parent, 'user', 'Please')
const answer = (id: string, parent: string): Loose => node(id, parent, 'assistant', 'I changed the plan.')

async function readOne(...nodes: Loose[]): Promise<ImportedConversation> {
  return (await collect(fileOf([chatGpt('x', nodes)]))).conversations[0]!
}

/** Texts of the files of each message, by the provider's id. */
const filesOf = ({ messages }: ImportedConversation): Record<string, (string | undefined)[]> =>
  Object.fromEntries(
    messages.flatMap(({ parts, metadata }) => {
      const files = parts.flatMap((part) => (part.type === 'file' ? [part.text] : []))
      return files.length > 0 ? [[String(metadata['providerId']), files]] : []
    }),
  )

describe('a document of the canvas', () => {
  test('is a file with its latest text on the next answer of the branch; nothing else is counted', async () => {
    const read = await readOne(
      question('m1', null),
      create('m2', 'm1', '# Plan\n1. Beans (early)\n2. Peas'),
      node('m3', 'm2', 'tool', 'Successfully created', { author: { role: 'tool', name: 'canmore.create_textdoc' } }),
      update('m4', 'm3', { pattern: 'Beans \\(early\\)', multiple: false, replacement: 'Broad beans' }),
      answer('m5', 'm4'),
      question('m6', 'm5'),
      update('m7', 'm6', { pattern: '.*', multiple: true, replacement: '# Plan B' }),
      answer('m8', 'm7'),
      answer('m9', 'm8'),
    )
    expect(filesOf(read)).toEqual({ m5: ['# Plan\n1. Broad beans\n2. Peas'], m8: ['# Plan B'] })
    expect(read.messages.find(({ metadata }) => metadata['providerId'] === 'm5')!.parts).toEqual([
      { type: 'text', text: 'I changed the plan.' },
      {
        type: 'file',
        name: 'garden_plan',
        mimeType: 'text/markdown',
        size: 29,
        text: '# Plan\n1. Broad beans\n2. Peas',
      },
    ])
    expect(read.conversation.counts).toMatchObject({ visibleUser: 2, visibleAssistant: 3, path: 5, toolCalls: 3 })
  })

  test('has a text of its own in each branch', async () => {
    const read = await readOne(
      question('m1', null),
      create('m2', 'm1', 'one two two'),
      answer('m3', 'm2'),
      update('m4', 'm3', { pattern: 'two', multiple: false, replacement: 'three' }),
      answer('m5', 'm4'),
      update('m6', 'm3', { pattern: 'two', multiple: true, replacement: 'four' }),
      answer('m7', 'm6'),
    )
    expect(filesOf(read)).toEqual({ m3: ['one two two'], m5: ['one three two'], m7: ['one four four'] })
  })

  test('stays with the call that made it where no answer follows', async () => {
    const read = await readOne(question('m1', null), create('m2', 'm1', 'alone'), question('m3', 'm2'))
    expect(filesOf(read)).toEqual({ m2: ['alone'] })
    expect(read.messages.filter(isVisible)).toHaveLength(2)
  })

  test('is kept as far as it goes where its JSON is cut short; edits that do not fit leave it as it was', async () => {
    const cut = '{"name":"code","type":"code/python","content":"print(1)\\nprint(\\u00'
    const read = await readOne(
      question('m1', null),
      call('m2', 'm1', 'create_textdoc', cut),
      update(
        'm3',
        'm2',
        { pattern: 'not there', replacement: 'x' },
        { pattern: null },
        { pattern: '', replacement: '' },
      ),
      call('m4', 'm3', 'update_textdoc', '{"updates":[{"pattern":"pri'),
      call('m5', 'm4', 'comment_textdoc', { comments: [{ pattern: 'print', comment: 'why' }] }),
      answer('m6', 'm5'),
    )
    expect(filesOf(read)).toEqual({ m6: ['print(1)\nprint('] })
    expect(read.messages.at(-1)!.parts[1]).toMatchObject({ name: 'code', mimeType: 'text/x-python' })
    const orphan = await readOne(
      question('m1', null),
      update('m2', 'm1', { pattern: 'a', replacement: 'b' }),
      answer('m3', 'm2'),
    )
    expect(filesOf(orphan)).toEqual({})
  })

  test('never runs a foreign pattern, and does not grow without end', async () => {
    const nodes = [question('m0', null), create('m1', 'm0', 'a'.repeat(40))]
    const evil = { pattern: '^(a+)+$', multiple: true, replacement: 'x' }
    const double = { pattern: 'a', multiple: true, replacement: 'aa' }
    for (let at = 2; at < 60; at++) nodes.push(update(`m${at}`, `m${at - 1}`, evil, double))
    nodes.push(answer('m60', 'm59'))
    const started = performance.now()
    const [text] = filesOf(await readOne(...nodes))['m60']!
    expect(text!.length).toBeLessThanOrEqual(1024 * 1024)
    expect(text).toMatch(/^a+$/)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
