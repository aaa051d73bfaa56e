import { concatBytes } from '../../domain/bytes.ts'
import type { Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { Damage } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation, Reading, Row, RowReader } from '../draft.ts'
import { asFilledText, asJson, asObject, asTime } from '../raw-values.ts'
import { readMistralContent } from './mistral-content.ts'

/** Reads the messages of a Le Chat export; those of one `chatId` are a conversation, which has no title. */
export const readMistral: RowReader = async function* (rows, { entry }): AsyncGenerator<Reading> {
  const chats = new Map<string, Row[]>()
  for await (const row of rows) {
    const chatId = asFilledText(asObject(row.value)['chatId'])
    if (chatId === undefined) {
      yield {
        type: 'unreadable',
        name: `message ${row.index + 1} of ${entry}`,
        reason: isObject(row.value) ? 'It does not say of which chat it is.' : 'It is no message.',
        original: row.bytes,
      }
      continue
    }
    const chat = chats.get(chatId)
    if (chat) chat.push(row)
    else chats.set(chatId, [row])
  }
  for (const [chatId, chat] of chats)
    yield {
      type: 'conversation',
      parsed: conversationOf(chatId, chat),
      original: concatBytes(...chat.map(({ bytes }) => bytes)),
    }
}

function conversationOf(chatId: string, rows: readonly Row[]): ParsedConversation {
  const damage = new Damage()
  const messages = rows.map(({ value }) => {
    const raw = asObject(value)
    return { id: asFilledText(raw['id']), version: raw['version'], message: readMessage(raw, chatId, damage) }
  })
  if (damage.broken === rows.length) return { ok: false, id: chatId, reason: damage.describeAll() }

  // In the file they stand in any order.
  messages.sort((a, b) => (a.message.createdAt ?? 0) - (b.message.createdAt ?? 0))
  const nodes: NodeDraft[] = []
  const taken = new Set<string>()
  messages.forEach(({ id, version, message }, position) => {
    const last = nodes.at(-1)
    // Another version of the message before it is its sibling.
    const isVersion = id !== undefined && taken.has(id)
    const named = isVersion ? `${id} version ${typeof version === 'number' ? version : position}` : id
    const unique = named !== undefined && !taken.has(named)
    const key = unique ? named : `#${position}`
    taken.add(key)
    const parent = isVersion ? nodes.find((node) => node.key === id)?.parent : last?.key
    nodes.push({ key, ...(!unique && { position }), ...(parent !== undefined && { parent }), message })
  })
  const problem = damage.describe(rows.length)
  const current = nodes.at(-1)?.key
  return {
    ok: true,
    draft: {
      provider: 'mistral',
      sourceUrl: `https://chat.mistral.ai/chat/${encodeURIComponent(chatId)}`,
      metadata: {},
      nodes,
      ...(current !== undefined && { current }),
    },
    ...(problem !== undefined && { problem }),
  }
}

function readMessage(raw: Record<string, unknown>, chatId: string, damage: Damage): MessageDraft {
  const stated = asFilledText(raw['role'])?.toLowerCase()
  const role = roleOf(stated)
  const readable = typeof raw['content'] === 'string' || Array.isArray(raw['contentChunks'])
  if (stated === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) damage.add('has no content')
  const createdAt = asTime(raw['createdAt'])
  const model = role === 'assistant' ? (asFilledText(raw['model']) ?? asFilledText(raw['modelName'])) : undefined
  const reaction = asFilledText(raw['reaction'])
  return {
    role,
    ...(stated !== undefined && stated !== role && { author: stated }),
    parts:
      readable && stated !== undefined
        ? readMistralContent(raw, chatId)
        : [{ type: 'unknown', kind: 'message', raw: asJson(raw) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: role === 'system',
    ...(model !== undefined && { model }),
    metadata: { ...(reaction !== undefined && reaction !== 'neutral' && { reaction }) },
  }
}

function roleOf(stated: string | undefined): Role {
  return stated === 'user' || stated === 'assistant' || stated === 'tool' ? stated : 'system'
}
