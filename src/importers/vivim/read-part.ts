import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { asJson, asSize, asText } from '../raw-values.ts'

type Raw = Readonly<Record<string, unknown>>

/** Members that are texts, of those that are there; a member that is something else makes the part unreadable. */
function texts<K extends string>(raw: Raw, ...names: readonly K[]): Partial<Record<K, string>> | undefined {
  const found: Partial<Record<K, string>> = {}
  for (const name of names) {
    if (raw[name] === undefined) continue
    const text = asText(raw[name])
    if (text === undefined) return undefined
    found[name] = text
  }
  return found
}

function sizes<K extends string>(raw: Raw, ...names: readonly K[]): Partial<Record<K, number>> {
  return Object.fromEntries(
    names.flatMap((name) => (asSize(raw[name]) === undefined ? [] : [[name, raw[name]]])),
  ) as Partial<Record<K, number>>
}

/** A part of a message as this app wrote it; undefined for anything else. */
export function readPart(value: unknown): Part | undefined {
  if (!isObject(value)) return undefined
  const known = texts(value, 'text', 'language', 'pointer', 'name', 'mimeType', 'id', 'summary', 'url', 'title', 'kind')
  if (!known) return undefined
  const { text, language, pointer, name, mimeType, id, summary, url, title, kind } = known
  switch (value['type']) {
    case 'text':
      return text === undefined ? undefined : { type: 'text', text }
    case 'code':
      return text === undefined ? undefined : { type: 'code', text, ...(language !== undefined && { language }) }
    case 'image':
    case 'audio':
      if (pointer === undefined) return undefined
      return {
        type: value['type'],
        pointer,
        ...(name !== undefined && { name }),
        ...(mimeType !== undefined && { mimeType }),
        ...sizes(value, 'width', 'height'),
        ...(text !== undefined && { text }),
      }
    case 'file':
      if (name === undefined) return undefined
      return {
        type: 'file',
        ...(pointer !== undefined && { pointer }),
        name,
        ...(mimeType !== undefined && { mimeType }),
        ...sizes(value, 'size'),
        ...(text !== undefined && { text }),
      }
    case 'tool_call':
      if (name === undefined) return undefined
      return { type: 'tool_call', name, input: asJson(value['input']), ...(id !== undefined && { id }) }
    case 'tool_result':
      if (text === undefined) return undefined
      return {
        type: 'tool_result',
        text,
        ...(name !== undefined && { name }),
        ...(id !== undefined && { id }),
        ...(typeof value['isError'] === 'boolean' && { isError: value['isError'] }),
      }
    case 'thinking':
      return text === undefined ? undefined : { type: 'thinking', text, ...(summary !== undefined && { summary }) }
    case 'citation':
      if (url === undefined) return undefined
      return { type: 'citation', url, ...(title !== undefined && { title }), ...(text !== undefined && { text }) }
    case 'error':
      return text === undefined ? undefined : { type: 'error', text, ...(name !== undefined && { name }) }
    case 'unknown':
      return kind === undefined ? undefined : { type: 'unknown', kind, raw: asJson(value['raw']) }
    default:
      return undefined
  }
}
