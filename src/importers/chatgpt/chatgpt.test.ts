import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { Message, Part } from '../../domain/conversation.ts'
import { isVisible } from '../../domain/message-tree.ts'
import { chatGpt, collect, fileOf, type Loose, node } from '../fixtures/exports.ts'

async function readOne(conversation: Loose): Promise<Awaited<ReturnType<typeof collect>>['conversations'][number]> {
  return (await collect(fileOf([conversation]))).conversations[0]!
}

/** The message made of one node that follows a question. */
async function readMessage(role: string, message: Loose): Promise<Message> {
  const { messages } = await readOne(
    chatGpt('x', [node('m1', null, 'user', 'Question?'), node('m2', 'm1', role, '', message)]),
  )
  return messages[1]!
}

const partsOf = async (role: string, content: Loose, more: Loose = {}): Promise<readonly Part[]> =>
  (await readMessage(role, { content, ...more })).parts

describe('a ChatGPT conversation', () => {
  test('carries times in milliseconds, models, project, flags and address', async () => {
    const nodes = [
      node('m1', null, 'user', 'Hi', { create_time: '1750000001.5' }),
      node('m2', 'm1', 'assistant', 'Hello', { create_time: null, metadata: { model_slug: 'o4-mini' } }),
    ]
    const { conversation, messages } = await readOne(
      chatGpt('id/1', nodes, {
        create_time: '2025-06-15T15:06:40Z',
        default_model_slug: 'gpt-5',
        is_archived: true,
        is_starred: true,
        gizmo_id: 'g-p-1',
        gizmo_type: 'snorlax',
        gizmo: { display: { name: 'Garden' } },
      }),
    )
    expect(conversation).toMatchObject({
      sourceUrl: 'https://chatgpt.com/c/id%2F1',
      createdAt: 1_750_000_000_000,
      updatedAt: 1_750_000_100_000,
      model: 'gpt-5',
      projectName: 'Garden',
      metadata: { archived: true, starred: true, gizmoId: 'g-p-1', gizmoType: 'snorlax' },
    })
    expect(messages[0]!.createdAt).toBe(1_750_000_001_500)
    expect(messages[1]!.createdAt).toBeUndefined()
    expect(messages.map(({ model }) => model)).toEqual([undefined, 'o4-mini'])
  })

  test('takes its title from the first words where it has none, and its address from its bytes', async () => {
    const words = `\n  ${'word '.repeat(40)}\nsecond line`
    const titled = await readOne(
      chatGpt('x', [node('m1', null, 'user', words)], { title: '', id: null, conversation_id: null }),
    )
    expect(titled.conversation.title).toMatch(/^word .*word…$/)
    expect(titled.conversation.title.length).toBeLessThanOrEqual(80)
    expect(titled.conversation.sourceUrl).toMatch(/^vivim:import:[0-9a-f]{64}$/)
    const silent = await readOne(chatGpt('x', [node('m1', null, 'assistant', 'Hello')], { title: null }))
    expect(silent.conversation.title).toBe('Untitled')
  })

  test('finds parents in children lists, and survives parents that are missing', async () => {
    const fromChildren = chatGpt('x', [
      { id: 'r', children: ['m1'], message: null },
      { ...node('m1', null, 'user', 'a'), parent: undefined, children: ['m2', 'm3'] },
      { ...node('m2', null, 'assistant', 'b'), parent: undefined },
      { ...node('m3', null, 'assistant', 'c'), parent: 'gone' },
      { ...node('m4', null, 'assistant', 'd'), parent: 'gone' },
    ])
    const { conversation, messages } = await readOne(fromChildren)
    const names = new Map(messages.map((message) => [message.id, message.metadata['providerId']]))
    expect(messages.map(({ parentId, metadata }) => [metadata['providerId'], names.get(parentId ?? '')])).toEqual([
      ['m1', undefined],
      ['m2', 'm1'],
      ['m3', 'm1'],
      ['m4', undefined],
    ])
    expect(conversation.counts.forks).toBe(1)
  })

  test.each([null, 'unknown', undefined])('with current node %s shows the last leaf by time', async (current) => {
    const nodes = [
      node('m1', null, 'user', 'a'),
      node('m9', 'm1', 'assistant', 'late'),
      node('m2', 'm1', 'assistant', 'early'),
    ]
    const { conversation, messages } = await readOne(chatGpt('x', nodes, { current_node: current }))
    expect(messages.find(({ id }) => id === conversation.activeLeafId)?.metadata['providerId']).toBe('m9')
    expect(conversation.counts.path).toBe(2)
  })

  test('survives a cycle', async () => {
    const { messages } = await readOne(
      chatGpt('x', [node('m1', 'm3', 'user', 'a'), node('m2', 'm1', 'assistant', 'b'), node('m3', 'm2', 'user', 'c')]),
    )
    expect(messages.map(({ metadata }) => metadata['providerId'])).toEqual(['m1', 'm2', 'm3'])
  })
})

