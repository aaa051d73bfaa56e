import type { Part } from '../domain/conversation.ts'
import type { Json } from '../domain/json.ts'
import type { InlineAssets } from './inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asText } from './raw-values.ts'

/**
 * Parts of the content of a message as OpenAI's interfaces shape it, and with them most applications: a text, or a list
 * of texts, pictures, sounds, files, reasoning and calls to tools. What is not known is kept raw.
 */
export function readChatContent(content: unknown, assets: InlineAssets): Part[] {
  if (Array.isArray(content)) return content.flatMap((item: unknown) => readItem(item, assets))
  return content === null || content === undefined ? [] : readItem(content, assets)
}

/** What a tool was called with: JSON in a text where it is that, else the value itself. */
export function readArguments(value: unknown): Json {
  if (typeof value !== 'string') return asJson(value ?? null)
  try {
    return asJson(JSON.parse(value))
  } catch {
    return value.toWellFormed()
  }
}

/** A text part, or nothing where the text is blank. */
export const textParts = (text: string | undefined): Part[] =>
  text === undefined || text.trim() === '' ? [] : [{ type: 'text', text }]

/** A thinking part, or nothing where there is no text. */
export const thinkingParts = (value: unknown): Part[] => {
  const text = asFilledText(value)
  return text === undefined ? [] : [{ type: 'thinking', text }]
}

/** A text that may begin with what a local model thought, between tags. */
export function splitThinking(text: string): Part[] {
  const begins = text.slice(0, 200).trimStart().startsWith('<think>')
  const end = begins ? text.indexOf('</think>') : -1
  if (end < 0) return textParts(text)
  return [
    ...thinkingParts(text.slice(text.indexOf('<think>') + '<think>'.length, end).trim()),
    ...textParts(text.slice(end + '</think>'.length).trimStart()),
  ]
}

/** A picture by its address; one that lies in the address itself (`data:`) becomes an asset. */
export function readImage(url: string, assets: InlineAssets, name?: string): Part {
  const inline = assets.addUrl(url)
  return {
    type: 'image',
    pointer: inline?.pointer ?? (/^data:/i.test(url) ? 'data:' : url),
    ...(name !== undefined && { name }),
    ...(inline && { mimeType: inline.mimeType }),
  }
}

/** A call to a tool, in any of the shapes `{function:{name,arguments}}`, `{name,arguments}`, `{name,args,output}`. */
export function readToolCall(value: unknown): Part[] {
  const raw = asObject(value)
  const call = typeof raw['function'] === 'object' ? asObject(raw['function']) : raw
  const id = asFilledText(raw['id']) ?? asFilledText(raw['call_id'])
  const name = asFilledText(call['name']) ?? asFilledText(call['tool_name']) ?? 'tool'
  const input = readArguments(call['arguments'] ?? call['args'] ?? call['input'])
  const output = textOf(raw['output'])
  return [
    { type: 'tool_call', name, input, ...(id !== undefined && { id }) },
    ...(output === undefined ? [] : [toolResult(output, { name, id })]),
  ]
}

/** What a tool answered. */
export const toolResult = (
  text: string,
  { name, id, isError }: { name?: string | undefined; id?: string | undefined; isError?: boolean },
): Part => ({
  type: 'tool_result',
  text,
  ...(name !== undefined && { name }),
  ...(id !== undefined && { id }),
  ...(isError === true && { isError }),
})

