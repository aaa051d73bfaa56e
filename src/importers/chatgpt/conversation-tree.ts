import { isObject } from '../../domain/json.ts'
import { asFilledText, asList, asObject } from '../raw-values.ts'

/** How surely an object is a conversation: 3 with a tree, 2 with a list of nodes, 1 with a list of messages, else 0. */
export function rank(value: unknown): number {
  const raw = asObject(value)
  const has = (list: readonly unknown[], accept: (item: Record<string, unknown>) => boolean): boolean =>
    list.some((item) => isObject(item) && accept(item))
  const isNode = (item: Record<string, unknown>): boolean => 'message' in item || 'children' in item
  if (isObject(raw['mapping']) && has(Object.values(raw['mapping']), isNode)) return 3
  if (has(asList(raw['linear_conversation']), isNode)) return 2
  const isMessage = (item: Record<string, unknown>): boolean =>
    ('author' in item || 'role' in item) && ('content' in item || 'parts' in item)
  return has(asList(raw['messages']), isMessage) ? 1 : 0
}

/** The one of these values that is most surely a conversation, if any is. */
export function bestOf(candidates: readonly unknown[]): Record<string, unknown> | undefined {
  const ranked = candidates.filter((one) => rank(one) > 0).sort((a, b) => rank(b) - rank(a))
  return isObject(ranked[0]) ? ranked[0] : undefined
}

/**
 * A conversation with the `mapping` that exports have: made of `linear_conversation` (the shown branch) or of `messages`
 * where there is none. Without any of them it is given back as it is.
 */
export function withTree(found: Record<string, unknown>): Record<string, unknown> {
  const kind = rank(found)
  if (kind === 3 || kind === 0) return found
  const nodes = kind === 2 ? asList(found['linear_conversation']) : asList(found['messages']).map(nodeOf)
  const mapping = new Map<string, unknown>()
  let previous: string | null = null
  nodes.forEach((node, place) => {
    const raw = asObject(node)
    const stated = asFilledText(raw['id']) ?? asFilledText(asObject(raw['message'])['id'])
    const key = stated === undefined || mapping.has(stated) ? `#${place}` : stated
    if (!isObject(node)) return mapping.set(key, node)
    const parent = asFilledText(raw['parent'])
    mapping.set(key, { ...raw, parent: parent !== undefined && mapping.has(parent) ? parent : previous, children: [] })
    previous = key
    return mapping
  })
  return { ...found, mapping: Object.fromEntries(mapping), current_node: found['current_node'] ?? previous }
}

/** A node of a message that stands by itself; its author and content may be plain texts. */
function nodeOf(message: unknown): unknown {
  if (!isObject(message)) return message
  const { author, role, content, parts } = message
  return {
    id: message['id'],
    message: {
      ...message,
      author: isObject(author) ? author : { role: role ?? author },
      content: content ?? (Array.isArray(parts) ? { content_type: 'multimodal_text', parts } : undefined),
    },
  }
}