describe('what the web API gives', () => {
  const two = (): Loose[] => ['a', 'b'].map((id) => chatGpt(id, [node('m1', null, 'user', 'Hi')]))

  test.each([
    ['one conversation', (): unknown => two()[0], ['Title a']],
    ['a list of them', two, ['Title a', 'Title b']],
    ['a list inside an object', (): unknown => ({ conversations: two() }), ['Title a', 'Title b']],
  ])('is read where it is %s', async (_, make, titles) => {
    expect((await collect(fileOf(make(), 'chat.json'))).titles).toEqual(titles)
  })

  test('as a list of titles names each, and says why it cannot be read', async () => {
    const items: unknown[] = ['a', 'b', 'c'].map((id) => ({
      id,
      title: `Title ${id}`,
      create_time: '2025-06-15T15:06:40.123456Z',
      update_time: null,
      mapping: null,
      current_node: null,
    }))
    items[1] = null
    const { conversations, unreadable } = await collect(fileOf({ items, total: 3, limit: 28, offset: 0 }))
    expect(conversations).toEqual([])
    expect(unreadable).toEqual([
      expect.objectContaining({ name: 'Title a', reason: expect.stringMatching(/only a list of titles/) as string }),
      expect.objectContaining({ name: 'conversation 2 of conversations.json' }),
      expect.objectContaining({ name: 'Title c', reason: expect.stringMatching(/only a list of titles/) as string }),
    ])
  })
})

describe('chat.html of an export', () => {
  const list = (): Loose[] =>
    ['a', 'b'].map((id) => chatGpt(id, [node('m1', null, 'user', `In <b> "${id}" </script>`)]))
  const page = (data: unknown): string =>
    '<html>\n<head>\n<title>ChatGPT Data Export</title>\n<style>body{margin:0}</style>\n<script>\n' +
    `    var jsonData = ${JSON.stringify(data)};\n    var assetsJson = {"sediment://file_1":"a.png"};\n</script></head></html>`
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

  test('is read where it is alone, as a file or in an archive', async () => {
    for (const file of [
      fileOf(`\ufeff${page(list())}`, 'chat.html'),
      fileOf(new Uint8Array(zipSync({ 'chat.html': bytes(page(list())) })), 'export.zip'),
    ]) {
      const { events, conversations } = await collect(file)
      expect(events[0]).toMatchObject({ type: 'detected', format: 'chatgpt' })
      expect(conversations).toEqual((await collect(fileOf(list()))).conversations)
    }
    const damaged = await collect(fileOf(page([list()[0], null, list()[1]]), 'chat.html'))
    expect(damaged.titles).toEqual(['Title a', 'Title b'])
    expect(damaged.unreadable).toMatchObject([{ name: 'conversation 2 of chat.html' }])
    const cut = await collect(fileOf(page(list()).slice(0, -150), 'chat.html'))
    expect(cut.titles).toEqual(['Title a'])
    expect(cut.unreadable).toMatchObject([{ name: 'Title b', reason: expect.stringMatching(/ends/) as string }])
  })

  test('is passed over, once, beside the same conversations as data', async () => {
    const files = { 'chat.html': bytes(page(list())), 'conversations.json': bytes(JSON.stringify(list())) }
    const { events, titles, skipped } = await collect(fileOf(new Uint8Array(zipSync(files)), 'export.zip'))
    expect(titles).toEqual(['Title a', 'Title b'])
    expect(skipped).toMatchObject([{ entry: 'chat.html', reason: 'the same conversations as a page' }])
    expect(events.filter(({ type }) => type === 'detected')).toHaveLength(1)
  })
})

