import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import {
  readChatContent,
  readImage,
  readToolCall,
  textOf,
  textParts,
  thinkingParts,
  toolResult,
} from '../chat-content.ts'
import type { Found } from '../chat-message.ts'
import { authorNamed, roleNamed } from '../chat-role.ts'
import type { MessageDraft } from '../draft.ts'
import type { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText, asTime } from '../raw-values.ts'
import { splitDetails } from './details-blocks.ts'

/** Reads a message of the tree of Open WebUI, Qwen or Z.ai. One without author or content is kept raw. */
export function readOpenWebUiMessage(value: unknown, { damage, assets }: Found): MessageDraft {
  const raw = asObject(value)
  const stated = asFilledText(raw['role'])
  const role = roleNamed(stated)
  const { content } = raw
  const readable =
    typeof content === 'string' ||
    Array.isArray(content) ||
    asList(raw['content_list']).length > 0 ||
    asList(raw['output']).length > 0 ||
    isObject(raw['error'])
  if (!isObject(value)) damage.add('is not in the tree as a message')
  else if (stated === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable && role !== 'system') damage.add('has no content')

  const sound = isObject(value) && stated !== undefined && (readable || role === 'system')
  const author = authorNamed(stated)
  const createdAt = asTime(raw['timestamp']) ?? asTime(raw['created_at'])
  const model = role === 'user' ? undefined : (asFilledText(raw['model']) ?? asFilledText(raw['modelName']))
  return {
    role,
    ...(author !== undefined && { author }),
    parts: sound ? readParts(raw, assets) : [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: stated === undefined,
    ...(model !== undefined && { model }),
    metadata: {},
  }
}

function readParts(raw: Record<string, unknown>, assets: InlineAssets): Part[] {
  const error = raw['error']
  const errorText = textOf(asObject(error)['content']) ?? textOf(asObject(error)['message']) ?? asText(error)
  return [
    ...thinkingParts(raw['reasoning_content']),
    ...readSaid(raw, assets),
    ...asList(raw['files']).flatMap((file) => readFile(file, assets)),
    ...readSources(raw),
    ...(errorText === undefined ? [] : [{ type: 'error' as const, text: errorText }]),
  ]
}

/** What was said: of newer servers in `output`, of Qwen in `content_list`, else in `content`, where all is one text. */
function readSaid(raw: Record<string, unknown>, assets: InlineAssets): Part[] {
  const { content } = raw
  const output = asList(raw['output']).flatMap((item) => readOutput(item, assets))
  if (output.some(({ type }) => type === 'text')) return output
  const phases = asList(raw['content_list']).flatMap(readPhase)
  const text = typeof content === 'string' ? splitDetails(asText(content)!) : readChatContent(content, assets)
  if (!phases.some(({ type }) => type === 'text')) phases.push(...text)
  return phases.length > 0 ? phases : output
}

/** An item of `output`, in the shape of OpenAI's responses. */
function readOutput(value: unknown, assets: InlineAssets): Part[] {
  const item = asObject(value)
  switch (item['type']) {
    case 'message':
      return readChatContent(item['content'], assets)
    case 'reasoning':
      return thinkingParts(textOf(item['content']) ?? textOf(item['summary']))
    case 'function_call':
      return readToolCall({ ...item, id: item['call_id'] ?? item['id'] })
    case 'function_call_output':
      return [toolResult(textOf(item['output']) ?? '', { id: asFilledText(item['call_id']) })]
    default:
      return [{ type: 'unknown', kind: asFilledText(item['type']) ?? 'output', raw: asJson(value) }]
  }
}

/** A phase of an answer of Qwen. */
function readPhase(value: unknown): Part[] {
  const item = asObject(value)
  const text = textOf(item['content']) ?? ''
  const extra = asObject(item['extra'])
  switch (item['phase']) {
    case undefined:
    case null:
    case 'answer':
      return isObject(value) ? textParts(text) : []
    case 'think':
      return thinkingParts(text)
    case 'thinking_summary':
      return thinkingParts(textOf(asObject(extra['summary_thought'])['content']))
    case 'web_search':
      return [
        ...(text.trim() === '' ? [] : [toolResult(text, { name: 'web_search' })]),
        ...asList(extra['web_search_info']).flatMap(readPage),
      ]
    default:
      return text.trim() === ''
        ? []
        : [{ type: 'unknown', kind: asFilledText(item['phase']) ?? 'phase', raw: asJson(value) }]
  }
}

function readPage(value: unknown): Part[] {
  const raw = asObject(value)
  const url = asFilledText(raw['url']) ?? asFilledText(raw['link'])
  if (url === undefined || !/^https?:\/\//i.test(url)) return []
  const title = asFilledText(raw['title'])
  const text = asFilledText(raw['snippet'])
  return [{ type: 'citation', url, ...(title !== undefined && { title }), ...(text !== undefined && { text }) }]
}

/** Pages an answer was made of: `sources[{source:{name,url},metadata:[{source,title}]}]`, in older exports `citations`. */
function readSources(raw: Record<string, unknown>): Part[] {
  const pages = [...asList(raw['sources']), ...asList(raw['citations'])].flatMap((value) => {
    const source = asObject(value)
    const named = asObject(source['source'])
    const details = asList(source['metadata']).flatMap((one) =>
      readPage({ url: asObject(one)['source'], title: asObject(one)['title'] }),
    )
    return details.length > 0 ? details : readPage({ url: named['url'] ?? named['name'], title: named['name'] })
  })
  return [...new Map(pages.map((page) => [page.type === 'citation' ? page.url : '', page])).values()]
}

function readFile(value: unknown, assets: InlineAssets): Part[] {
  if (typeof value === 'string') return [{ type: 'file', name: asText(value)!, pointer: asText(value)! }]
  if (!isObject(value)) return []
  const inner = asObject(value['file'])
  const meta = asObject(inner['meta'])
  const url = asFilledText(value['url'])
  const name = asFilledText(value['name']) ?? asFilledText(inner['filename']) ?? asFilledText(meta['name'])
  const mimeType =
    asFilledText(value['file_type']) ?? asFilledText(value['content_type']) ?? asFilledText(meta['content_type'])
  if (url !== undefined && (value['type'] === 'image' || mimeType?.startsWith('image/')))
    return [readImage(url, assets, name)]
  const pointer = url ?? asFilledText(value['id']) ?? asFilledText(inner['id'])
  const size = asSize(value['size']) ?? asSize(meta['size'])
  const text = asFilledText(asObject(inner['data'])['content'])
  return [
    {
      type: 'file',
      name: name ?? pointer ?? 'file',
      ...(pointer !== undefined && { pointer }),
      ...(mimeType !== undefined && { mimeType }),
      ...(size !== undefined && { size }),
      ...(text !== undefined && { text }),
    },
  ]
}
