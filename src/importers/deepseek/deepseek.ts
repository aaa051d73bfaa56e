import type { Part, Role } from '../../domain/conversation.ts'
import { isObject } from '../../domain/json.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { MessageDraft, NodeDraft, ParsedConversation } from '../draft.ts'
import { asFilledText, asJson, asList, asObject, asSize, asText, asTime } from '../raw-values.ts'

/**
 * Reads one conversation of a DeepSeek account export. Only `mapping` is required. Its keys are numbers in strings,
 * whose order in the file means nothing: parents and times give the order.
 */
export function parseDeepSeek(value: unknown): ParsedConversation {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  const title = asFilledText(raw['title'])?.trim()
  const id = asFilledText(raw['id'])
  const mapping = raw['mapping']
  if (!isObject(mapping)) {
    const what = mapping === undefined ? 'missing' : mapping === null ? 'empty (null)' : 'not a tree'
    return { ok: false, title, id, reason: `Its messages are ${what} in the export.` }
  }

  const damage = new Damage()
  const nodes = readNodes(mapping, damage)
  const count = nodes.filter(({ message }) => message).length
  if (damage.broken > 0 && damage.broken >= count) return { ok: false, title, id, reason: damage.describeAll() }

  const createdAt = asTime(raw['inserted_at'])
  const updatedAt = asTime(raw['updated_at'])
  const current = shownLast(nodes)
  const problem = damage.describe(count)
  return {
    ok: true,
    draft: {
      provider: 'deepseek',
      ...(id !== undefined && { sourceUrl: `https://chat.deepseek.com/a/chat/s/${encodeURIComponent(id)}` }),
      ...(title !== undefined && { title }),
      ...(createdAt !== undefined && { createdAt }),
      ...(updatedAt !== undefined && { updatedAt }),
      metadata: { ...(raw['pinned'] === true && { pinned: true }) },
      nodes,
      ...(current !== undefined && { current }),
    },
    ...(problem !== undefined && { problem }),
  }
}

function readNodes(mapping: Record<string, unknown>, damage: Damage): NodeDraft[] {
  const parents = parentsIn(mapping)
  const roles = rolesIn(mapping, parents)
  return Object.entries(mapping).map(([key, value]): NodeDraft => {
    if (!isObject(value)) damage.add('is not in the tree as a message')
    const message = asObject(value)['message']
    const parent = parents.get(key)
    return {
      key: key.toWellFormed(),
      ...(parent !== undefined && { parent: parent.toWellFormed() }),
      ...(message !== undefined &&
        message !== null && { message: readMessage(message, roles.get(key) ?? 'system', damage) }),
    }
  })
}

/** The parent of each node: the one it states, else the one that lists it among its children. */
function parentsIn(mapping: Record<string, unknown>): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  for (const [key, node] of Object.entries(mapping))
    for (const child of asList(asObject(node)['children']))
      if (typeof child === 'string' && !parents.has(child)) parents.set(child, key)
  for (const [key, node] of Object.entries(mapping)) {
    const stated = asObject(node)['parent']
    if (typeof stated === 'string' && Object.hasOwn(mapping, stated)) parents.set(key, stated)
  }
  return parents
}

/**
 * The role of each message. What it holds tells it; older messages, which are only text, take turns with the message
 * they follow, and the first one is the person's.
 */
function rolesIn(mapping: Record<string, unknown>, parents: ReadonlyMap<string, string>): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>()
  for (const key of Object.keys(mapping)) {
    const untold: string[] = []
    const seen = new Set<string>()
    let before: Role | undefined
    for (let at: string | undefined = key; at !== undefined && !seen.has(at); at = parents.get(at)) {
      seen.add(at)
      const message = asObject(mapping[at])['message']
      if (!isObject(message)) continue
      before = roles.get(at) ?? toldRole(message)
      if (before !== undefined) {
        roles.set(at, before)
        break
      }
      untold.push(at)
    }
    for (const at of untold.reverse()) {
      before = before === 'user' ? 'assistant' : 'user'
      roles.set(at, before)
    }
  }
  return roles
}

