import { countConversation } from './conversation-counts.ts'
import { conversationHash } from './conversation-hash.ts'
import type { Conversation, ImportedConversation, Message } from './conversation.ts'
import { childrenOf, isVisible, pathTo } from './message-tree.ts'

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
 *
 * A saved page or a pasted text often has no ids of messages. Where the other copy has them, the two are laid side by
 * side along the branch that is shown: the copy with ids counts, and the other adds only what comes after its end.
 */
export function mergeConversation(stored: Copy, incoming: ImportedConversation): MergedConversation {
  // What has no messages is only a link.
  const incomingIsNewer =
    stored.messages.length === 0 ||
    (incoming.messages.length > 0 && incoming.conversation.updatedAt >= stored.conversation.updatedAt)
  const { base, added, dropped } = sideBySide(stored, incoming)
  const byId = new Map(base.map((message) => [message.id, message]))
  const former: Message[] = [...dropped]
  let changed = dropped.length > 0
  for (const message of added) {
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

interface Copy {
  readonly conversation: Conversation
  readonly messages: readonly Message[]
}

const hasIds = ({ messages }: Copy): boolean => messages.some(({ metadata }) => metadata['providerId'] !== undefined)

/** What to start from, what to lay over it, and which stored messages are replaced as a whole. */
function sideBySide(
  stored: Copy,
  incoming: Copy,
): { base: readonly Message[]; added: readonly Message[]; dropped: readonly Message[] } {
  const bothSpeak = stored.messages.length > 0 && incoming.messages.length > 0
  if (!bothSpeak || hasIds(stored) === hasIds(incoming))
    return { base: stored.messages, added: incoming.messages, dropped: [] }
  return hasIds(stored)
    ? { base: stored.messages, added: beyond(stored, incoming), dropped: [] }
    : { base: incoming.messages, added: beyond(incoming, stored), dropped: stored.messages }
}

/** The messages shown by a copy without ids that come after the last one shown by the copy with ids. */
function beyond(withIds: Copy, without: Copy): Message[] {
  const known = shown(withIds)
  const more = shown(without).slice(known.length)
  return more.map((message, at) => {
    const parentId = at === 0 ? known.at(-1)?.id : more[at - 1]!.id
    return { ...message, ...(parentId !== undefined && { parentId }) }
  })
}

const shown = ({ conversation, messages }: Copy): Message[] =>
  pathTo(messages, conversation.activeLeafId).filter(isVisible)

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
