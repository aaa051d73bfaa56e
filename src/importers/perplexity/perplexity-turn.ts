import type { Part } from '../../domain/conversation.ts'
import { asFilledText, asList, asObject, asText, asTime } from '../raw-values.ts'

/** A question and its answer, of either kind of file. */
export interface Turn {
  readonly id?: string
  readonly question: string | undefined
  /** Undefined where there is none; the empty text is one. */
  readonly answer: string | undefined
  readonly sources: readonly Source[]
  readonly pictures: readonly Part[]
  readonly files: readonly Part[]
  readonly askedAt?: number
  readonly answeredAt?: number
  readonly model?: string
}

export interface Source {
  readonly url: string
  readonly title?: string
  readonly text?: string
}

/** An entry of a thread as the page loads it; what the answer consists of lies in its blocks. */
export function readEntry(raw: Record<string, unknown>): Turn {
  const blocks = asList(raw['blocks']).map(asObject)
  const older = olderText(raw['text'])
  const id = asFilledText(raw['uuid']) ?? asFilledText(raw['backend_uuid'])
  return {
    ...(id !== undefined && { id }),
    question: asText(raw['query_str']),
    answer: answerIn(blocks) ?? asText(older['answer']),
    sources: sourcesIn(blocks, older),
    pictures: blocks.flatMap(picturesIn),
    files: asList(raw['attachments']).flatMap((file): Part[] => {
      const pointer = asFilledText(file) ?? asFilledText(asObject(file)['url'])
      return pointer === undefined ? [] : [{ type: 'file', pointer, name: nameOf(pointer) }]
    }),
    ...timesOf(raw['entry_created_datetime'], raw['updated_datetime']),
    ...modelOf(raw['display_model']),
  }
}

/** A question and answer as the extension saves them. */
export function readSavedTurn(raw: Record<string, unknown>): Turn {
  const id = asFilledText(raw['uuid'])
  return {
    ...(id !== undefined && { id }),
    question: asText(raw['query']),
    answer: asText(raw['answer']),
    sources: asList(raw['sources']).flatMap(readSource),
    pictures: [],
    files: [],
    ...timesOf(raw['timestamp'], raw['timestamp']),
    ...modelOf(raw['model']),
  }
}

function timesOf(asked: unknown, answered: unknown): Pick<Turn, 'askedAt' | 'answeredAt'> {
  const answeredAt = asTime(answered)
  const askedAt = asTime(asked) ?? answeredAt
  return { ...(askedAt !== undefined && { askedAt }), ...(answeredAt !== undefined && { answeredAt }) }
}

function modelOf(value: unknown): Pick<Turn, 'model'> {
  const model = asFilledText(value)
  return model === undefined ? {} : { model }
}

const nameOf = (address: string): string =>
  address
    .replace(/[?#].*$/s, '')
    .split('/')
    .findLast((piece) => piece !== '') ?? address

/** Text in Markdown, whole or in chunks; in newer threads it is an item of a workflow. */
function answerIn(blocks: readonly Record<string, unknown>[]): string | undefined {
  const asked = blocks.filter((block) => /^ask_text/.test(asText(block['intended_usage']) ?? ''))
  for (const block of [...asked, ...blocks]) {
    const text = textOf(asObject(block['markdown_block']), 'answer')
    if (text !== undefined) return text
  }
  const items = blocks
    .flatMap((block) => asList(asObject(block['workflow_block'])['steps']))
    .flatMap((step) => asList(asObject(step)['items']))
    .map((item) => asObject(asObject(asObject(item)['payload'])['text_payload']))
  const answers = items.filter(({ variant }) => variant === 'answer')
  const texts = (answers.length > 0 ? answers : items).flatMap((item) => textOf(item, 'text') ?? [])
  return texts.length > 0 ? texts.join('\n\n') : undefined
}

function textOf(raw: Record<string, unknown>, name: string): string | undefined {
  const whole = asFilledText(raw[name])
  if (whole !== undefined) return whole
  const chunks = raw['chunks']
  return Array.isArray(chunks) ? chunks.flatMap((chunk) => asText(chunk) ?? []).join('') : asText(raw[name])
}

/** Before there were blocks the answer was an object, or its JSON, in `text`. */
function olderText(value: unknown): Record<string, unknown> {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return asObject(value)
  try {
    return asObject(JSON.parse(value))
  } catch {
    return {}
  }
}

/** Pages in the order in which they are numbered. */
function sourcesIn(blocks: readonly Record<string, unknown>[], older: Record<string, unknown>): Source[] {
  const lists = [
    ...blocks.map((block) => asList(asObject(block['web_result_block'])['web_results'])),
    ...blocks.map((block) => asList(asObject(block['sources_mode_block'])['web_results'])),
    ...blocks.map((block) =>
      asList(asObject(block['sources_mode_block'])['rows']).map((row) => asObject(row)['web_result']),
    ),
    asList(older['web_results']),
  ]
  return (lists.find((list) => list.length > 0) ?? []).flatMap(readSource)
}

function readSource(value: unknown): Source[] {
  const raw = asObject(value)
  const url = asFilledText(value) ?? asFilledText(raw['url']) ?? asFilledText(raw['link'])
  if (url === undefined) return []
  const title = asFilledText(raw['name']) ?? asFilledText(raw['title'])
  const text = asFilledText(raw['snippet'])
  return [{ url, ...(title !== undefined && { title }), ...(text !== undefined && { text }) }]
}

function picturesIn(block: Record<string, unknown>): Part[] {
  const items = [block['media_block'], block['image_mode_block']].flatMap((media) =>
    asList(asObject(media)['media_items']),
  )
  return items.flatMap((item): Part[] => {
    const raw = asObject(item)
    const pointer = asFilledText(raw['image']) ?? asFilledText(raw['url'])
    const name = asFilledText(raw['name'])
    if (pointer === undefined || (raw['medium'] !== undefined && raw['medium'] !== 'image')) return []
    return [{ type: 'image', pointer, ...(name !== undefined && { name }) }]
  })
}