/** The text of a text, of `{text}`, `{value}` or of a list of them; undefined where there is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return asText(value)
  if (Array.isArray(value)) {
    const texts = value.flatMap((item: unknown) => {
      const raw = asObject(item)
      return asText(item) ?? asText(raw['text']) ?? asText(asObject(raw['text'])['value']) ?? []
    })
    return texts.length === 0 ? undefined : texts.join('\n')
  }
  return asText(asObject(value)['value']) ?? asText(asObject(value)['text'])
}

const unknown = (kind: string, raw: unknown): Part => ({ type: 'unknown', kind, raw: asJson(raw) })

function readItem(value: unknown, assets: InlineAssets): Part[] {
  if (typeof value === 'string') return textParts(asText(value))
  const item = asObject(value)
  const kind = asFilledText(item['type'])
  switch (kind) {
    case undefined:
    case 'text':
    case 'input_text':
    case 'output_text': {
      const text = textOf(item['text'] ?? item['value'])
      return text === undefined ? [unknown(kind ?? 'block', value)] : textParts(text)
    }
    case 'thinking':
    case 'reasoning':
    case 'think':
      return thinkingParts(textOf(item['thinking'] ?? item['think'] ?? item['text'] ?? item['content']))
    case 'image_url':
    case 'input_image':
    case 'image_file':
    case 'image':
      return [imageItem(item, assets) ?? unknown(kind, value)]
    case 'input_audio':
    case 'audio':
      return [audioItem(asObject(item['input_audio'] ?? item['audio']), assets) ?? unknown(kind, value)]
    case 'file':
    case 'input_file':
      return [fileItem(item['file'] === undefined ? item : asObject(item['file']), assets)]
    case 'tool_call':
      return readToolCall(item['tool_call'] ?? item)
    case 'tool_use':
      return readToolCall(item)
    case 'tool_result': {
      const id = asFilledText(item['tool_use_id']) ?? asFilledText(item['tool_call_id'])
      return [toolResult(textOf(item['content']) ?? '', { id, isError: item['is_error'] === true })]
    }
    case 'refusal':
      return textParts(asText(item['refusal']))
    case 'error':
      return [{ type: 'error', text: textOf(item['error']) ?? textOf(item['text']) ?? '' }]
    default:
      return [unknown(kind, value)]
  }
}

function imageItem(item: Record<string, unknown>, assets: InlineAssets): Part | undefined {
  const source = asObject(item['source'])
  const data = asFilledText(source['data']) ?? asFilledText(item['data'])
  if (data !== undefined) {
    const pointer = assets.addBase64(data)
    const mimeType = asFilledText(source['media_type']) ?? asFilledText(item['mimeType'])
    return pointer === undefined ? undefined : { type: 'image', pointer, ...(mimeType !== undefined && { mimeType }) }
  }
  const inside = asObject(item['image_url'] ?? item['image_file'] ?? item['image'])
  const url =
    asFilledText(item['image_url']) ??
    asFilledText(item['image']) ??
    asFilledText(inside['url']) ??
    asFilledText(inside['filepath']) ??
    asFilledText(inside['file_id']) ??
    asFilledText(source['url']) ??
    asFilledText(item['url']) ??
    asFilledText(item['file_id'])
  return url === undefined ? undefined : readImage(url, assets)
}

function audioItem(audio: Record<string, unknown>, assets: InlineAssets): Part | undefined {
  const data = asFilledText(audio['data'])
  const pointer = (data === undefined ? undefined : assets.addBase64(data)) ?? asFilledText(audio['id'])
  if (pointer === undefined) return undefined
  const format = asFilledText(audio['format'])
  const text = asFilledText(audio['transcript'])
  return {
    type: 'audio',
    pointer,
    ...(format !== undefined && { mimeType: `audio/${format}` }),
    ...(text !== undefined && { text }),
  }
}

function fileItem(file: Record<string, unknown>, assets: InlineAssets): Part {
  const data = asFilledText(file['file_data'])
  const inline = data === undefined ? undefined : assets.addUrl(data)
  const pointer = inline?.pointer ?? asFilledText(file['file_id'])
  return {
    type: 'file',
    name: asFilledText(file['filename']) ?? asFilledText(file['name']) ?? asFilledText(file['file_id']) ?? 'file',
    ...(pointer !== undefined && { pointer }),
    ...(inline && { mimeType: inline.mimeType }),
  }
}

/** Several calls to tools, as `tool_calls` lists them. */
export const readToolCalls = (value: unknown): Part[] => asList(value).flatMap(readToolCall)
