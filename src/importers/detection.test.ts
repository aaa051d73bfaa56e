import { expect, test } from 'vitest'
import { collect, fileOf, simpleChatGpt, simpleClaude } from './fixtures/exports.ts'
import { FORMAT_SAMPLES } from './fixtures/samples.ts'
import { DATA_FORMATS, DOCUMENT_FORMATS } from './registry.ts'

/** The smallest value of each format, and some that only look like one. */
const VALUES: readonly (readonly [string | undefined, unknown])[] = [
  ['chatgpt', simpleChatGpt('a')],
  ['claude', simpleClaude('a')],
  ['deepseek', { mapping: { '1': { message: { fragments: [] } } } }],
  ['deepseek', { inserted_at: '2025-04-29T11:59:11+08:00', mapping: {} }],
  ['grok', { conversation: { id: 'g' }, responses: [] }],
  ['takeout-json', { header: 'Gemini Apps', title: 'Prompted x', time: '2026-07-26T06:00:00Z' }],
  ['takeout-json', { header: 'YouTube', title: 'Watched Gemini Apps', products: ['YouTube'] }],
  ['aistudio', { chunkedPrompt: { chunks: [] } }],
  ['mistral-vibe', { id: 'm', chatId: 'c', role: 'user', content: 'x', contentChunks: null, createdAt: 't' }],
  ['perplexity', { entries: [{ query_str: 'x' }] }],
  ['perplexity', { metadata: {}, conversations: [{ query: 'x', answer: 'y' }] }],
  [undefined, { conversations: [{ conversation: {}, responses: [] }] }],
  [undefined, { header: 'Gemini Apps', text: 'Prompted' }],
  [undefined, { entries: [], metadata: {} }],
  [undefined, { chatId: 'c', content: 'x' }],
  [undefined, { mapping: null, title: 'x' }],
  [undefined, null],
  [undefined, ['mapping', 'chat_messages']],
]

test.each(VALUES)('%s: %j', (name, value) => {
  expect(DATA_FORMATS.find((format) => format.sniff(value))?.name).toBe(name)
})

test('no other format claims what is of one', () => {
  for (const [name, value] of VALUES)
    // DeepSeek's older tree is ChatGPT's but for a name, so it is asked first.
    if (name !== 'deepseek') expect(DATA_FORMATS.filter((format) => format.sniff(value)).length).toBeLessThan(2)
})

test.each([
  ['copilot-csv', 'Conversation,Time,Author,Message\n"a",t,AI,"b"'],
  ['takeout-html', '<html><body><div class="outer-cell mdl-cell mdl-cell--12-col">'],
  ['takeout-html', '<html><head><style type="text/css">.mdl-cell{}'],
  [undefined, '<html><body><p>About class names such as outer-cell mdl-cell</p>'],
  ['pasted', 'Time,Author,Message\n'],
])('%s is told from the start of a text', (name, start) => {
  expect(DOCUMENT_FORMATS.find((format) => format.sniff(start, true))?.name).toBe(name)
})

test('every format has a sample', () => {
  const formats = [...DATA_FORMATS, ...DOCUMENT_FORMATS].map(({ name }) => name)
  expect(new Set(FORMAT_SAMPLES.map(({ format }) => format))).toEqual(new Set(formats))
})

test.each(FORMAT_SAMPLES)('the sample $file is read as $format, whole', async ({ format, file, text, lastWords }) => {
  const { events, conversations, unreadable } = await collect(fileOf(text(), file))
  expect(events[0]).toMatchObject({ type: 'detected', format })
  expect(JSON.stringify(conversations.at(-1)?.messages)).toContain(lastWords)
  expect(unreadable).toEqual([])
})
