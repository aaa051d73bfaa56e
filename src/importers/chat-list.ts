import { type Found } from './chat-message.ts'
import { Damage, notAConversation } from './damage.ts'
import type { InlineAsset, MessageDraft, NodeDraft, ParsedConversation } from './draft.ts'
import { InlineAssets } from './inline-assets.ts'
import { asFilledText, asObject } from './raw-values.ts'

/** The messages of a conversation, or why there are none. */
export type ReadList =
  | {
      readonly ok: true
      readonly nodes: readonly NodeDraft[]
      readonly messages: readonly MessageDraft[]
      readonly assets: readonly InlineAsset[]
      /** What of it could not be read. */
      readonly problem?: string
    }
  | { readonly ok: false; readonly reason: string }

/** Reads a list of messages without ids, one after the other; each is known by its position. */
export function readChatList(list: unknown, read: (value: unknown, found: Found) => MessageDraft): ReadList {
  if (!Array.isArray(list)) return { ok: false, reason: whyNoMessages(list) }
  const found = { damage: new Damage(), assets: new InlineAssets() }
  const messages = list.map((value: unknown) => read(value, found))
  const nodes = messages.map((message, position): NodeDraft => ({
    key: `#${position}`,
    position,
    ...(position > 0 && { parent: `#${position - 1}` }),
    message,
  }))
  if (nothingReadable(messages, found.damage)) return { ok: false, reason: found.damage.describeAll() }
  const problem = found.damage.describe(messages.length)
  return { ok: true, nodes, messages, assets: found.assets.all, ...(problem !== undefined && { problem }) }
}

/** A conversation of such a list, in an object that may name it. */
export interface ListedConversation {
  readonly ok: true
  readonly raw: Record<string, unknown>
  readonly title: string | undefined
  readonly id: string | undefined
  readonly list: Extract<ReadList, { ok: true }>
}

/** Reads an object `{title|name, id|conversation_id, …}` whose messages are the list that `listOf` finds in it. */
export function readListed(
  value: unknown,
  listOf: (raw: Record<string, unknown>) => unknown,
  read: (value: unknown, found: Found) => MessageDraft,
): ListedConversation | Extract<ParsedConversation, { ok: false }> {
  const noObject = notAConversation(value)
  if (noObject) return noObject
  const raw = asObject(value)
  const title = (asFilledText(raw['title']) ?? asFilledText(raw['name']))?.trim()
  const id = asFilledText(raw['id']) ?? asFilledText(raw['conversation_id'])
  const list = readChatList(listOf(raw), read)
  return list.ok ? { ok: true, raw, title, id, list } : { ok: false, title, id, reason: list.reason }
}

/** Why a conversation has no messages, in plain words. */
export function whyNoMessages(value: unknown): string {
  const what = value === undefined ? 'missing' : value === null ? 'empty (null)' : 'not a list'
  return `Its messages are ${what} in the export.`
}

/** True where messages are broken and nothing is left that was said. */
export const nothingReadable = (messages: readonly MessageDraft[], damage: Damage): boolean =>
  damage.broken > 0 &&
  !messages.some(({ role, parts }) => role !== 'system' && parts.some(({ type }) => type !== 'unknown'))
