import type { Part } from '../../domain/conversation.ts'
import { isObject, type Json } from '../../domain/json.ts'
import { asFilledText, asJson, asList, asObject, asText } from '../raw-values.ts'

/**
 * Parts of a message. `content` may be empty, and its text only in `contentChunks`, cut where a reference or a call to a
 * tool comes; so the pieces are put together again and what came between stands around the text.
 */
export function readMistralContent(raw: Record<string, unknown>, chatId: string): Part[] {
  const chunks = asList(raw['contentChunks']).map((chunk) =>
    typeof chunk === 'string' ? { type: 'text', text: chunk } : chunk,
  )
  const content = asText(raw['content']) ?? ''
  const pieces = chunks.flatMap((chunk) =>
    asObject(chunk)['type'] === 'text' ? (asText(asObject(chunk)['text']) ?? []) : [],
  )
  const text = content.trim() === '' ? pieces.join('') : content
  const read = chunks.flatMap(readChunk)
  const isBefore = ({ type }: Part): boolean => type === 'thinking' || type === 'tool_call' || type === 'tool_result'
  return [
    ...read.filter(isBefore),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...read.filter((part) => !isBefore(part) && part.type !== 'citation'),
    ...asList(raw['canvas']).flatMap(readCanvas),
    ...asList(raw['files']).flatMap((file) => readFile(file, chatId)),
    ...once([...read, ...asList(raw['quotes']).flatMap(pagesIn), ...asList(raw['references']).flatMap(pagesIn)]),
  ]
}

function readChunk(value: unknown): Part[] {
  const raw = asObject(value)
  switch (raw['type']) {
    case 'text':
      return []
    case 'thinking':
    case 'reasoning': {
      const text = asFilledText(raw['text']) ?? asFilledText(raw['thinking']) ?? asFilledText(raw['content'])
      return text === undefined ? [] : [{ type: 'thinking', text }]
    }
    case 'tool_call':
      return readCall(raw)
    case 'reference':
      // Most hold only numbers, whose pages are in the result of the search.
      return [raw['reference'], ...asList(raw['references']), raw].flatMap(pagesIn)
    case 'image_url': {
      const url = asFilledText(raw['imageUrl']) ?? asFilledText(asObject(raw['imageUrl'])['url'])
      return url === undefined ? [] : [{ type: 'image', pointer: url }]
    }
    case 'file_reference': {
      const pointer = asFilledText(raw['fileId']) ?? asFilledText(raw['id'])
      const name = asFilledText(raw['name']) ?? asFilledText(raw['fileName']) ?? pointer
      return name === undefined ? [] : [{ type: 'file', name, ...(pointer !== undefined && { pointer }) }]
    }
    default:
      return [{ type: 'unknown', kind: asFilledText(raw['type']) ?? 'chunk', raw: asJson(value) }]
  }
}

function readCall(raw: Record<string, unknown>): Part[] {
  const id = asFilledText(raw['id'])
  const name = asFilledText(raw['name']) ?? 'tool'
  const result = raw['publicResult']
  const named = { name, ...(id !== undefined && { id }) }
  const call: Part = { type: 'tool_call', ...named, input: jsonOf(raw['publicArguments']) }
  if (result === undefined || result === null) return [call]
  const read = jsonOf(result)
  return [
    call,
    {
      type: 'tool_result',
      text: typeof read === 'string' ? read : JSON.stringify(read, undefined, 2),
      ...named,
      ...(raw['success'] === false && { isError: true }),
    },
    ...[read, ...(isObject(read) ? Object.values(read) : [])].flatMap((found) => asList(found).flatMap(pagesIn)),
  ]
}

/** Arguments and results are values, or JSON in a text. */
function jsonOf(value: unknown): Json {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return asJson(value)
  try {
    return asJson(JSON.parse(value))
  } catch {
    return asJson(value)
  }
}

function pagesIn(value: unknown): Part[] {
  const raw = asObject(value)
  const url = asFilledText(raw['url']) ?? asFilledText(raw['source'])
  if (url === undefined || !/^https?:\/\//i.test(url)) return []
  const title = asFilledText(raw['title']) ?? asFilledText(raw['name'])
  const text = asFilledText(raw['snippet']) ?? asFilledText(raw['description']) ?? asFilledText(raw['text'])
  return [{ type: 'citation', url, ...(title !== undefined && { title }), ...(text !== undefined && { text }) }]
}

/** The citations among parts, each page once. */
function once(parts: readonly Part[]): Part[] {
  const pages = new Map<string, Part>()
  for (const part of parts) if (part.type === 'citation' && !pages.has(part.url)) pages.set(part.url, part)
  return [...pages.values()]
}

/** A document that was written beside the chat. */
function readCanvas(value: unknown): Part[] {
  const raw = asObject(value)
  const text = asFilledText(raw['content']) ?? asFilledText(raw['text'])
  if (text === undefined) return isObject(value) ? [{ type: 'unknown', kind: 'canvas', raw: asJson(value) }] : []
  return [{ type: 'file', name: asFilledText(raw['title']) ?? asFilledText(raw['name']) ?? 'Canvas', text }]
}

/** Files lie in a folder beside the chat's file. */
function readFile(value: unknown, chatId: string): Part[] {
  const raw = asObject(value)
  const name = asFilledText(raw['name'])
  if (name === undefined) return []
  const pointer = `chat-${chatId}-files/${name}`
  const kind = raw['type'] === 'image' || raw['type'] === 'audio' ? raw['type'] : 'file'
  return [{ type: kind, pointer, name }]
}
