import { describe, expect, test } from 'vitest'
import { testDamage } from '../fixtures/damaged.ts'
import { collect, fileOf, type Loose } from '../fixtures/exports.ts'

const PICTURE = 'iVBORw0KGgo='

const prompt = (chunks: readonly unknown[], more: Loose = {}): Loose => ({
  runSettings: { model: 'models/gemini-2.5-pro', temperature: 1 },
  systemInstruction: {},
  chunkedPrompt: { chunks, pendingInputs: [{ role: 'user', text: 'never sent' }] },
  ...more,
})
const ask = (text: string, more: Loose = {}): Loose => ({ role: 'user', text, tokenCount: 3, ...more })
const say = (text: string, more: Loose = {}): Loose => ({ role: 'model', text, finishReason: 'STOP', ...more })
const read = (value: unknown, name = 'Bridge plans') => collect(fileOf(value, name))

describe('a prompt of AI Studio', () => {
  test('is named by its file, and keeps thoughts, models and instructions', async () => {
    const value = prompt(
      [
        ask('Which bridge?'),
        say('Weighing both.', { isThought: true, parts: [{ text: 'Weighing ', thought: true }, { text: 'both.' }] }),
        say('The lower one.', { parts: [{ text: 'The lower' }, { text: ' one.' }], isEdited: true }),
      ],
      { systemInstruction: { parts: [{ text: 'Be brief.' }] } },
    )
    const { conversations, events } = await read(value)
    expect(events[0]).toMatchObject({ type: 'detected', format: 'aistudio', provider: 'gemini' })
    const { conversation, messages } = conversations[0]!
    expect(conversation).toMatchObject({
      title: 'Bridge plans',
      provider: 'gemini',
      model: 'gemini-2.5-pro',
      metadata: { service: 'aistudio', systemInstruction: 'Be brief.' },
      counts: { messages: { user: 1, assistant: 2 }, path: 2, visibleAssistant: 1 },
    })
    expect(messages.map(({ parts, hidden }) => [hidden, ...parts])).toEqual([
      [false, { type: 'text', text: 'Which bridge?' }],
      [true, { type: 'thinking', text: 'Weighing both.' }],
      [false, { type: 'text', text: 'The lower one.' }],
    ])
  })

  test('has the same address with more chunks, and another where it begins otherwise', async () => {
    const addressOf = async (...chunks: Loose[]): Promise<string> =>
      (await read(prompt(chunks))).conversations[0]!.conversation.sourceUrl
    const first = await addressOf(ask('One?'), say('Yes.'))
    expect(await addressOf(ask('One?'), say('Yes.'), ask('Two?'))).toBe(first)
    expect(await addressOf(ask('Three?'))).not.toBe(first)
    const named = await read(prompt([ask('One?')], { id: 'drive/1' }))
    expect(named.conversations[0]!.conversation.sourceUrl).toBe('https://aistudio.google.com/prompts/drive%2F1')
  })

  test('keeps files, code, results, pages and errors', async () => {
    const value = prompt([
      { role: 'user', inlineImage: { mimeType: 'image/png', data: PICTURE } },
      { role: 'user', inlineFile: { mimeType: 'text/plain', data: 'aGVyb24=' } },
      { role: 'user', driveDocument: { id: 'drive-id-1' } },
      { role: 'user', youtubeVideo: { id: 'v1' } },
      { role: 'user', inlineFile: { mimeType: 'text/plain', data: '?' } },
      { role: 'model', executableCode: { language: 'PYTHON', code: 'print(1)' } },
      { role: 'model', codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: 'no' } },
      say('Found.', {
        parts: [{ text: 'Found.' }, { inlineData: { mimeType: 'image/png', data: PICTURE } }],
        grounding: {
          groundingSources: [{ uri: 'https://bridge.example/', title: 'Bridge' }, { uri: 'javascript:1' }],
          groundingChunks: [{ web: { uri: 'https://bridge.example/' } }],
        },
      }),
      say('', { errorMessage: 'Stopped', finishReason: 'OTHER' }),
    ])
    const { conversations, events } = await read(value)
    const { messages } = conversations[0]!
    const pointer = expect.stringMatching(/^inline:[0-9a-f]{64}$/) as string
    expect(messages.map(({ parts }) => parts)).toEqual([
      [{ type: 'image', pointer, mimeType: 'image/png' }],
      [{ type: 'file', pointer, name: 'file', mimeType: 'text/plain' }],
      [{ type: 'file', pointer: 'drive-id-1', name: 'drive-id-1' }],
      [{ type: 'file', name: 'https://www.youtube.com/watch?v=v1' }],
      [{ type: 'unknown', kind: 'inlineFile', raw: { mimeType: 'text/plain' } }],
      [{ type: 'code', text: 'print(1)', language: 'python' }],
      [{ type: 'tool_result', text: 'no', isError: true }],
      [
        { type: 'text', text: 'Found.' },
        { type: 'image', pointer, mimeType: 'image/png' },
        { type: 'citation', url: 'https://bridge.example/', title: 'Bridge' },
      ],
      [{ type: 'error', text: 'Stopped' }],
    ])
    const assets = events.flatMap((event) => (event.type === 'conversation' ? event.assets : []))
    expect(assets).toHaveLength(2)
    expect(new TextDecoder().decode(await assets[1]!.read())).toBe('heron')
  })

  test('is shown from top to bottom; branches are prompts of their own', async () => {
    const value = prompt([
      ask('One?', { branchParent: { promptId: 'prompts/p0', displayName: 'Older plans' } }),
      say('Yes.', { branchChildren: [{ promptId: 'prompts/p2' }] }),
      say(''),
    ])
    const { conversation, messages } = (await read(value)).conversations[0]!
    expect(conversation.counts).toMatchObject({ path: 3, forks: 1 })
    expect(conversation.metadata['branchOf']).toBe('Older plans')
    expect(messages[2]!.parts).toEqual([{ type: 'text', text: '(empty answer)' }])
  })
})

testDamage('aistudio', {
  make: (displayName) => prompt([ask('One?'), say('Yes.')], { displayName, id: displayName }),
  setMessages: (one, value) => (one['chunkedPrompt'] = value),
  message: ({ chunkedPrompt }) => chunkedPrompt.chunks[0],
  content: ['text'],
  author: ['role'],
  named: 'x',
})
