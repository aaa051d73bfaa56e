import { conversationHash, conversationId, messageHash, messageId } from '../domain/conversation-hash.ts'
import type { ImportedConversation, Message } from '../domain/conversation.ts'
import { sha256Hex } from '../domain/hash.ts'
import { utf8 } from '../domain/bytes.ts'
import { isVisible, partText, pathTo } from '../domain/message-tree.ts'
import { countConversation } from '../domain/conversation-counts.ts'
import type { ConversationDraft } from './draft.ts'
import { arrange } from './message-order.ts'

/** Of titles made from the first words; the provider's own may be longer. */
const MAX_MADE_TITLE = 80
const MAX_TITLE = 300
const MAX_SNIPPET = 160

/**
 * Turns a draft into the records of the library: the tree in depth-first order, ids, hashes, counts.
 * `original` are the exact bytes of the conversation (they name it where the provider gave no id), `capturedAt` is the
 * time of the import in milliseconds since 1970 UTC.
 */
export function assemble(draft: ConversationDraft, original: Uint8Array, capturedAt: number): ImportedConversation {
  const sourceUrl = draft.sourceUrl ?? `vivim:import:${sha256Hex(namedBy(draft, original))}`
  const id = conversationId(sourceUrl)
  const { placed, forks, activeKey } = arrange(draft.nodes, draft.current)
  const ids = new Map(placed.map(({ node }) => [node.key, messageId(id, node.position ?? node.key)]))

  const messages = placed.map(({ node, message, parentKey }, index): Message => {
    const parentId = parentKey === undefined ? undefined : ids.get(parentKey)
    return {
      id: ids.get(node.key)!,
      conversationId: id,
      ...(parentId !== undefined && { parentId }),
      role: message.role,
      ...(message.author !== undefined && { author: message.author }),
      parts: message.parts,
      contentHash: messageHash(message.role, message.parts),
      ...(message.createdAt !== undefined && { createdAt: message.createdAt }),
      index,
      hidden: message.hidden,
      ...(message.model !== undefined && { model: message.model }),
      metadata: { ...message.metadata, ...(node.position === undefined && { providerId: node.key }) },
    }
  })

  const activeLeafId = activeKey === undefined ? undefined : ids.get(activeKey)
  const path = pathTo(messages, activeLeafId)
  const times = messages.flatMap(({ createdAt }) => (createdAt === undefined ? [] : [createdAt]))
  const createdAt = draft.createdAt ?? times.reduce((a, b) => Math.min(a, b), draft.updatedAt ?? times[0] ?? capturedAt)
  const updatedAt = draft.updatedAt ?? times.reduce((a, b) => Math.max(a, b), createdAt)
  const model = draft.model ?? path.findLast((message) => message.model !== undefined)?.model
  const opening = firstWords(path) ?? firstWords(messages) ?? ''

  return {
    conversation: {
      id,
      sourceUrl,
      contentHash: conversationHash(messages.map((message) => message.contentHash)),
      title: draft.title === undefined ? titleFrom(opening) : shorten(draft.title, MAX_TITLE),
      provider: draft.provider,
      ...(model !== undefined && { model }),
      messageCount: messages.length,
      counts: countConversation(messages, path, forks + (draft.forks ?? 0)),
      createdAt,
      updatedAt,
      capturedAt,
      ...(activeLeafId !== undefined && { activeLeafId }),
      ...(draft.projectName !== undefined && { projectName: draft.projectName }),
      snippet: shorten(opening.replace(/\s+/g, ' ').trim(), MAX_SNIPPET),
      metadata: draft.metadata,
    },
    messages,
  }
}

/** What the conversation is named by where it has no address; the provider keeps equal keys of two of them apart. */
const namedBy = ({ provider, sourceKey }: ConversationDraft, original: Uint8Array): Uint8Array =>
  sourceKey === undefined ? original : utf8(`${provider}\n${sourceKey}`)

/** The first thing the person said that is shown. */
function firstWords(messages: readonly Message[]): string | undefined {
  for (const message of messages) {
    if (message.role !== 'user' || !isVisible(message)) continue
    const text = message.parts.map((part) => (part.type === 'file' ? '' : partText(part))).find((part) => part.trim())
    if (text !== undefined) return text.slice(0, 4000)
  }
  return undefined
}

function titleFrom(opening: string): string {
  const line = opening
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text !== '')
  return line === undefined ? 'Untitled' : shorten(line, MAX_MADE_TITLE)
}

/** At most `limit` UTF-16 code units, never half a surrogate pair. */
const shorten = (text: string, limit: number): string => {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit - 1).trimEnd()
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`
}