describe('visible', () => {
  test.each([
    ['plain text', {}, true],
    ['no recipient', { recipient: null }, true],
    ['only white space', { content: { content_type: 'text', parts: [' \n'] } }, false],
    ['flagged hidden', { metadata: { is_visually_hidden_from_conversation: true } }, false],
    ['a call to a tool', { recipient: 'python' }, false],
    ['reasoning', { content: { content_type: 'thoughts', thoughts: [{ content: 'hm' }] } }, false],
    ['a recap', { content: { content_type: 'reasoning_recap', content: 'Thought for 3 s' } }, false],
    ['a profile', { content: { content_type: 'user_editable_context', user_profile: 'An engineer' } }, false],
    ['a memory', { content: { content_type: 'model_editable_context', model_set_context: 'Likes tea' } }, false],
    ['only a picture', { content: { content_type: 'multimodal_text', parts: [PICTURE()] } }, true],
  ])('%s: %o is %s', async (_, message, visible) => {
    const { messages } = await readOne(chatGpt('x', [node('m1', null, 'user', 'Text', message)]))
    expect(messages.filter(isVisible)).toHaveLength(visible ? 1 : 0)
  })

  test('is nothing of the system or a tool', async () => {
    const nodes = [node('m1', null, 'system', 'Be brief'), node('m2', 'm1', 'tool', 'Result')]
    expect((await readOne(chatGpt('x', nodes))).messages.filter(isVisible)).toEqual([])
  })
})

function PICTURE(): Loose {
  return {
    content_type: 'image_asset_pointer',
    asset_pointer: 'file-service://file-abc',
    width: 20,
    height: 10,
    metadata: { dalle: { prompt: 'a heron' } },
  }
}