function toldRole(message: Record<string, unknown>): Role | undefined {
  const stated = asFilledText(message['role'])?.toLowerCase()
  if (stated === 'user' || stated === 'assistant' || stated === 'system') return stated
  const types = asList(message['fragments']).flatMap((fragment) => asFilledText(asObject(fragment)['type']) ?? [])
  if (types.includes('REQUEST')) return 'user'
  return types.length > 0 || asFilledText(message['reasoning_content']) !== undefined ? 'assistant' : undefined
}

function readMessage(value: unknown, role: Role, damage: Damage): MessageDraft {
  const raw = asObject(value)
  const { content, fragments } = raw
  const readable = Array.isArray(fragments) || typeof content === 'string'
  if (!isObject(value)) damage.add('is not in the tree as a message')
  else if (!readable) damage.add('has no content')
  const createdAt = asTime(raw['inserted_at'])
  const model = role === 'assistant' ? asFilledText(raw['model']) : undefined
  return {
    role,
    parts: readable ? readParts(raw) : [{ type: 'unknown', kind: 'message', raw: asJson(value) }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: !isObject(value),
    ...(model !== undefined && { model }),
    metadata: {},
  }
}

function readParts(raw: Record<string, unknown>): Part[] {
  const { fragments } = raw
  const said = Array.isArray(fragments)
    ? fragments.flatMap(readFragment)
    : [...thinking(raw['reasoning_content']), ...text(raw['content']), ...asList(raw['search_results']).flatMap(page)]
  return [...said, ...asList(raw['files']).flatMap(readFile)]
}

function readFragment(value: unknown): Part[] {
  const raw = asObject(value)
  switch (raw['type']) {
    case 'REQUEST':
    case 'RESPONSE':
      return text(raw['content'])
    case 'THINK':
      return thinking(raw['content'])
    case 'SEARCH':
      return asList(raw['results']).flatMap(page)
    default:
      return [{ type: 'unknown', kind: asFilledText(raw['type']) ?? 'fragment', raw: asJson(value) }]
  }
}

/** `[citation:3]` stands where a page is cited; the pages themselves follow as parts. */
const CITATION = / ?\[citation:\d{1,4}\]/g

function text(value: unknown): Part[] {
  const said = (asText(value) ?? '').replace(CITATION, '')
  return said.trim() === '' ? [] : [{ type: 'text', text: said }]
}

function thinking(value: unknown): Part[] {
  const thought = asFilledText(value)
  return thought === undefined ? [] : [{ type: 'thinking', text: thought }]
}

function page(value: unknown): Part[] {
  const raw = asObject(value)
  const url = asFilledText(raw['url'])
  if (url === undefined || !/^https?:\/\//i.test(url)) return []
  const title = asFilledText(raw['title'])
  const snippet = asFilledText(raw['snippet'])
  return [
    {
      type: 'citation',
      url,
      ...(title !== undefined && { title }),
      ...(snippet !== undefined && { text: snippet }),
    },
  ]
}

/** Bytes of files are not in the export; sometimes their text is. */
function readFile(value: unknown): Part[] {
  const raw = asObject(value)
  const pointer = asFilledText(raw['id'])
  const name = asFilledText(raw['file_name']) ?? asFilledText(raw['name']) ?? pointer
  if (name === undefined) return []
  const size = asSize(raw['file_size']) ?? asSize(raw['size'])
  const inside = asFilledText(raw['content'])
  return [
    {
      type: 'file',
      ...(pointer !== undefined && { pointer }),
      name,
      ...(size !== undefined && { size }),
      ...(inside !== undefined && { text: inside }),
    },
  ]
}

/** No node is named as the current one: the leaf that came last is; at the same moment the one with the higher number. */
function shownLast(nodes: readonly NodeDraft[]): string | undefined {
  const parents = new Set(nodes.map(({ parent }) => parent))
  let last: NodeDraft | undefined
  for (const node of nodes) if (node.message && !parents.has(node.key) && (!last || isLater(node, last))) last = node
  return last?.key
}

function isLater(a: NodeDraft, b: NodeDraft): boolean {
  const [timeA, timeB] = [a.message?.createdAt ?? 0, b.message?.createdAt ?? 0]
  return timeA === timeB ? a.key.localeCompare(b.key, 'en', { numeric: true }) > 0 : timeA > timeB
}
