import type { Role } from '../../domain/conversation.ts'
import { isObject, type Json } from '../../domain/json.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { ConversationDraft, MessageDraft, NodeDraft, ParsedConversation, ReadContext } from '../draft.ts'
import { asFilledText, asJson, asList, asObject, asSize, asTime } from '../raw-values.ts'
import { showDocuments } from '../written-documents.ts'
import { canvasChanges } from './canvas.ts'
import { readContent } from './chatgpt-content.ts'
import { withTree } from './conversation-tree.ts'

/** Content that is never meant to be read as part of the chat: reasoning, and what the person told the service once. */
const HIDDEN_CONTENT = new Set(['thoughts', 'reasoning_recap', 'user_editable_context', 'model_editable_context'])

const ONLY_LISTED =
  'The file is only a list of titles; what was said is not in it. Open the conversation, or export your account.'

/**
 * Reads one conversation of a ChatGPT export (also of its web API, which has the same shape). Only `mapping` is
 * required. Parents come from `parent`, else from `children`.
 */
export function parseChatGpt(value: unknown, context?: Pick<ReadContext, 'header'>): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const given = asObject(value)
  const raw = Array.isArray(given['linear_conversation']) ? withTree(given) : given
  const title = asFilledText(raw['title'])?.trim()
  // Shared conversations have an id of their own beside that of the conversation they were taken of.
  const id =
    asFilledText(raw['backing_conversation_id']) ?? asFilledText(raw['conversation_id']) ?? asFilledText(raw['id'])
  const mapping = raw['mapping']
  if (mapping === null && Array.isArray(context?.header?.['items']))
    return { ok: false, title, id, reason: ONLY_LISTED }
  if (!isObject(mapping)) {
    const what = mapping === undefined ? 'missing' : mapping === null ? 'empty (null)' : 'not a tree'
    return { ok: false, title, id, reason: `Its messages are ${what} in the export.` }
  }

  const damage = new Damage()
  const nodes = showDocuments(readNodes(mapping, damage), canvasChanges)
  const messages = nodes.flatMap(({ message }) => (message ? [message] : []))
  const readable = messages.some(({ role, parts }) => role !== 'system' && parts.some(({ type }) => type !== 'unknown'))
  if (damage.broken > 0 && !readable) return { ok: false, title, id, reason: damage.describeAll() }

  const problem = damage.describe(messages.length)
  return { ok: true, draft: readConversation(raw, id, title, nodes), ...(problem !== undefined && { problem }) }
}

function readConversation(
  raw: Record<string, unknown>,
  id: string | undefined,
  title: string | undefined,
  nodes: readonly NodeDraft[],
): ConversationDraft {
  const createdAt = asTime(raw['create_time'])
  const updatedAt = asTime(raw['update_time'])
  // Shared conversations name it, or an object with its name, elsewhere.
  const model =
    asFilledText(raw['default_model_slug']) ??
    asFilledText(asObject(raw['model'])['slug']) ??
    asFilledText(raw['model'])
  const projectName =
    asFilledText(raw['project_name']) ??
    asFilledText(asObject(asObject(raw['gizmo'])['display'])['name']) ??
    asFilledText(asObject(raw['project'])['name'])
  const current = asFilledText(raw['current_node'])
  return {
    provider: 'chatgpt',
    ...(id !== undefined && { sourceUrl: `https://chatgpt.com/c/${encodeURIComponent(id)}` }),
    ...(title !== undefined && { title }),
    ...(createdAt !== undefined && { createdAt }),
    ...(updatedAt !== undefined && { updatedAt }),
    ...(model !== undefined && { model }),
    ...(projectName !== undefined && { projectName }),
    metadata: conversationMetadata(raw),
    nodes,
    ...(current !== undefined && { current }),
  }
}

function conversationMetadata(raw: Record<string, unknown>): Record<string, Json> {
  const gizmoId = asFilledText(raw['gizmo_id'])
  const gizmoType = asFilledText(raw['gizmo_type'])
  const voice = asFilledText(raw['voice'])
  const origin = asFilledText(raw['conversation_origin'])
  const template = asFilledText(raw['conversation_template_id'])
  const projectId = [template, gizmoId].find((one) => one?.startsWith('g-p-'))
  return {
    ...(raw['is_archived'] === true && { archived: true }),
    ...(raw['is_starred'] === true && { starred: true }),
    ...(asTime(raw['pinned_time']) !== undefined && { pinned: true }),
    ...(gizmoId !== undefined && { gizmoId }),
    ...(gizmoType !== undefined && { gizmoType }),
    ...(voice !== undefined && { voice }),
    ...(projectId !== undefined && { projectId }),
    ...(origin !== undefined && { origin }),
    ...(raw['is_do_not_remember'] === true && { doNotRemember: true }),
    ...(raw['is_study_mode'] === true && { studyMode: true }),
    ...(raw['is_read_only'] === true && { readOnly: true }),
  }
}

