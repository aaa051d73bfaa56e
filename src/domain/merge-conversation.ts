import { countConversation } from './conversation-counts.ts'
import { conversationHash } from './conversation-hash.ts'
import type { Conversation, ImportedConversation, Message } from './conversation.ts'
import { isNamed, layBeside } from './lay-beside.ts'
import { childrenOf, pathTo } from './message-tree.ts'

export interface MergedConversation {
  readonly imported: ImportedConversation
  /** Versions of messages that lost against another one, of the library or of the newer copy. */
  readonly former: readonly Message[]
  /** False where the library has it all already. */
  readonly changed: boolean
}

/**
 * Merges another copy of a conversation into the one in the library. Nothing is lost: messages only one side has are
 * kept, and where both have one with other content the copy that leads wins and the other becomes a former version.
 * Title, model, active branch and metadata are those of the copy that leads: the one updated last; but a copy with
 * messages before one that is only a link, and an export before a saved page, which renders anew what was said.
 *
 * A saved page or a pasted text often has no ids of messages. Where the other copy has them, the two are laid side by
 * side along the branch that is shown: the copy with ids counts, and the other adds only what it does not hold.
 */
export function mergeConversation(stored: Copy, incoming: ImportedConversation): MergedConversation {
  const incomingLeads = leads(incoming, stored)
  const [leading, other] = incomingLeads ? [incoming, stored] : [stored, incoming]
  const { byId, lost } = mergeById(stored, incoming, incomingLeads)
  const leafId = addLoose(byId, stored, incoming, leading)
  const messages = depthFirst([...byId.values()])
  const merged: Conversation = {
    ...leading.conversation,
    contentHash: conversationHash(messages.map((message) => message.contentHash)),
    messageCount: messages.length,
    counts: countConversation(messages, pathTo(messages, leafId), forksOf(messages, [stored, incoming])),
    createdAt: Math.min(stored.conversation.createdAt, incoming.conversation.createdAt),
    updatedAt: sameKind(stored, incoming)
      ? Math.max(stored.conversation.updatedAt, incoming.conversation.updatedAt)
      : // A page is as new as the day it was saved, which says nothing about the conversation.
        leading.conversation.updatedAt,
    capturedAt: incoming.conversation.capturedAt,
    ...(leafId !== undefined && { activeLeafId: leafId }),
    ...(leading.conversation.model === undefined &&
      other.conversation.model !== undefined && { model: other.conversation.model }),
  }
  const replaced = stored.messages.filter(({ id, contentHash }) => byId.get(id)?.contentHash !== contentHash)
  const former = [...replaced, ...lost]
  const before = stored.conversation
  return {
    imported: { conversation: merged, messages },
    former,
    changed:
      former.length > 0 ||
      byId.size !== stored.messages.length ||
      merged.title !== before.title ||
      merged.projectName !== before.projectName ||
      merged.activeLeafId !== before.activeLeafId,
  }
}

interface Copy {
  readonly conversation: Conversation
  readonly messages: readonly Message[]
}

const hasIds = ({ messages }: Copy): boolean => messages.some(isNamed)
const isPage = ({ conversation }: Copy): boolean => conversation.metadata['savedPage'] === true

/** Both from exports, or both rendered or typed. */
const sameKind = (a: Copy, b: Copy): boolean =>
  a.messages.length > 0 && b.messages.length > 0 && hasIds(a) === hasIds(b) && isPage(a) === isPage(b)

function leads(incoming: Copy, stored: Copy): boolean {
  if (stored.messages.length === 0) return true
  if (incoming.messages.length === 0) return false
  if (hasIds(incoming) !== hasIds(stored)) return hasIds(incoming)
  if (isPage(incoming) !== isPage(stored)) return isPage(stored)
  return isNewer(incoming, stored)
}

const isNewer = (incoming: Copy, stored: Copy): boolean =>
  incoming.conversation.updatedAt >= stored.conversation.updatedAt

/** The messages of both by their ids but for those to be laid beside; `lost` are versions of the newer copy that lost. */
function mergeById(
  stored: Copy,
  incoming: Copy,
  incomingLeads: boolean,
): { readonly byId: Map<string, Message>; readonly lost: readonly Message[] } {
  const [looseHere, looseThere] = [looseOf(stored, incoming), looseOf(incoming, stored)]
  const byId = new Map(
    stored.messages.filter((message) => !looseHere.has(message)).map((message) => [message.id, message]),
  )
  const lost: Message[] = []
  for (const message of incoming.messages) {
    if (looseThere.has(message)) continue
    const mine = byId.get(message.id)
    if (mine?.contentHash === message.contentHash) continue
    // Messages without ids came from pages, whatever else is in the copy.
    const wins = isNamed(message) ? incomingLeads : isNewer(incoming, stored)
    if (!mine || wins) byId.set(message.id, message)
    else if (isPage(incoming) === isPage(stored)) lost.push(message)
  }
  return { byId, lost }
}

