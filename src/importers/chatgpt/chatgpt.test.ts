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
        conversation_origin: 'apple',
        is_do_not_remember: true,
        is_study_mode: true,
        is_read_only: false,
      }),
    )
    expect(conversation).toMatchObject({
      sourceUrl: 'https://chatgpt.com/c/id%2F1',
      createdAt: 1_750_000_000_000,
      updatedAt: 1_750_000_100_000,
      model: 'gpt-5',
      projectName: 'Garden',
      metadata: {
        archived: true,
        starred: true,
        gizmoId: 'g-p-1',
        gizmoType: 'snorlax',
        projectId: 'g-p-1',
        origin: 'apple',
        doNotRemember: true,
        studyMode: true,
      },
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
        video_container_asset_pointer: { asset_pointer: 'sediment://3' },
        frames_asset_pointers: [{ asset_pointer: 'sediment://4' }, null],
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
      { type: 'image', pointer: 'sediment://3' },
      { type: 'image', pointer: 'sediment://4' },
      { type: 'text', text: 'typed words' },
      { type: 'unknown', kind: 'hologram', raw: { content_type: 'hologram', depth: 3 } },
      { type: 'file', pointer: 'file-xyz', name: 'notes.pdf', size: 12, mimeType: 'application/pdf' },
    ])
  })

  test('of code, calls and results', async () => {
    const code = { content_type: 'code', language: 'python', text: 'print(1)' }
    expect(await partsOf('assistant', code)).toEqual([{ type: 'code', text: 'print(1)', language: 'python' }])
    const call = { content_type: 'code', language: 'unknown', text: '{"name":"plan","content":"# Plan"}' }
    expect((await partsOf('assistant', call, { recipient: 'canmore.create_textdoc' })).slice(0, 1)).toEqual([
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

  test('of runs, with the pictures they drew and the errors they ended with', async () => {
    const metadata = {
      aggregate_result: {
        final_expression_output: '42',
        messages: [{ message_type: 'image', image_url: 'file-service://file-plot' }, { message_type: 'stream' }, null],
        in_kernel_exception: { name: 'NameError', traceback: ['line 1\n', 'x', 7] },
      },
    }
    const author = { role: 'tool', name: 'python' }
    expect(await partsOf('tool', { content_type: 'execution_output', text: '' }, { author, metadata })).toEqual([
      { type: 'tool_result', text: '42', name: 'python' },
      { type: 'image', pointer: 'file-service://file-plot' },
      { type: 'error', name: 'NameError', text: 'line 1\nx' },
    ])
    expect(await partsOf('tool', { content_type: 'citable_code_output', output_str: 'out' })).toEqual([
      { type: 'tool_result', text: 'out' },
    ])
  })

  test('of reasoning in pieces, quoted files, screens, and pictures with a title', async () => {
    const thoughts = [{ summary: '', content: '', chunks: ['a ', null, 'b'], finished: true }]
    expect(await partsOf('assistant', { content_type: 'thoughts', thoughts })).toEqual([
      { type: 'thinking', text: 'a b' },
    ])
    const quote = { content_type: 'tether_quote', url: 'file-abc', domain: 'notes.pdf', title: null, text: 'Beans' }
    expect(await partsOf('tool', quote)).toEqual([{ type: 'file', name: 'notes.pdf', text: 'Beans' }])
    const script = { content_type: 'sonic_webpage', url: 'javascript:alert(1)' }
    expect((await partsOf('tool', script))[0]!.type).toBe('unknown')
    const screen = { content_type: 'computer_output', state: { url: 'https://e.org/', title: 'E' } }
    expect((await partsOf('tool', screen))[0]).toEqual({ type: 'citation', url: 'https://e.org/', title: 'E' })
    const picture = { content_type: 'image_asset_pointer', asset_pointer: 'sediment://file_1' }
    const content = { content_type: 'multimodal_text', parts: [picture] }
    expect(await partsOf('tool', content, { metadata: { image_gen_title: 'A heron' } })).toEqual([
      { type: 'image', pointer: 'sediment://file_1', text: 'A heron' },
    ])
  })

  test('of searches name what they found; an answer names it only where it cites nothing', async () => {
    const found = [{ domain: 'a.org', entries: [{ url: 'https://a.org/', title: 'A', snippet: 's' }, null] }]
    const cited = [{ type: 'products', products: [{ url: 'https://b.org/', title: 'B' }], fallback_items: null }]
    const urlsOf = async (role: string, metadata: Loose): Promise<unknown[]> =>
      (await partsOf(role, { content_type: 'text', parts: ['x'] }, { metadata })).flatMap((part) =>
        part.type === 'citation' ? [part.url] : [],
      )
    expect(await urlsOf('tool', { search_result_groups: found, content_references: cited })).toEqual([
      'https://b.org/',
      'https://a.org/',
    ])
    expect(await urlsOf('assistant', { search_result_groups: found, content_references: cited })).toEqual([
      'https://b.org/',
    ])
    expect(await urlsOf('assistant', { search_result_groups: found })).toEqual(['https://a.org/'])
    const browsed = { _cite_metadata: { metadata_list: [{ url: 'https://c.org/', title: 'C', text: 't' }] } }
    expect(await urlsOf('tool', browsed)).toEqual(['https://c.org/'])
  })

  test('and what a message says beside them', async () => {
    const { model, metadata } = await readMessage('assistant', {
      author: { role: 'assistant', metadata: { real_author: 'tool:web' } },
      metadata: {
        default_model_slug: 'gpt-5',
        finish_details: { type: 'max_tokens' },
        finished_duration_sec: 12,
        search_queries: [{ type: 'search', q: 'herons' }, null],
        is_user_system_message: true,
      },
    })
    expect(model).toBe('gpt-5')
    expect(metadata).toMatchObject({
      realAuthor: 'tool:web',
      finish: 'max_tokens',
      thoughtSeconds: 12,
      searchQueries: ['herons'],
      customInstructions: true,
    })
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

test('values no text can be made of do no harm', async () => {
  const odd = { toString: 1, valueOf: null }
  const references = [{ matched_text: '【x', alt: 'words', type: odd }]
  expect(
    await partsOf(
      'assistant',
      { content_type: 'multimodal_text', parts: [{ content_type: odd }, '【x'] },
      { metadata: { content_references: references } },
    ),
  ).toEqual([
    { type: 'unknown', kind: 'part', raw: { content_type: odd } },
    { type: 'text', text: '【x' },
  ])
})
