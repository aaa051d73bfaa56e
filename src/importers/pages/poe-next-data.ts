import { utf8 } from '../../domain/bytes.ts'
import { isObject } from '../../domain/json.ts'
import { Damage } from '../damage.ts'
import type { DocumentReader, MessageDraft, NodeDraft, ParsedConversation } from '../draft.ts'
import { asFilledText, asJson, asList, asObject, asText, asTime } from '../raw-values.ts'
import { sourceOf } from './page-source.ts'
import { withoutScripts } from './without-scripts.ts'

const MAX_LOOKED_AT = 200_000

/**
 * A page shared from Poe (`poe.com/s/…`), whose conversation stands in `<script id="__NEXT_DATA__">`, as
 * `chatShare.messagesConnection.edges[].node` or `chatShare.messages[]`. Of the script only that is kept.
 */
export const readPoePage: DocumentReader = ({ text, bytes }, { entry }) => {
  const share = chatShare(nextData(text))
  const source = sourceOf(text)
  if (!share) {
    const reason = 'The page does not hold the conversation. Open it, wait until it is shown whole, and save it again.'
    return [{ type: 'unreadable', name: entry, reason, original: withoutScripts(bytes) }]
  }
  const code = asFilledText(share['shareCode'])
  const url = source.place?.url ?? (code === undefined ? undefined : `https://poe.com/s/${encodeURIComponent(code)}`)
  return [
    { type: 'conversation', parsed: parseShare(share, url), original: new Uint8Array(utf8(JSON.stringify(share))) },
  ]
}

function nextData(page: string): unknown {
  const start = page.indexOf('>', page.indexOf('__NEXT_DATA__')) + 1
  const end = page.indexOf('</script', start)
  try {
    return start === 0 ? undefined : JSON.parse(page.slice(start, end < 0 ? undefined : end))
  } catch {
    return undefined
  }
}

/** The share anywhere in the data of the page. A loop: a page may nest as deep as it likes. */
function chatShare(root: unknown): Record<string, unknown> | undefined {
  const waiting = [root]
  for (let looked = 0; waiting.length > 0 && looked < MAX_LOOKED_AT; looked++) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    const share = asObject(asObject(value)['chatShare'])
    if (isObject(share['messagesConnection']) || Array.isArray(share['messages'])) return share
    for (const inside of Object.values(value)) waiting.push(inside)
  }
  return undefined
}

function parseShare(share: Record<string, unknown>, url: string | undefined): ParsedConversation {
  const edges = asList(asObject(share['messagesConnection'])['edges']).map((edge) =>
    isObject(edge) && 'node' in edge ? edge['node'] : edge,
  )
  const list = edges.length > 0 ? edges : asList(share['messages'])
  const title = asFilledText(share['title'])?.trim()
  const damage = new Damage()
  const keys = new Set<string>()
  const nodes: NodeDraft[] = []
  for (const value of list) {
    const id = asFilledText(asObject(value)['id']) ?? idOf(asObject(value)['messageId'])
    const isOwn = id !== undefined && !keys.has(id)
    const key = isOwn ? id : `#${nodes.length}`
    keys.add(key)
    const parent = nodes.at(-1)?.key
    nodes.push({
      key,
      ...(!isOwn && { position: nodes.length }),
      ...(parent !== undefined && { parent }),
      message: readMessage(value, damage),
    })
  }
  if (damage.broken > 0 && damage.broken === nodes.length)
    return { ok: false, title, id: url, reason: damage.describeAll() }
  const problem = damage.describe(nodes.length)
  return {
    ok: true,
    draft: {
      provider: 'poe',
      ...(url !== undefined && { sourceUrl: url }),
      ...(title !== undefined && { title }),
      metadata: {},
      nodes,
    },
    ...(problem !== undefined && { problem }),
  }
}

const idOf = (value: unknown): string | undefined => (typeof value === 'number' ? String(value) : asFilledText(value))

function readMessage(value: unknown, damage: Damage): MessageDraft {
  const raw = asObject(value)
  const author = asFilledText(raw['author']) ?? asFilledText(raw['role'])
  const text = asText(raw['text']) ?? asText(raw['content'])
  if (!isObject(value)) damage.add('is not in the list as a message')
  else if (author === undefined) damage.add(text === undefined ? 'has neither author nor content' : 'has no author')
  else if (text === undefined) damage.add('has no content')
  const isUser = author === 'human' || author === 'user'
  const createdAt = asTime(microseconds(raw['creationTime']))
  return {
    role: author === undefined ? 'system' : isUser ? 'user' : 'assistant',
    ...(author !== undefined && !isUser && { author }),
    parts:
      author === undefined || text === undefined
        ? [{ type: 'unknown', kind: 'message', raw: asJson(value) }]
        : [{ type: 'text', text }],
    ...(createdAt !== undefined && { createdAt }),
    hidden: author === undefined,
    ...(author !== undefined && !isUser && { model: author }),
    metadata: {},
  }
}

/** Poe counts microseconds. */
const microseconds = (value: unknown): unknown => (typeof value === 'number' && value > 1e14 ? value / 1000 : value)
