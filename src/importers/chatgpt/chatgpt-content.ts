import type { Part, Role } from '../../domain/conversation.ts'
import { isObject, type Json } from '../../domain/json.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText } from '../raw-values.ts'
import { readCitations, stripMarks, stripTracking } from './chatgpt-citations.ts'

interface ContentContext {
  readonly role: Role
  /** Whom the message is for: `all`, or a tool. */
  readonly recipient: string
  readonly metadata: Record<string, unknown>
  /** Name of the tool. */
  readonly author: string | undefined
}

/**
 * Parts of a message from its `content`, its attachments and its citations. What is not known is kept raw.
 * Shapes as seen in exports of 2023 to 2026.
 */
export function readContent(content: unknown, context: ContentContext): Part[] {
  const parts = isObject(content) ? readByType(content, context) : textParts(content, context)
  return [...parts, ...readAttachments(parts, context.metadata), ...readCitations(context.metadata)]
}

function readByType(content: Record<string, unknown>, context: ContentContext): Part[] {
  const type = asFilledText(content['content_type']) ?? (Array.isArray(content['parts']) ? 'text' : 'missing')
  switch (type) {
    case 'text':
    case 'multimodal_text':
      return asList(content['parts']).flatMap((part) => readPart(part, context))
    case 'code':
      return readCode(content, context)
    case 'execution_output':
      return [toolResult(content['text'], context)]
    case 'tether_browsing_display':
      return [toolResult(asFilledText(content['result']) ?? content['summary'], context)]
    case 'tether_quote':
    case 'sonic_webpage':
      return readPage(content, type)
    case 'thoughts':
      return asList(content['thoughts']).map((thought) => {
        const { summary, content: text } = asObject(thought)
        const short = asFilledText(summary)
        return { type: 'thinking', text: asText(text) ?? '', ...(short !== undefined && { summary: short }) }
      })
    case 'reasoning_recap':
      return [{ type: 'thinking', text: asText(content['content']) ?? '' }]
    case 'user_editable_context':
      return [content['user_profile'], content['user_instructions']].flatMap((text) => textParts(text, context))
    case 'model_editable_context':
      return textParts(content['model_set_context'], context)
    case 'system_error': {
      const name = asFilledText(content['name'])
      return [{ type: 'error', text: asText(content['text']) ?? '', ...(name !== undefined && { name }) }]
    }
    case 'computer_output':
      return [...readAsset(content['screenshot']), unknown(type, content)]
    default:
      return [unknown(type, content)]
  }
}

const unknown = (kind: string, raw: unknown): Part => ({ type: 'unknown', kind, raw: asJson(raw) })

/** Text for people is cleaned of citation marks; a text for a tool is the tool's input; one from a tool its result. */
function textParts(value: unknown, context: ContentContext): Part[] {
  const text = asText(value)
  if (text === undefined || text === '') return []
  if (context.role === 'assistant' && context.recipient !== 'all') return [toolCall(text, context)]
  if (context.role === 'tool') return [toolResult(text, context)]
  if (context.role === 'user') return [{ type: 'text', text: stripTracking(text) }]
  const clean = stripMarks(text, context.metadata)
  return clean === '' ? [] : [{ type: 'text', text: clean }]
}

function readPart(part: unknown, context: ContentContext): Part[] {
  if (typeof part === 'string') return textParts(part, context)
  if (!isObject(part)) return part === null ? [] : [unknown('part', part)]
  switch (part['content_type']) {
    case 'image_asset_pointer':
    case 'audio_asset_pointer':
    case 'video_container_asset_pointer': {
      const asset = readAsset(part)
      return asset.length > 0 ? asset : [unknown(String(part['content_type']), part)]
    }
    case 'audio_transcription':
      return textParts(part['text'], context)
    case 'real_time_user_audio_video_asset_pointer': {
      const sound = readAsset(part['audio_asset_pointer'], 'audio')
      return sound.length > 0 ? sound : [unknown('real_time_user_audio_video_asset_pointer', part)]
    }
    default:
      return typeof part['text'] === 'string' && Object.keys(part).length <= 2
        ? textParts(part['text'], context)
        : [unknown(asFilledText(part['content_type']) ?? 'part', part)]
  }
}

function readAsset(value: unknown, kind?: 'audio'): Part[] {
  const raw = asObject(value)
  const pointer = asFilledText(raw['asset_pointer'])
  if (pointer === undefined) return []
  const type = kind ?? (raw['content_type'] === 'audio_asset_pointer' ? 'audio' : 'image')
  const width = asSize(raw['width'])
  const height = asSize(raw['height'])
  const details = asObject(raw['metadata'])
  const text =
    asFilledText(asObject(details['dalle'])['prompt']) ?? asFilledText(asObject(details['generation'])['prompt'])
  return [
    {
      type,
      pointer,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(text !== undefined && { text }),
    },
  ]
}

function readCode(content: Record<string, unknown>, context: ContentContext): Part[] {
  const text = asText(content['text']) ?? ''
  if (context.recipient !== 'all') return [toolCall(text, context)]
  const language = asFilledText(content['language'])
  // "unknown" is what a call to a tool is labelled with.
  return [{ type: 'code', text, ...(language !== undefined && language !== 'unknown' && { language }) }]
}

function toolCall(text: string, context: ContentContext): Part {
  return { type: 'tool_call', name: context.recipient, input: jsonOrText(text) }
}

function jsonOrText(text: string): Json {
  if (!/^\s*[{[]/.test(text)) return text
  try {
    return asJson(JSON.parse(text))
  } catch {
    return text
  }
}

function toolResult(value: unknown, context: ContentContext): Part {
  return {
    type: 'tool_result',
    text: asText(value) ?? '',
    ...(context.author !== undefined && { name: context.author }),
  }
}

function readPage(content: Record<string, unknown>, type: string): Part[] {
  const url = asFilledText(content['url'])
  if (url === undefined) return [unknown(type, content)]
  const title = asFilledText(content['title'])
  const text = asFilledText(content['text']) ?? asFilledText(content['snippet'])
  return [
    {
      type: 'citation',
      url: stripTracking(url),
      ...(title !== undefined && { title }),
      ...(text !== undefined && { text }),
    },
  ]
}

/** Attached files; pictures that the message shows anyway are left out. */
function readAttachments(shown: readonly Part[], metadata: Record<string, unknown>): Part[] {
  const pointers = shown.flatMap((part) => (part.type === 'image' || part.type === 'audio' ? [part.pointer] : []))
  return asList(metadata['attachments']).flatMap((value): Part[] => {
    const raw = asObject(value)
    const name = asFilledText(raw['name']) ?? asFilledText(raw['id'])
    const id = asFilledText(raw['id'])
    if (name === undefined || (id !== undefined && pointers.some((pointer) => pointer.includes(id)))) return []
    const mimeType = asFilledText(raw['mime_type']) ?? asFilledText(raw['mimeType'])
    const size = asSize(raw['size'])
    const pointer = id === undefined ? {} : { pointer: id }
    return [
      {
        type: 'file',
        ...pointer,
        name,
        ...(mimeType !== undefined && { mimeType }),
        ...(size !== undefined && { size }),
      },
    ]
  })
}
