import type { DocumentReader, ParsedConversation, Reading } from '../draft.ts'
import { asFilledText, asObject } from '../raw-values.ts'
import { parseChatGpt } from './chatgpt.ts'
import { conversationInStream, MAX_CANDIDATES } from './conversation-in-stream.ts'
import { bestOf, rank, withTree } from './conversation-tree.ts'
import { streamInPage } from './stream-in-page.ts'
import { TurboStream } from './turbo-stream.ts'

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
  const routes = stream.objectsWith(['sharedConversationId', 'shareId']).map((index) => asObject(stream.value(index)))
  const shareId = routes.flatMap((route) => asFilledText(route['sharedConversationId'] ?? route['shareId']) ?? [])[0]
  return [readPage(text, entry, shareId, conversationInStream(stream))]
}

/** The same of 2023 to 2024, whose data stands in `<script id="__NEXT_DATA__">`. */
export const readNextPage: DocumentReader = ({ text }, { entry }) => {
  const data = nextData(text)
  const shareId = asFilledText(asObject(asObject(data)['query'])['shareId'])
  return [readPage(text, entry, shareId, bestOf(objectsIn(data)))]
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
