import { isObject } from '../../domain/json.ts'
import type { DocumentReader, ParsedConversation, Reading } from '../draft.ts'
import { asFilledText, asList, asObject } from '../raw-values.ts'
import { parseChatGpt } from './chatgpt.ts'
import { streamInPage } from './stream-in-page.ts'
import { TurboStream } from './turbo-stream.ts'

const TREE_NAMES = ['mapping', 'linear_conversation', 'messages']
/** Objects of a page that may be its conversation; more are never looked at. */
const MAX_CANDIDATES = 50
const MAX_LOOKED_AT = 2_000_000

const NOT_THERE =
  'The page does not hold the conversation. Open it, wait until it is shown whole, and save the page again.'

/**
 * A saved page of a conversation shared from ChatGPT (`chatgpt.com/share/…`, `/s/…`), as its data stands in a
 * turbo-stream. Gives one conversation, or one thing that cannot be read. Of the page only the conversation is kept:
 * the rest may hold who was signed in.
 */
export const readStreamPage: DocumentReader = ({ text }, { entry }) => {
  const stream = new TurboStream(streamInPage(text))
  const candidates = stream.objectsWith(TREE_NAMES).slice(0, MAX_CANDIDATES)
  const routes = stream.objectsWith(['sharedConversationId', 'shareId']).map((index) => asObject(stream.value(index)))
  const shareId = routes.flatMap((route) => asFilledText(route['sharedConversationId'] ?? route['shareId']) ?? [])[0]
  return [readPage(text, entry, shareId, best(candidates.map((index) => stream.value(index))))]
}

/** The same of 2023 to 2024, whose data stands in `<script id="__NEXT_DATA__">`. */
export const readNextPage: DocumentReader = ({ text }, { entry }) => {
  const data = nextData(text)
  const shareId = asFilledText(asObject(asObject(data)['query'])['shareId'])
  return [readPage(text, entry, shareId, best(objectsIn(data)))]
}

function nextData(page: string): unknown {
  const tag = page.indexOf('__NEXT_DATA__')
  const start = page.indexOf('>', tag) + 1
  const end = page.indexOf('</script', start)
  try {
    return tag < 0 || start === 0 ? undefined : JSON.parse(page.slice(start, end < 0 ? undefined : end))
  } catch {
    return undefined
  }
}

/** Objects anywhere in a value that may be a conversation. A loop: a page may nest as deep as it likes. */
function objectsIn(root: unknown): unknown[] {
  const found: unknown[] = []
  const waiting = [root]
  for (let looked = 0; waiting.length > 0 && looked < MAX_LOOKED_AT && found.length < MAX_CANDIDATES; looked++) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    if (rank(value) > 0) found.push(value)
    else for (const inside of Object.values(value)) waiting.push(inside)
  }
  return found
}

/** How surely an object is a conversation: one with a tree, with a list of nodes, with a list of messages, or none. */
function rank(value: unknown): number {
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

function best(candidates: readonly unknown[]): Record<string, unknown> | undefined {
  const ranked = candidates.filter((one) => rank(one) > 0).sort((a, b) => rank(b) - rank(a))
  return isObject(ranked[0]) ? ranked[0] : undefined
}

function readPage(
  page: string,
  entry: string,
  shareId: string | undefined,
  found: Record<string, unknown> | undefined,
): Reading {
  if (!found) return { type: 'unreadable', name: entry, reason: NOT_THERE }
  const original = new TextEncoder().encode(JSON.stringify(found))
  return { type: 'conversation', parsed: parseShared(found, page, shareId), original }
}

/** Its address: that of the conversation it was shared from, which exports name too; else the page's own. */
function parseShared(found: Record<string, unknown>, page: string, routeId: string | undefined): ParsedConversation {
  const address = addressOf(page)
  const shareId = address?.id ?? routeId
  const stated = asFilledText(found['conversation_id'])
  const id = asFilledText(found['backing_conversation_id']) ?? (stated === shareId ? undefined : stated)
  const tree = withTree(found)
  const title = asFilledText(found['title']) ?? asFilledText(found['og_title'])
  const parsed = parseChatGpt({ ...tree, title, id: undefined, conversation_id: id })
  if (!parsed.ok || parsed.draft.sourceUrl !== undefined) return parsed
  const named =
    shareId === undefined
      ? { sourceKey: `shared\n${parsed.draft.nodes.find(({ message }) => message)?.key ?? ''}` }
      : { sourceUrl: `https://chatgpt.com/${address?.kind ?? 'share'}/${encodeURIComponent(shareId)}` }
  return { ...parsed, draft: { ...parsed.draft, ...named } }
}

/** The page's own address, from its head; below, in the conversation, other pages may be named. */
function addressOf(page: string): { readonly kind: string; readonly id: string } | undefined {
  const data = page.search(/streamController\.enqueue\(|__NEXT_DATA__/)
  const head = page.slice(0, data < 0 ? undefined : data)
  const [, kind, id] = /https:\/\/(?:chatgpt\.com|chat\.openai\.com)\/(share|s)\/([\w-]{8,100})/.exec(head) ?? []
  return kind === undefined || id === undefined ? undefined : { kind, id }
}

/** With a `mapping` made of `linear_conversation` or `messages` where there is none. */
function withTree(found: Record<string, unknown>): Record<string, unknown> {
  if (rank(found) === 3) return found
  const nodes = rank(found) === 2 ? asList(found['linear_conversation']) : asList(found['messages']).map(nodeOf)
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
