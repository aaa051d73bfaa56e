import type { Part } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { readArguments, readImage, readToolCalls, thinkingParts } from '../chat-content.ts'
import { nothingReadable, whyNoMessages } from '../chat-list.ts'
import { type Found, readChatMessage } from '../chat-message.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation } from '../draft.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asList, asObject, asTime } from '../raw-values.ts'

/** Reads a conversation of the web page of llama.cpp, `{conv:{id,name,lastModified,currNode}, messages}`. */
export function parseLlamaCpp(value: unknown): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  return readLlamaCpp(asObject(raw['conv']), raw['messages'])
}

/**
 * The same of its two halves. Messages `{id, parent, children, role, content, timestamp}` are a tree, whose root holds
 * nothing. They are kept in the person's own browser, so a conversation has no address and is named by its id.
 */
export function readLlamaCpp(conversation: Record<string, unknown>, list: unknown): ParsedConversation {
  const title = asFilledText(conversation['name'])?.trim()
  const id = asId(conversation['id'])
  if (!Array.isArray(list)) return { ok: false, title, id, reason: whyNoMessages(list) }

  const found = { damage: new Damage(), assets: new InlineAssets() }
  const nodes = readNodes(list, found)
  const messages = nodes.flatMap(({ message }) => message ?? [])
  if (nothingReadable(messages, found.damage)) return { ok: false, title, id, reason: found.damage.describeAll() }

  const updatedAt = asTime(conversation['lastModified'])
  const current = asId(conversation['currNode'])
  const problem = found.damage.describe(messages.length)
  return {
    ok: true,
    draft: {
      provider: 'other',
      ...(id !== undefined && { sourceKey: `llama.cpp ${id}` }),
      ...(title !== undefined && { title }),
      ...(updatedAt !== undefined && { updatedAt }),
      metadata: { ...(conversation['pinned'] === true && { pinned: true }) },
      nodes,
      ...(current !== undefined && { current }),
      assets: found.assets.all,
    },
    ...(problem !== undefined && { problem }),
  }
}

/** Ids are texts, in the first versions numbers. */
const asId = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? String(value) : asFilledText(value)

function readNodes(list: readonly unknown[], found: Found): NodeDraft[] {
  const claimed = new Map<string, string>()
  for (const value of list) {
    const parent = asId(asObject(value)['id'])
    for (const child of asList(asObject(value)['children']).map(asId))
      if (parent !== undefined && child !== undefined && !claimed.has(child)) claimed.set(child, parent)
  }
  const taken = new Set<string>()
  return list.map((value: unknown, position): NodeDraft => {
    const raw = asObject(value)
    const id = asId(raw['id'])
    const unique = id !== undefined && !taken.has(id)
    const key = unique ? id : `#${position}`
    taken.add(key)
    const parent = asId(raw['parent']) ?? claimed.get(key)
    return {
      key,
      ...(!unique && { position }),
      ...(parent !== undefined && { parent }),
      ...(raw['type'] !== 'root' && { message: readMessage(value, found) }),
    }
  })
}

function readMessage(value: unknown, found: Found): MessageDraft {
  const raw = asObject(value)
  // Calls to tools are a list in lines, and JSON in a text before that.
  const calls = readArguments(raw['toolCalls'])
  const message = readChatMessage(
    isObject(value) ? { ...value, tool_call_id: raw['toolCallId'] ?? raw['tool_call_id'] } : value,
    found,
  )
  if (message.parts[0]?.type === 'unknown') return message
  return {
    ...message,
    parts: [
      ...thinkingParts(raw['reasoningContent']),
      ...message.parts,
      ...readToolCalls(calls),
      ...asList(raw['extra']).flatMap((one) => readExtra(one, found)),
    ],
  }
}

/** Files that were given with a message, most of them with all they hold. */
function readExtra(value: unknown, { assets }: Found): Part[] {
  const raw = asObject(value)
  const name = asFilledText(raw['name']) ?? 'file'
  const url = asFilledText(raw['base64Url'])
  if (url !== undefined) return [readImage(url, assets, name)]
  const mimeType = asFilledText(raw['mimeType'])
  const data = asFilledText(raw['base64Data'])
  const pointer = data === undefined ? undefined : assets.addBase64(data)
  if (raw['type'] === 'audioFile' && pointer !== undefined)
    return [{ type: 'audio', pointer, name, ...(mimeType !== undefined && { mimeType }) }]
  const text = asFilledText(raw['content'])
  return isObject(value)
    ? [
        {
          type: 'file',
          name,
          ...(pointer !== undefined && { pointer }),
          ...(mimeType !== undefined && { mimeType }),
          ...(text !== undefined && { text }),
        },
      ]
    : []
}
