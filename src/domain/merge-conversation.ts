import { countConversation } from './conversation-counts.ts'
import { conversationHash } from './conversation-hash.ts'
import type { Conversation, ImportedConversation, Message } from './conversation.ts'
import { childrenOf, pathTo } from './message-tree.ts'

export interface MergedConversation {
  readonly imported: ImportedConversation
  /** Messages of the library whose content the newer copy replaced. */
  readonly former: readonly Message[]
  /** False where the library has it all already. */
  readonly changed: boolean
}

/**
 * Merges another copy of a conversation into the one in the library. Nothing is lost: messages only one side has are
 * kept, and where both have one with other content the copy updated last wins and the other becomes a former version.
 * Title, model, active branch and metadata are those of the copy updated last.
 */
export function mergeConversation(
  stored: { readonly conversation: Conversation; readonly messages: readonly Message[] },
  incoming: ImportedConversation,
): MergedConversation {
  const incomingIsNewer = incoming.conversation.updatedAt >= stored.conversation.updatedAt
  const byId = new Map(stored.messages.map((message) => [message.id, message]))
  const former: Message[] = []
  let changed = false
  for (const message of incoming.messages) {
    const mine = byId.get(message.id)
    if (mine?.contentHash === message.contentHash) continue
    if (mine && !incomingIsNewer) continue
    if (mine) former.push(mine)
    byId.set(message.id, message)
    changed = true
  }
  const messages = depthFirst([...byId.values()])
  const newer = incomingIsNewer ? incoming.conversation : stored.conversation
  const activeLeafId = newer.activeLeafId ?? stored.conversation.activeLeafId
  const path = pathTo(messages, activeLeafId)
  const forks = [...childrenOf(messages)].filter(([parent, children]) => parent !== '' && children.length > 1).length
  return {
    imported: {
      conversation: {
        ...newer,
        contentHash: conversationHash(messages.map((message) => message.contentHash)),
        messageCount: messages.length,
        counts: countConversation(messages, path, forks),
        createdAt: Math.min(stored.conversation.createdAt, incoming.conversation.createdAt),
        updatedAt: Math.max(stored.conversation.updatedAt, incoming.conversation.updatedAt),
        capturedAt: incoming.conversation.capturedAt,
        ...(activeLeafId !== undefined && { activeLeafId }),
      },
      messages,
    },
    former,
    changed,
  }
}

/** Depth-first order of the tree, siblings by time, then by the provider's id. Parents that are missing make roots. */
function depthFirst(messages: readonly Message[]): Message[] {
  const ids = new Set(messages.map((message) => message.id))
  const rooted = messages.map((message) => {
    if (message.parentId === undefined || ids.has(message.parentId)) return message
    const { parentId: _missing, ...root } = message
    return root
  })
  const children = childrenOf(rooted)
  const order: Message[] = []
  const seen = new Set<string>()
  const stack = [...(children.get('') ?? [])].sort(latestFirst)
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (seen.has(next.id)) continue
    seen.add(next.id)
    order.push({ ...next, index: order.length })
    stack.push(...[...(children.get(next.id) ?? [])].sort(latestFirst))
  }
  return order
}

function latestFirst(a: Message, b: Message): number {
  const [timeA, timeB] = [a.createdAt ?? -Infinity, b.createdAt ?? -Infinity]
  if (timeA !== timeB) return timeA < timeB ? 1 : -1
  const [idA, idB] = [providerId(a), providerId(b)]
  return idA < idB ? 1 : idA > idB ? -1 : 0
}

const providerId = (message: Message): string =>
  typeof message.metadata['providerId'] === 'string' ? message.metadata['providerId'] : message.id