/** Messages without ids that only this copy has, where the other has ids; not those that messages with ids hang on. */
function looseOf(copy: Copy, other: Copy): ReadonlySet<Message> {
  if (!hasIds(other)) return new Set()
  const theirs = new Set(other.messages.map(({ id }) => id))
  const byId = new Map(copy.messages.map((message) => [message.id, message]))
  const held = new Set<string>()
  for (const message of copy.messages) {
    if (!isNamed(message)) continue
    let at: Message | undefined = message
    while (at && !held.has(at.id)) {
      held.add(at.id)
      at = at.parentId === undefined ? undefined : byId.get(at.parentId)
    }
  }
  return new Set(copy.messages.filter(({ id }) => !theirs.has(id) && !held.has(id)))
}

/** Lays the loose messages of both copies beside the others; gives the end of the branch to show. */
function addLoose(byId: Map<string, Message>, stored: Copy, incoming: Copy, leading: Copy): string | undefined {
  let leafId = shownLeaf(byId, leading, leading === stored ? incoming : stored)
  for (const [copy, other] of [[stored, incoming] as const, [incoming, stored] as const]) {
    const loose = looseOf(copy, other)
    const parents = new Set([...loose].map(({ parentId }) => parentId))
    for (const { id } of loose) {
      if (parents.has(id)) continue
      const { added, from } = layBeside([...byId.values()], leafId, pathTo(copy.messages, id))
      for (const message of added) byId.set(message.id, message)
      const last = added.at(-1)
      if (last && (from === 'end' || (copy === incoming && isNewer(incoming, stored)))) leafId = last.id
    }
  }
  return leafId
}

/** The end of the branch the leading copy shows; a page may have been saved before all of the branch was loaded. */
function shownLeaf(byId: ReadonlyMap<string, Message>, leading: Copy, other: Copy): string | undefined {
  const endOf = ({ conversation, messages }: Copy): string | undefined =>
    pathTo(messages, conversation.activeLeafId).findLast(({ id }) => byId.has(id))?.id
  const [first, second] = [endOf(leading), endOf(other)]
  const goesOn = isPage(leading) && pathTo([...byId.values()], second).some(({ id }) => id === first)
  return goesOn ? second : (first ?? second)
}

/** Forks of the tree, and those a copy knows of that are not in its messages. */
function forksOf(messages: readonly Message[], copies: readonly Copy[]): number {
  const outside = copies.map((copy) => copy.conversation.counts.forks - forksIn(copy.messages))
  return forksIn(messages) + Math.max(0, ...outside)
}

const forksIn = (messages: readonly Message[]): number =>
  [...childrenOf(messages)].filter(([parent, children]) => parent !== '' && children.length > 1).length

/**
 * Depth-first order of the tree, siblings by time, then by the provider's id. Parents that are missing make roots, and
 * so does the first message of what hangs on no root: two copies may each hang one of two messages on the other.
 */
function depthFirst(messages: readonly Message[]): Message[] {
  const ids = new Set(messages.map(({ id }) => id))
  const isRoot = ({ parentId }: Message): boolean => parentId === undefined || !ids.has(parentId)
  const children = childrenOf(messages)
  const order: Message[] = []
  const seen = new Set<string>()
  const starts = [...messages.filter(isRoot).sort(latestFirst).reverse(), ...messages.filter((one) => !isRoot(one))]
  for (const start of starts) {
    const stack = [start]
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (seen.has(next.id)) continue
      seen.add(next.id)
      const { parentId, ...message } = next
      order.push({ ...message, ...(next !== start && parentId !== undefined && { parentId }), index: order.length })
      for (const child of [...(children.get(next.id) ?? [])].sort(latestFirst)) stack.push(child)
    }
  }
  return order
}

function latestFirst(a: Message, b: Message): number {
  const [timeA, timeB] = [a.createdAt ?? -Infinity, b.createdAt ?? -Infinity]
  if (timeA !== timeB) return timeA < timeB ? 1 : -1
  if (!isNamed(a) && !isNamed(b)) return b.index - a.index
  const [idA, idB] = [providerId(a), providerId(b)]
  return idA < idB ? 1 : idA > idB ? -1 : 0
}

const providerId = (message: Message): string =>
  typeof message.metadata['providerId'] === 'string' ? message.metadata['providerId'] : message.id
