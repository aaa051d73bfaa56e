import fc from 'fast-check'
import { test } from 'vitest'
import type { ConversationDraft, ParsedConversation, Reading } from './draft.ts'
import { assemble } from './assemble.ts'
import type { DataFormat } from './format.ts'
import { aiStudioFormat } from './aistudio/aistudio-format.ts'
import { copilotFormat } from './copilot/copilot-format.ts'
import { deepSeekFormat } from './deepseek/deepseek-format.ts'
import { grokFormat } from './grok/grok-format.ts'
import { mistralFormat } from './mistral/mistral-format.ts'
import { perplexityFormat } from './perplexity/perplexity-format.ts'
import { takeoutHtmlFormat, takeoutJsonFormat } from './takeout/takeout-format.ts'

const context = { entry: 'file', alone: true, sibling: () => Promise.resolve(undefined) }

/** Every member that readers look at, so that odd values come to stand where they are looked for. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  deepseek: [
    'id',
    'title',
    'mapping',
    'message',
    'fragments',
    'type',
    'content',
    'results',
    'parent',
    'children',
    'files',
    'inserted_at',
  ],
  aistudio: [
    'chunkedPrompt',
    'chunks',
    'role',
    'text',
    'parts',
    'inlineFile',
    'data',
    'mimeType',
    'runSettings',
    'branchParent',
    'grounding',
    'executableCode',
  ],
  grok: [
    'conversation',
    'responses',
    'response',
    'sender',
    'message',
    'create_time',
    '$date',
    '$numberLong',
    'file_attachments',
    'web_search_results',
    'agent_thinking_traces',
    'card_attachments_json',
  ],
  perplexity: [
    'entries',
    'query_str',
    'blocks',
    'markdown_block',
    'answer',
    'chunks',
    'intended_usage',
    'metadata',
    'conversations',
    'query',
    'sources',
    'workflow_block',
  ],
  'mistral-vibe': [
    'id',
    'chatId',
    'role',
    'content',
    'contentChunks',
    'type',
    'text',
    'publicResult',
    'files',
    'name',
    'canvas',
    'createdAt',
  ],
  'takeout-json': [
    'header',
    'title',
    'time',
    'safeHtmlItem',
    'html',
    'subtitles',
    'url',
    'details',
    'attachedFiles',
    'imageFile',
    'name',
    'products',
  ],
}

const WORDS = [
  'text',
  'Gemini Apps',
  'Prompted x',
  'user',
  'human',
  'model',
  'REQUEST',
  'tool_call',
  '2026-05-01T10:00:00Z',
  '__proto__',
  '\ud800',
  '<b>x',
  '#0',
  '1',
  'https://e.example/',
]

/** JSON whose members have the names of a format, four levels deep. */
function valuesOf(names: readonly string[]): fc.Arbitrary<unknown> {
  const leaf: fc.Arbitrary<unknown> = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1, 1e300, ...WORDS),
    fc.string(),
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 8 }),
    ),
  }))
  return value
}

/** Whatever a reader says it read must have records, whose hashes need canonical JSON. */
function assembled(parsed: ParsedConversation): ConversationDraft | undefined {
  if (!parsed.ok) return undefined
  assemble(parsed.draft, new Uint8Array([1]), 1_760_000_000_000)
  return parsed.draft
}

async function readAll(readings: AsyncIterable<Reading> | Iterable<Reading>): Promise<void> {
  for await (const reading of readings) if (reading.type === 'conversation') assembled(reading.parsed)
}

async function readValue(format: DataFormat, value: unknown): Promise<void> {
  if (format.unit === 'element') {
    format.sniff(value)
    assembled((await format.load())(value, context))
    return
  }
  const read = await format.load()
  const rows = async function* () {
    for (const [index, row] of (Array.isArray(value) ? value : [value]).entries())
      yield await Promise.resolve({ value: row as unknown, bytes: new Uint8Array([index]), index })
  }
  await readAll(read(rows(), context))
}

test.each([deepSeekFormat, aiStudioFormat, grokFormat, perplexityFormat, mistralFormat, takeoutJsonFormat])(
  '$name is read whatever its members hold',
  async (format) => {
    // The outermost members are there as they should be, so that what is inside is looked at.
    const names = NAMES[format.name]!
    const list = fc.array(valuesOf(names), { maxLength: 4 })
    const shaped = fc.record({
      mapping: fc.dictionary(fc.constantFrom('1', '2', 'root', '__proto__'), valuesOf(names)),
      chunkedPrompt: fc.record({ chunks: list }),
      conversation: valuesOf(names),
      responses: list,
      entries: list,
    })
    const row = fc.record({
      chatId: fc.constant('c'),
      header: fc.constant('Gemini Apps'),
      title: valuesOf(names),
      id: valuesOf(names),
      time: valuesOf(names),
      content: valuesOf(names),
      contentChunks: list,
      safeHtmlItem: list,
      role: valuesOf(names),
      details: list,
      canvas: list,
      files: list,
    })
    await fc.assert(
      fc.asyncProperty(fc.oneof(shaped, row, fc.array(row), valuesOf(names)), (value) => readValue(format, value)),
      { numRuns: 300 },
    )
  },
)

test.each([copilotFormat, takeoutHtmlFormat])('$name is read whatever the text is', async (format) => {
  const read = await format.load()
  const piece = fc.constantFrom(
    '"',
    ',',
    '\r\n',
    'AI',
    '<div class="outer-cell mdl-cell">',
    '<p class="mdl-typography--title">Gemini Apps',
    '<div class="content-cell">',
    '<br>',
    'Jul 26, 2026, 8:07:57 AM CEST',
    '<a href="x">',
    '\ud800',
    'é',
    '</div>',
  )
  const text = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 40 })
    .map((pieces) => pieces.join(''))
  await fc.assert(
    fc.asyncProperty(text, (one) => readAll(read({ text: one, bytes: new TextEncoder().encode(one) }, context))),
    { numRuns: 300 },
  )
})