describe('parts', () => {
  test('of pictures, speech and attached files', async () => {
    const parts = [
      PICTURE(),
      { content_type: 'audio_transcription', text: 'spoken words', direction: 'in' },
      { content_type: 'audio_asset_pointer', asset_pointer: 'sediment://file_1' },
      {
        content_type: 'real_time_user_audio_video_asset_pointer',
        audio_asset_pointer: { asset_pointer: 'sediment://2' },
      },
      'typed words',
      { content_type: 'hologram', depth: 3 },
    ]
    const attachments = [
      { id: 'file-abc', name: 'heron.png' },
      { id: 'file-xyz', name: 'notes.pdf', size: 12, mime_type: 'application/pdf' },
    ]
    expect(await partsOf('user', { content_type: 'multimodal_text', parts }, { metadata: { attachments } })).toEqual([
      { type: 'image', pointer: 'file-service://file-abc', width: 20, height: 10, text: 'a heron' },
      { type: 'text', text: 'spoken words' },
      { type: 'audio', pointer: 'sediment://file_1' },
      { type: 'audio', pointer: 'sediment://2' },
      { type: 'text', text: 'typed words' },
      { type: 'unknown', kind: 'hologram', raw: { content_type: 'hologram', depth: 3 } },
      { type: 'file', pointer: 'file-xyz', name: 'notes.pdf', size: 12, mimeType: 'application/pdf' },
    ])
  })

  test('of code, calls and results', async () => {
    const code = { content_type: 'code', language: 'python', text: 'print(1)' }
    expect(await partsOf('assistant', code)).toEqual([{ type: 'code', text: 'print(1)', language: 'python' }])
    const call = { content_type: 'code', language: 'unknown', text: '{"name":"plan","content":"# Plan"}' }
    expect(await partsOf('assistant', call, { recipient: 'canmore.create_textdoc' })).toEqual([
      { type: 'tool_call', name: 'canmore.create_textdoc', input: { name: 'plan', content: '# Plan' } },
    ])
    expect(await partsOf('assistant', { ...call, text: 'search("x")' }, { recipient: 'browser' })).toEqual([
      { type: 'tool_call', name: 'browser', input: 'search("x")' },
    ])
    const author = { role: 'tool', name: 'python' }
    expect(await partsOf('tool', { content_type: 'execution_output', text: '1' }, { author })).toEqual([
      { type: 'tool_result', text: '1', name: 'python' },
    ])
    expect(await partsOf('tool', { content_type: 'system_error', name: 'Timeout', text: 'too slow' })).toEqual([
      { type: 'error', text: 'too slow', name: 'Timeout' },
    ])
    const page = { content_type: 'tether_quote', url: 'https://e.org/?utm_source=chatgpt.com', title: 'E', text: 'q' }
    expect(await partsOf('tool', page)).toEqual([{ type: 'citation', url: 'https://e.org/', title: 'E', text: 'q' }])
    const screen = {
      content_type: 'computer_output',
      screenshot: { asset_pointer: 'sediment://s' },
      state: { url: 'u' },
    }
    expect((await partsOf('tool', screen)).map(({ type }) => type)).toEqual(['image', 'unknown'])
    const thoughts = [{ summary: 'Weighing', content: 'a or b' }]
    expect(await partsOf('assistant', { content_type: 'thoughts', thoughts })).toEqual([
      { type: 'thinking', text: 'a or b', summary: 'Weighing' },
    ])
    expect(await partsOf('assistant', { content_type: 'never_seen', data: [1] })).toEqual([
      { type: 'unknown', kind: 'never_seen', raw: { content_type: 'never_seen', data: [1] } },
    ])
  })

  test('without citation marks, and with the pages they stand for', async () => {
    const text =
      'Herons nest in May 【11†source】【4:0†L1-L2】. They \ue200cite\ue202turn0search1\ue202turn0search2\ue201, says ' +
      '\ue200entity\ue202["person","Ada Reed","writer"]\ue201, see https://e.org/a?utm_source=chatgpt.com&x=1 or ' +
      'https://e.org/b?y=2&utm_source=chatgpt.com.'
    const metadata = {
      citations: [{ start_ix: 1, metadata: { type: 'webpage', title: 'Old', url: 'https://old.org/', text: 'quote' } }],
      content_references: [
        {
          type: 'grouped_webpages',
          items: [
            {
              title: 'New',
              url: 'https://new.org/?utm_source=chatgpt.com',
              snippet: 's',
              supporting_websites: [{ title: 'Third', url: 'https://third.org/' }],
            },
          ],
        },
        { type: 'sources_footnote', sources: [{ title: 'Again', url: 'https://new.org/' }] },
        { type: 'webpage', url: 'javascript:alert(1)' },
      ],
    }
    expect(await partsOf('assistant', { content_type: 'text', parts: [text] }, { metadata })).toEqual([
      {
        type: 'text',
        text: 'Herons nest in May. They, says Ada Reed, see https://e.org/a?x=1 or https://e.org/b?y=2.',
      },
      { type: 'citation', url: 'https://old.org/', title: 'Old', text: 'quote' },
      { type: 'citation', url: 'https://new.org/', title: 'New', text: 's' },
      { type: 'citation', url: 'https://third.org/', title: 'Third' },
    ])
  })

  test('always have canonical JSON: lone surrogates, infinities, deep nesting, odd keys', async () => {
    const deep = '['.repeat(200) + ']'.repeat(200)
    const part = `{"content_type":"odd","\\ud800key":"\\udfff","big":1e999,"deep":${deep},"__proto__":{"a":1}}`
    const content = `{"content_type":"multimodal_text","parts":["lone \\ud83d end",${part}]}`
    const text = JSON.stringify([chatGpt('x', [node('m1', null, 'user', 'CONTENT')])]).replace(
      '{"content_type":"text","parts":["CONTENT"]}',
      () => content,
    )
    const parts = (await collect(fileOf(text))).conversations[0]!.messages[0]!.parts
    expect(parts[0]).toEqual({ type: 'text', text: 'lone \ufffd end' })
    expect(JSON.stringify(parts[1])).toContain('"\ufffdkey":"\ufffd","big":null')
    expect(JSON.stringify(parts[1])).toContain('"__proto__":{"a":1}')
  })

  test('of hostile texts are read in time', async () => {
    const hostile = [
      `${' '.repeat(300_000)}x \ue200cite\ue201`,
      `|---${' '.repeat(300_000)}x`,
      '!['.repeat(150_000),
      '【1†'.repeat(100_000),
      '\ue200'.repeat(300_000),
    ]
    const started = performance.now()
    for (const text of hostile) await partsOf('assistant', { content_type: 'text', parts: [text] })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
