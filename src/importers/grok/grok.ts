import type { Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation, ReadContext } from '../draft.ts'
import { asFilledText, asJson, asList, asObject } from '../raw-values.ts'
import { readGrokContent } from './grok-content.ts'
import { member, timeOf } from './grok-values.ts'

/**
 * Reads one conversation of a Grok account export, `{conversation, responses: [{response}]}`, or a shared one, whose
 * responses are not wrapped and whose members are in camel case.
 */
export function parseGrok(value: unknown, { header }: Pick<ReadContext, 'header'>): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const outer = asObject(value)
  const raw = asObject(outer['conversation'])
  const title = asFilledText(raw['title'])?.trim()
  const id = asFilledText(raw['id']) ?? asFilledText(member(raw, 'conversation_id'))
  const list = outer['responses']
  if (!Array.isArray(list)) {
    const what = list === undefined ? 'missing' : list === null ? 'empty (null)' : 'not a list'
    return { ok: false, title, id, reason: `Its messages are ${what} in the export.` }
  }

  const damage = new Damage()
  const responses = list.map((item: unknown) => (isObject(item) && 'response' in item ? item['response'] : item))
  const nodes = linkNodes(
    responses.map(asObject),
    responses.map((response) => readMessage(response, damage)),
  )
  if (damage.broken > 0 && damage.broken === nodes.length) return { ok: false, title, id, reason: damage.describeAll() }

  const createdAt = timeOf(member(raw, 'create_time'))
  const updatedAt = timeOf(member(raw, 'modify_time'))
  const projectName = projectOf(raw, header)
  const problem = damage.describe(nodes.length)
  return {
    ok: true,
    draft: {
      provider: 'grok',
      ...(id !== undefined && { sourceUrl: `https://grok.com/c/${encodeURIComponent(id)}` }),
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      ...(projectName !== undefined && { projectName }),
      metadata: {
        ...(raw['starred'] === true && { starred: true }),
        ...(raw['temporary'] === true && { temporary: true }),
      },
      nodes,
    },
    ...(problem !== undefined && { problem }),
  }
}

/** Projects stand beside the conversations, in the same file. */
function projectOf(raw: Record<string, unknown>, header: ReadContext['header']): string | undefined {
  const ids = [member(raw, 'project_id'), member(raw, 'workspace_id'), ...asList(raw['workspaces'])]
    .map((value) => asFilledText(value) ?? asFilledText(member(asObject(value), 'workspace_id')))
    .filter((id) => id !== undefined)
  for (const value of ids.length === 0 ? [] : asList(header?.['projects'])) {
    const project = asObject(isObject(value) && isObject(value['project']) ? value['project'] : value)
    const id =
      asFilledText(project['id']) ?? asFilledText(member(project, 'workspace_id')) ?? asFilledText(project['_id'])
    if (id !== undefined && ids.includes(id)) return asFilledText(project['name']) ?? asFilledText(project['title'])
  }
  return undefined
}

/** Where no response names the one before it, each follows the one before it by time, then by place in the list. */
function linkNodes(raws: readonly Record<string, unknown>[], messages: readonly MessageDraft[]): NodeDraft[] {
  const taken = new Set<string>()
  const keys = raws.map((raw, position): Pick<NodeDraft, 'key' | 'position'> => {
    const id = asFilledText(raw['_id']) ?? asFilledText(member(raw, 'response_id'))
    const unique = id !== undefined && !taken.has(id)
    const key = unique ? id : `#${position}`
    taken.add(key)
    return unique ? { key } : { key, position }
  })
  const parents = raws.map((raw) => asFilledText(member(raw, 'parent_response_id')))
  if (!parents.some((parent) => parent !== undefined)) {
    const time = (at: number): number => messages[at]!.createdAt ?? 0
    const order = raws.map((_, at) => at).sort((a, b) => time(a) - time(b) || a - b)
    order.forEach((at, place) => {
      if (place > 0) parents[at] = keys[order[place - 1]!]!.key
    })
  }
  return messages.map((message, at) => {
    const parent = parents[at]
    return { ...keys[at]!, ...(parent !== undefined && { parent }), message }
  })
}

function readMessage(value: unknown, damage: Damage): MessageDraft {
  const raw = asObject(value)
  const sender = asFilledText(raw['sender'])?.trim()
  const role = roleOf(sender)
  const readable = typeof raw['message'] === 'string'
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (sender === undefined) damage.add(readable ? 'has no author' : 'has neither author nor content')
  else if (!readable) damage.add('has no content')
  const createdAt = timeOf(member(raw, 'create_time'))
  const model = role === 'assistant' ? (asFilledText(raw['model']) ?? modelOf(sender)) : undefined
  return {
    role,
    parts:
      readable && sender !== undefined
        ? readGrokContent(raw, role === 'assistant')
        : [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: role === 'system',
    ...(model !== undefined && { model }),
    metadata: { ...(raw['partial'] === true && { partial: true }) },
  }
}

/** People are `human`; everything else that speaks is the service, by whatever name. */
function roleOf(sender: string | undefined): Role {
  switch (sender?.toLowerCase()) {
    case 'human':
    case 'user':
      return 'user'
    case undefined:
    case 'system':
      return 'system'
    default:
      return 'assistant'
  }
}

const modelOf = (sender: string | undefined): string | undefined =>
  sender !== undefined && /^grok-/i.test(sender) ? sender : undefined
