import type { Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation } from '../draft.ts'
import { asFilledText, asJson, asObject, asTime } from '../raw-values.ts'
import { showDocuments } from '../written-documents.ts'
import { readClaudeContent } from './claude-content.ts'
import { claudeDocuments } from './claude-documents.ts'

/** Parent of the first message. */
const ROOT = '00000000-0000-4000-8000-000000000000'

/**
 * Reads one conversation of a Claude account export, of its web API (which adds the model, the current leaf and the
 * project), or a shared snapshot. Only `chat_messages` is required.
 */
export function parseClaude(value: unknown): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  // A shared snapshot has an id of its own beside that of the conversation it was taken of.
  const title = (asFilledText(raw['name']) ?? asFilledText(raw['snapshot_name']))?.trim()
  const id = asFilledText(raw['conversation_uuid']) ?? asFilledText(raw['uuid']) ?? asFilledText(raw['conversation_id'])
  const list: unknown = raw['chat_messages']
  if (!Array.isArray(list)) {
    const what = list === undefined ? 'missing' : list === null ? 'empty (null)' : 'not a list'
    return { ok: false, title, id, reason: `Its messages are ${what} in the export.` }
  }

  const damage = new Damage()
  const raws = list.map(asObject)
  const linked = linkNodes(
    list.map((message) => readMessage(message, damage)),
    raws,
  )
  const nodes = showDocuments(linked, claudeDocuments)
  if (damage.broken > 0 && damage.broken === nodes.length) return { ok: false, title, id, reason: damage.describeAll() }

  const createdAt = asTime(raw['created_at'])
  const updatedAt = asTime(raw['updated_at'])
  const model = asFilledText(raw['model'])
  const projectName = asFilledText(asObject(raw['project'])['name'])
  const projectId = asFilledText(raw['project_uuid']) ?? asFilledText(asObject(raw['project'])['uuid'])
  const summary = asFilledText(raw['summary'])
  // Without links between the messages there is one branch only, and it is shown to its end.
  const current = raws.some(hasParent) ? asFilledText(raw['current_leaf_message_uuid']) : undefined
  const problem = damage.describe(nodes.length)
  return {
    ok: true,
    draft: {
      provider: 'claude',
      ...(id !== undefined && { sourceUrl: `https://claude.ai/chat/${encodeURIComponent(id)}` }),
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      ...(model !== undefined && { model }),
      ...(projectName !== undefined && { projectName }),
      metadata: {
        ...(raw['is_starred'] === true && { starred: true }),
        ...(raw['is_archived'] === true && { archived: true }),
        ...(projectId !== undefined && { projectId }),
        ...(summary !== undefined && { summary }),
      },
      nodes,
      ...(current !== undefined && { current }),
    },
    ...(problem !== undefined && { problem }),
  }
}

const hasParent = (raw: Record<string, unknown>): boolean => asFilledText(raw['parent_message_uuid']) !== undefined

/**
 * Gives each message its key and parent. Messages without a parent (exports before branches) follow the one before
 * them by `index`, else by time, else by place in the list.
 */
function linkNodes(messages: readonly MessageDraft[], raws: readonly Record<string, unknown>[]): NodeDraft[] {
  const keys: { key: string; position?: number }[] = []
  const taken = new Set<string>()
  raws.forEach((raw, position) => {
    const uuid = asFilledText(raw['uuid'])
    const unique = uuid !== undefined && !taken.has(uuid)
    const key = unique ? uuid : `#${position}`
    taken.add(key)
    keys.push(unique ? { key } : { key, position })
  })

  const indexOf = raws.map(({ index }) => (typeof index === 'number' && Number.isFinite(index) ? index : undefined))
  const rank = indexOf.every((index) => index !== undefined)
    ? (at: number): number => indexOf[at]!
    : (at: number): number => messages[at]!.createdAt ?? 0
  const order = raws.map((_, at) => at).sort((a, b) => rank(a) - rank(b) || a - b)
  const before = new Map(order.map((at, place) => [at, place === 0 ? undefined : keys[order[place - 1]!]!.key]))

  return messages.map((message, at) => {
    const stated = asFilledText(raws[at]!['parent_message_uuid'])
    const parent = stated === undefined ? before.get(at) : stated === ROOT ? undefined : stated
    return { ...keys[at]!, ...(parent !== undefined && { parent }), message }
  })
}

function readMessage(value: unknown, damage: Damage): MessageDraft {
  const raw = asObject(value)
  const stated = asFilledText(raw['sender'])
  const role = roleOf(stated)
  const createdAt = asTime(raw['created_at'])
  const model = asFilledText(raw['model'])
  const readable =
    Array.isArray(raw['content']) || typeof raw['content'] === 'string' || typeof raw['text'] === 'string'
  const sound = isObject(value) && stated !== undefined && readable
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (stated === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) damage.add('has no content')
  return {
    role,
    ...(stated !== undefined && stated !== 'human' && stated !== role && { author: stated }),
    parts: sound ? readClaudeContent(raw) : [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: stated === undefined,
    ...(model !== undefined && { model }),
    metadata: {
      ...(raw['truncated'] === true && { truncated: true }),
      ...(asFilledText(raw['stop_reason']) !== undefined && { stopReason: asFilledText(raw['stop_reason'])! }),
    },
  }
}

function roleOf(sender: string | undefined): Role {
  switch (sender) {
    case 'human':
    case 'user':
      return 'user'
    case 'assistant':
    case 'tool':
      return sender
    default:
      return 'system'
  }
}
