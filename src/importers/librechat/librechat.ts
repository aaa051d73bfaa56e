import type { Part, Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { readChatContent, readImage, textParts } from '../chat-content.ts'
import { nothingReadable, whyNoMessages } from '../chat-list.ts'
import type { Found } from '../chat-message.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation } from '../draft.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText, asTime } from '../raw-values.ts'

/** Parent of first messages. */
const ROOT = '00000000-0000-0000-0000-000000000000'

/**
 * Reads a conversation of LibreChat. Its messages are nested in `children` (recursive), a list linked by
 * `parentMessageId` (with branches), or a list without links, where each follows the one before it. A server of one's own
 * has no address that others could open, so it is named by its id.
 */
export function parseLibreChat(value: unknown): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  const title = asFilledText(raw['title'])?.trim()
  const id = asFilledText(raw['conversationId'])
  const list = raw['messages'] ?? raw['messagesTree']
  if (!Array.isArray(list)) return { ok: false, title, id, reason: whyNoMessages(list) }

  const found = { damage: new Damage(), assets: new InlineAssets() }
  const nodes = readNodes(list, found)
  const messages = nodes.flatMap(({ message }) => message ?? [])
  if (nothingReadable(messages, found.damage)) return { ok: false, title, id, reason: found.damage.describeAll() }

  const options = asObject(raw['options'])
  const model = asFilledText(options['model']) ?? asFilledText(raw['model'])
  const endpoint = asFilledText(raw['endpoint'])
  const createdAt = asTime(raw['createdAt'])
  const updatedAt = asTime(raw['updatedAt'])
  const prompt = asFilledText(options['promptPrefix'])
  const tags = asList(raw['tags']).flatMap((tag) => asFilledText(tag) ?? [])
  const problem = found.damage.describe(nodes.length)
  return {
    ok: true,
    draft: {
      provider: 'librechat',
      ...(id !== undefined && { sourceKey: id }),
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      ...(model !== undefined && { model }),
      metadata: {
        ...(raw['isArchived'] === true && { archived: true }),
        ...(endpoint !== undefined && { endpoint }),
        ...(prompt !== undefined && { prompt }),
        ...(tags.length > 0 && { tags }),
      },
      nodes,
      assets: found.assets.all,
    },
    ...(problem !== undefined && { problem }),
  }
}

/** All messages of the list and of what is nested in them, however deeply. */
function readNodes(list: readonly unknown[], found: Found): NodeDraft[] {
  const nodes: (NodeDraft & { readonly linked: boolean })[] = []
  const taken = new Set<string>()
  const waiting = [...list].reverse().map((value): { value: unknown; above?: string } => ({ value }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const raw = asObject(next.value)
    const position = nodes.length
    const id = asFilledText(raw['messageId']) ?? asFilledText(raw['id'])
    const unique = id !== undefined && !taken.has(id)
    const key = unique ? id : `#${position}`
    taken.add(key)
    const stated = asFilledText(raw['parentMessageId'])
    const parent = next.above ?? (stated === ROOT ? undefined : stated)
    nodes.push({
      key,
      ...(!unique && { position }),
      ...(parent !== undefined && { parent }),
      linked: next.above !== undefined || stated !== undefined,
      message: readMessage(next.value, found),
    })
    for (const child of asList(raw['children']).toReversed()) waiting.push({ value: child, above: key })
  }
  // A list of messages none of which names another is one branch.
  const isLinked = nodes.some(({ linked }) => linked)
  return nodes.map(({ linked: _, ...node }, at) =>
    isLinked || at === 0 ? node : { ...node, parent: nodes[at - 1]!.key },
  )
}

function readMessage(value: unknown, { damage, assets }: Found): MessageDraft {
  const raw = asObject(value)
  const role = roleOf(raw)
  const blocks = asList(raw['content'])
  const text = asText(raw['text']) ?? asText(raw['content'])
  const readable = text !== undefined || blocks.length > 0
  const sound = isObject(value) && role !== undefined && readable
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (role === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) damage.add('has no content')

  const sender = asFilledText(raw['sender'])
  const createdAt = asTime(raw['createdAt'])
  const model = role === 'user' ? undefined : asFilledText(raw['model'])
  const said = (): Part[] => {
    if (raw['error'] === true && text !== undefined) return [{ type: 'error', text }]
    return blocks.length > 0 ? readChatContent(blocks, assets) : textParts(text)
  }
  return {
    role: role ?? 'system',
    ...(role === 'assistant' && sender !== undefined && { author: sender }),
    parts: sound
      ? [
          ...said(),
          ...[...asList(raw['files']), ...asList(raw['attachments'])].flatMap((file) => readFile(file, assets)),
        ]
      : [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: role === undefined,
    ...(model !== undefined && { model }),
    metadata: { ...(raw['unfinished'] === true && { unfinished: true }) },
  }
}

function roleOf(raw: Record<string, unknown>): Role | undefined {
  if (typeof raw['isCreatedByUser'] === 'boolean') return raw['isCreatedByUser'] ? 'user' : 'assistant'
  const sender = asFilledText(raw['sender'])
  return sender === undefined ? undefined : sender.toLowerCase() === 'user' ? 'user' : 'assistant'
}

function readFile(value: unknown, assets: InlineAssets): Part[] {
  const raw = asObject(value)
  const pointer = asFilledText(raw['filepath']) ?? asFilledText(raw['file_id'])
  const name = asFilledText(raw['filename']) ?? pointer
  if (name === undefined) return []
  const mimeType = asFilledText(raw['type'])
  if (pointer !== undefined && mimeType?.startsWith('image/')) return [readImage(pointer, assets, name)]
  const size = asSize(raw['bytes'])
  const text = asFilledText(raw['text'])
  return [
    {
      type: 'file',
      name,
      ...(pointer !== undefined && { pointer }),
      ...(mimeType !== undefined && { mimeType }),
      ...(size !== undefined && { size }),
      ...(text !== undefined && { text }),
    },
  ]
}
