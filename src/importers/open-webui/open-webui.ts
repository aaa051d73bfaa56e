import type { Provider } from '../../domain/conversation.ts'
import { isObject, type Json } from '../../domain/json.ts'
import { nothingReadable, whyNoMessages } from '../chat-list.ts'
import { Damage, notAConversation } from '../damage.ts'
import type { ConversationDraft, ConversationParser, NodeDraft } from '../draft.ts'
import { InlineAssets } from '../inline-assets.ts'
import { asFilledText, asList, asObject, asTime } from '../raw-values.ts'
import { SourceKeys } from '../source-keys.ts'
import { readOpenWebUiMessage } from './open-webui-message.ts'

/** Where people find a conversation by its id. An own server has no address that others could open. */
const ADDRESSES: Partial<Record<Provider, string>> = {
  qwen: 'https://chat.qwen.ai/c/',
  zai: 'https://chat.z.ai/c/',
}

/**
 * A parser for conversations of Open WebUI, and of Qwen and Z.ai, which have its tree: `chat.history.messages`, by id,
 * linked by `parentId`, else by `childrenIds`. Also the list `chat.messages` where there is no tree, and a single
 * conversation as the web API answers it, `{success, data}`. Without an address a conversation is named by its id, without
 * that by how it begins, see {@link SourceKeys}.
 */
export function openWebUiParser(provider: Provider): ConversationParser {
  const keys = new SourceKeys()
  return (value) => {
    const noObject = notAConversation(value)
    if (noObject) return noObject
    const outer = asObject(value)
    const raw = isObject(outer['data']) && !('chat' in outer) ? outer['data'] : outer
    const chat = isObject(raw['chat']) ? raw['chat'] : raw
    const title = (asFilledText(raw['title']) ?? asFilledText(chat['title']))?.trim()
    const id = asFilledText(raw['id']) ?? asFilledText(chat['id'])
    const history = asObject(chat['history'])
    const entries = entriesOf(history['messages'], chat['messages'])
    if (!entries) return { ok: false, title, id, reason: whyNoMessages(history['messages']) }

    const found = { damage: new Damage(), assets: new InlineAssets() }
    const nodes = linkNodes(entries).map((node, at) => ({
      ...node,
      message: readOpenWebUiMessage(entries[at]![1], found),
    }))
    const messages = nodes.map(({ message }) => message)
    if (nothingReadable(messages, found.damage)) return { ok: false, title, id, reason: found.damage.describeAll() }

    const problem = found.damage.describe(nodes.length)
    const address = ADDRESSES[provider]
    return {
      ok: true,
      draft: {
        provider,
        ...(id !== undefined && address !== undefined
          ? { sourceUrl: address + encodeURIComponent(id) }
          : { sourceKey: id ?? keys.of(messages) }),
        ...(title !== undefined && { title }),
        ...conversationMembers(raw, chat),
        nodes,
        assets: found.assets.all,
      },
      ...(problem !== undefined && { problem }),
    }
  }
}

type Entry = readonly [key: string, message: unknown]

function entriesOf(tree: unknown, list: unknown): readonly Entry[] | undefined {
  if (isObject(tree)) return Object.entries(tree)
  const listed = Array.isArray(tree) ? tree : list
  if (!Array.isArray(listed) || listed.length === 0) return undefined
  return listed.map((message: unknown, at) => [asFilledText(asObject(message)['id']) ?? `#${at}`, message] as const)
}

/** Keys and parents. Where no message names another at all, each follows the one before it. */
function linkNodes(entries: readonly Entry[]): NodeDraft[] {
  const known = new Set(entries.map(([key]) => key))
  const claimed = new Map<string, string>()
  for (const [key, message] of entries)
    for (const child of asList(asObject(message)['childrenIds']))
      if (typeof child === 'string' && !claimed.has(child)) claimed.set(child, key)
  const stated = entries.map(([key, message]) => {
    const parent = asObject(message)['parentId']
    return typeof parent === 'string' && known.has(parent) ? parent : claimed.get(key)
  })
  const linked = stated.some((parent) => parent !== undefined)
  return entries.map(([key], at) => {
    const parent = linked ? stated[at] : entries[at - 1]?.[0]
    return { key: key.toWellFormed(), ...(parent !== undefined && { parent: parent.toWellFormed() }) }
  })
}

type Members = Omit<ConversationDraft, 'provider' | 'nodes'>

function conversationMembers(raw: Record<string, unknown>, chat: Record<string, unknown>): Members {
  const createdAt = asTime(raw['created_at']) ?? asTime(chat['timestamp'])
  const updatedAt = asTime(raw['updated_at'])
  const model = asFilledText(asList(chat['models'])[0]) ?? asFilledText(raw['model'])
  const current =
    asFilledText(asObject(chat['history'])['currentId']) ??
    asFilledText(chat['currentId']) ??
    asFilledText(raw['currentId'])
  const projectName =
    asFilledText(asObject(raw['folder'])['name']) ??
    asFilledText(raw['folder']) ??
    asFilledText(raw['folder_name']) ??
    asFilledText(asObject(raw['project'])['name'])
  return {
    ...(createdAt !== undefined && { createdAt }),
    ...(updatedAt !== undefined && { updatedAt }),
    ...(model !== undefined && { model }),
    ...(projectName !== undefined && { projectName }),
    metadata: conversationMetadata(raw),
    ...(current !== undefined && { current }),
  }
}

function conversationMetadata(raw: Record<string, unknown>): Record<string, Json> {
  const folderId = asFilledText(raw['folder_id']) ?? asFilledText(raw['project_id'])
  const tags = asList(asObject(raw['meta'])['tags']).flatMap((tag) => asFilledText(tag) ?? [])
  return {
    ...(raw['archived'] === true && { archived: true }),
    ...(raw['pinned'] === true && { pinned: true }),
    ...(folderId !== undefined && { folderId }),
    ...(tags.length > 0 && { tags }),
  }
}
