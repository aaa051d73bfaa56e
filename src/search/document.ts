import type { AtomicChatUnit } from '../domain/acu.ts'
import type { Message, Part } from '../domain/conversation.ts'
import { isVisible } from '../domain/message-tree.ts'
import { FLAGS } from './schema.ts'
import { plainText } from './snippet.ts'

/** Attached files can be whole books; more of them than this is not searched. */
const MAX_FILE_TEXT = 100_000
/** How much of the previous turn goes along: enough to know what it was about. */
const MAX_PREVIOUS = 400
/** Longest first line of a card that lists show. */
const MAX_LINE = 200

/** Everything in a message a person would look for, its parts apart by blank lines. Markdown as it stands. */
export function searchableText(message: Pick<Message, 'parts'>): string {
  return message.parts
    .map(partText)
    .filter((text) => text !== '')
    .join('\n\n')
}

function partText(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'code':
      return part.text
    case 'image':
    case 'audio':
      return [part.name, part.text].filter(Boolean).join('\n')
    case 'file':
      return [part.name, part.text?.slice(0, MAX_FILE_TEXT)].filter(Boolean).join('\n')
    case 'citation':
      return part.title ?? ''
    default:
      return ''
  }
}

/** A visible message with what is indexed beside it. */
export interface MessageDocument {
  readonly message: Message
  readonly body: string
  /** Start of the previous turn; empty at the beginning. */
  readonly prev: string
  /** The conversation's title at its first message, else empty: a title is one hit, not one a message. */
  readonly title: string
  /** Changes when anything of the above does; an integer within 2^53. */
  readonly digest: number
}

/**
 * The messages of a conversation that are searched: visible ones, each with its previous turn (the nearest visible
 * ancestor in the tree).
 */
export function messageDocuments(title: string, messages: readonly Message[]): MessageDocument[] {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const bodies = new Map<string, string>()
  const visible = messages.filter(isVisible)
  for (const message of visible) bodies.set(message.id, searchableText(message))
  return visible.map((message, index) => {
    const previous = previousTurn(message, byId, bodies)
    const ownTitle = index === 0 ? title : ''
    return {
      message,
      body: bodies.get(message.id)!,
      prev: previous === undefined ? '' : bodies.get(previous.id)!.slice(0, MAX_PREVIOUS),
      title: ownTitle,
      digest: mix(message.contentHash, previous?.contentHash ?? '', ownTitle),
    }
  })
}

function previousTurn(
  message: Message,
  byId: ReadonlyMap<string, Message>,
  visible: ReadonlyMap<string, string>,
): Message | undefined {
  const seen = new Set([message.id])
  let at = message.parentId === undefined ? undefined : byId.get(message.parentId)
  while (at && !seen.has(at.id)) {
    if (visible.has(at.id)) return at
    seen.add(at.id)
    at = at.parentId === undefined ? undefined : byId.get(at.parentId)
  }
  return undefined
}

/** Two 26-bit FNV-1a hashes side by side: not for security, only to see that something changed. */
function mix(...texts: readonly string[]): number {
  let low = 0x811c9dc5
  let high = 0x01000193
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      low = Math.imul(low ^ text.charCodeAt(i), 0x01000193)
      high = Math.imul(high ^ text.charCodeAt(i), 0x85ebca6b)
    }
    low = Math.imul(low ^ 0x1f, 0x01000193)
    high = Math.imul(high ^ 0x1f, 0x85ebca6b)
  }
  return (high >>> 6) * 0x4000000 + (low >>> 6)
}

const FENCE = /^ {0,3}(?:```|~~~)/m
const DELIMITERS = /^[ \t|:-]+$/

function textFlags(text: string): number {
  return (FENCE.test(text) ? FLAGS.code : 0) | (text.includes('|') && hasTable(text) ? FLAGS.table : 0)
}

/** A row of cells with a row of rules under it. Line by line: one regular expression for it would be quadratic. */
function hasTable(text: string): boolean {
  let previous = ''
  for (const line of text.split('\n')) {
    if (previous.includes('|') && line.includes('-') && DELIMITERS.test(line)) return true
    previous = line
  }
  return false
}

/** What `has:` finds in a message. */
export function messageFlags(message: Message, body: string): number {
  let flags = textFlags(body)
  for (const part of message.parts) {
    if (part.type === 'code') flags |= FLAGS.code
    if (part.type === 'image') flags |= FLAGS.image
  }
  return flags
}

/** What `has:` finds in a card. */
export function cardFlags(card: AtomicChatUnit): number {
  let flags = textFlags(card.content)
  if (card.type === 'code_snippet' || card.type === 'command') flags |= FLAGS.code
  if (card.type === 'table') flags |= FLAGS.table
  if (card.type === 'image') flags |= FLAGS.image
  return flags
}

/** Changes when what is indexed of a card does, besides where it lies. */
export const cardDigest = (card: AtomicChatUnit): number => mix(card.id, card.context ?? '')

/** First line of a card that says something, Markdown marks taken off, at most 200 characters. */
export function firstLine(content: string): string {
  for (const line of content.slice(0, 4_000).split('\n')) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) continue
    const plain = plainText(line).trim()
    if (/[\p{L}\p{N}]/u.test(plain)) return cut(plain, MAX_LINE)
  }
  return cut(content.trim(), MAX_LINE)
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text
  // Not through the middle of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text[length - 2]!) ? length - 2 : length - 1
  return `${text.slice(0, end)}…`
}
