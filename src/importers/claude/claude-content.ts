import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText } from '../raw-values.ts'
import { splitTags } from './claude-tags.ts'

/** What the export puts into `text` for every block it does not show there. */
const POISON = /(?:```\s*)?This block is not supported on your current device yet\.(?:\s*```)?/g

/**
 * Parts of a message. The blocks in `content` are authoritative; `text`, which is poisoned with notes about blocks, is
 * read only where no block holds text.
 */
export function readClaudeContent(message: Record<string, unknown>): Part[] {
  const { content } = message
  const blocks = asList(content).flatMap(readBlock)
  const hasText = blocks.some((part) => part.type === 'text' || part.type === 'code')
  const parts = hasText ? blocks : [...textParts(fallbackText(message)), ...blocks]
  return [...citedOnce(parts), ...asList(message['attachments']).flatMap(readAttachment), ...readFiles(message)]
}

/** A page that is cited at several places is named once. */
function citedOnce(parts: readonly Part[]): Part[] {
  const cited = new Set<string>()
  return parts.filter((part) => {
    if (part.type !== 'citation') return true
    const isNew = !cited.has(part.url)
    cited.add(part.url)
    return isNew
  })
}

function fallbackText(message: Record<string, unknown>): string {
  const text = (asText(message['text']) ?? '').replace(POISON, '').trim()
  return text === '' && typeof message['content'] === 'string' ? asText(message['content'])! : text
}

const textParts = (text: string): Part[] => (text.trim() === '' ? [] : splitTags(text))

function readBlock(value: unknown): Part[] {
  if (typeof value === 'string') return textParts(asText(value)!)
  const block = asObject(value)
  switch (block['type']) {
    case 'text': {
      const text = asText(block['text'])
      if (text === undefined)
        return block['text'] === null || block['text'] === undefined ? [] : [unknown('text', value)]
      return [...textParts(text), ...asList(block['citations']).flatMap(readCitation)]
    }
    case 'voice_note': {
      const title = asFilledText(block['title'])
      return textParts([title, asText(block['text'])].filter(Boolean).join('\n\n'))
    }
    case 'thinking': {
      const summary = asList(block['summaries'])
        .flatMap((item) => asFilledText(asObject(item)['summary']) ?? [])
        .join('\n')
      return [{ type: 'thinking', text: asText(block['thinking']) ?? '', ...(summary !== '' && { summary }) }]
    }
    case 'tool_use': {
      const id = asFilledText(block['id'])
      const name = asFilledText(block['name']) ?? 'tool'
      return [{ type: 'tool_call', name, input: asJson(block['input'] ?? null), ...(id !== undefined && { id }) }]
    }
    case 'tool_result':
      return readToolResult(block)
    case 'image':
      return readImage(block)
    case 'token_budget':
      return []
    default:
      return [unknown(asFilledText(block['type']) ?? 'block', value)]
  }
}

const unknown = (kind: string, raw: unknown): Part => ({ type: 'unknown', kind, raw: asJson(raw) })

function readToolResult(block: Record<string, unknown>): Part[] {
  const id = asFilledText(block['tool_use_id'])
  const name = asFilledText(block['name'])
  const items = asList(block['content'])
  const texts = items.flatMap((item) => textOfResult(asObject(item)) ?? [])
  return [
    {
      type: 'tool_result',
      text: asText(block['content']) ?? (texts.length > 0 ? texts.join('\n\n') : displayed(block['display_content'])),
      ...(name !== undefined && { name }),
      ...(id !== undefined && { id }),
      ...(block['is_error'] === true && { isError: true }),
    },
    ...items.flatMap((item) => (asObject(item)['type'] === 'image' ? readImage(asObject(item)) : readFound(item))),
  ]
}

/** Text of a result, under the title of what was found; of a file that was handed over its name. */
function textOfResult(item: Record<string, unknown>): string | undefined {
  const text = asFilledText(item['text'])
  const title = asFilledText(item['title'])
  if (text === undefined) return title ?? asFilledText(item['name']) ?? asFilledText(item['file_path'])
  return title === undefined ? text : `${title}\n${text}`
}

/** What the page shows of a result that is no text itself. */
function displayed(value: unknown): string {
  const raw = asObject(value)
  return asFilledText(raw['text']) ?? asFilledText(raw['json_block']) ?? ''
}

/** A page a search found. */
function readFound(item: unknown): Part[] {
  const { url, title } = asObject(item)
  return readCitation({ url, title })
}

/** A picture block names a file or an address; its bytes are not kept in the message. */
function readImage(block: Record<string, unknown>): Part[] {
  const source = asObject(block['source'])
  const pointer =
    asFilledText(block['file_uuid']) ??
    asFilledText(source['file_uuid']) ??
    asFilledText(source['file_id']) ??
    asFilledText(source['url'])
  if (pointer === undefined) return [unknown('image', block)]
  const mimeType = asFilledText(source['media_type'])
  return [{ type: 'image', pointer, ...(mimeType !== undefined && { mimeType }) }]
}

function readCitation(value: unknown): Part[] {
  const raw = asObject(value)
  const details = asObject(raw['details'])
  const source = asObject(asList(raw['sources'])[0])
  const url = asFilledText(details['url']) ?? asFilledText(raw['url']) ?? asFilledText(source['url'])
  if (url === undefined || !/^https?:\/\//i.test(url)) return []
  const title = asFilledText(details['title']) ?? asFilledText(raw['title']) ?? asFilledText(source['title'])
  return [{ type: 'citation', url, ...(title !== undefined && { title }) }]
}

/** Text of an attached document is part of what was said, and stands in the export. */
function readAttachment(value: unknown): Part[] {
  if (!isObject(value)) return []
  const mimeType = asFilledText(value['file_type'])
  const size = asSize(value['file_size'])
  const text = asFilledText(value['extracted_content'])
  return [
    {
      type: 'file',
      name: asFilledText(value['file_name']) ?? 'attachment',
      ...(mimeType !== undefined && { mimeType }),
      ...(size !== undefined && { size }),
      ...(text !== undefined && { text }),
    },
  ]
}

/** Files whose bytes the export leaves out; `files_v2` of the web API repeats `files`. */
function readFiles(message: Record<string, unknown>): Part[] {
  const seen = new Set<string>()
  return [...asList(message['files']), ...asList(message['files_v2'])].flatMap((value): Part[] => {
    const raw = asObject(value)
    const name = asFilledText(raw['file_name'])
    const pointer = asFilledText(raw['file_uuid']) ?? name
    if (pointer === undefined || seen.has(pointer)) return []
    seen.add(pointer)
    const isImage = raw['file_kind'] === 'image' || /\.(png|jpe?g|gif|webp)$/i.test(name ?? '')
    if (isImage) return [{ type: 'image', pointer, ...(name !== undefined && { name }) }]
    return [{ type: 'file', name: name ?? pointer }]
  })
}