function readNodes(mapping: Record<string, unknown>, damage: Damage): NodeDraft[] {
  const claimed = new Map<string, string>()
  for (const [key, node] of Object.entries(mapping))
    for (const child of asList(asObject(node)['children']))
      if (typeof child === 'string' && !claimed.has(child)) claimed.set(child, key)

  const known = new Set(Object.keys(mapping))
  return Object.entries(mapping).map(([key, value]): NodeDraft => {
    if (!isObject(value)) damage.add('is not in the tree as a message')
    const node = asObject(value)
    const stated = node['parent']
    const parent = typeof stated === 'string' && known.has(stated) ? stated : claimed.get(key)
    const message = node['message']
    return {
      key: key.toWellFormed(),
      ...(parent !== undefined && { parent: parent.toWellFormed() }),
      ...(message !== undefined && message !== null && { message: readMessage(message, damage) }),
    }
  })
}

function readMessage(value: unknown, damage: Damage): MessageDraft {
  const raw = asObject(value)
  const author = asObject(raw['author'])
  const metadata = asObject(raw['metadata'])
  const stated = asFilledText(author['role'])
  const role = roleOf(stated)
  const content = raw['content']
  const contentType = asFilledText(asObject(content)['content_type'])
  const recipient = asFilledText(raw['recipient']) ?? 'all'
  const hidden =
    stated === undefined ||
    metadata['is_visually_hidden_from_conversation'] === true ||
    (contentType !== undefined && HIDDEN_CONTENT.has(contentType)) ||
    recipient !== 'all'

  const noContent = !isObject(content) && asFilledText(content) === undefined
  if (stated === undefined) damage.add(noContent ? 'has neither author nor content' : 'has no author')
  else if (noContent && role !== 'system' && !hidden) damage.add('has no content')

  const authorName = asFilledText(author['name']) ?? (stated !== undefined && stated !== role ? stated : undefined)
  const createdAt = asTime(raw['create_time'])
  const model = role === 'assistant' || role === 'tool' ? modelOf(metadata) : undefined
  const channel = asFilledText(raw['channel'])
  const unfinished = asFilledText(raw['status'])
  return {
    role,
    ...(authorName !== undefined && { author: authorName }),
    parts:
      stated === undefined || (noContent && role !== 'system')
        ? [{ type: 'unknown', kind: 'message', raw: asJson(value) }]
        : readContent(content, { role, recipient, metadata, author: authorName }),
    ...(createdAt !== undefined && { createdAt }),
    hidden,
    ...(model !== undefined && { model }),
    metadata: {
      ...(contentType !== undefined && contentType !== 'text' && { contentType }),
      ...(recipient !== 'all' && { recipient }),
      ...(channel !== undefined && { channel }),
      ...(unfinished !== undefined && unfinished !== 'finished_successfully' && { status: unfinished }),
      ...messageMetadata(metadata, asObject(author['metadata'])),
    },
  }
}

/** The model that answered; of some messages only the one that was chosen is known. */
const modelOf = (metadata: Record<string, unknown>): string | undefined =>
  asFilledText(metadata['model_slug']) ??
  asFilledText(metadata['resolved_model_slug']) ??
  asFilledText(metadata['default_model_slug'])

function messageMetadata(raw: Record<string, unknown>, author: Record<string, unknown>): Record<string, Json> {
  const realAuthor = asFilledText(author['real_author'])
  const finish = asFilledText(asObject(raw['finish_details'])['type'])
  const seconds = asSize(raw['finished_duration_sec'])
  const queries = asList(raw['search_queries']).flatMap((query) => asFilledText(asObject(query)['q']) ?? [])
  return {
    ...(raw['is_user_system_message'] === true && { customInstructions: true }),
    ...(realAuthor !== undefined && { realAuthor }),
    ...(finish !== undefined && finish !== 'stop' && { finish }),
    ...(seconds !== undefined && { thoughtSeconds: seconds }),
    ...(queries.length > 0 && { searchQueries: queries }),
  }
}

function roleOf(stated: string | undefined): Role {
  switch (stated) {
    case 'user':
    case 'assistant':
    case 'tool':
      return stated
    case undefined:
    case 'system':
    case 'developer':
      return 'system'
    default:
      return 'tool'
  }
}
