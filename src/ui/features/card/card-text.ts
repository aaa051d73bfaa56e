import type { OpenCard } from '../../../app/app.ts'
import type { AtomicChatUnit } from '../../../domain/acu.ts'
import { isBareCode } from '../../../domain/card-form.ts'
import type { ShareCard } from '../../../app/rooms-api.ts'

/**
 * First line of a card's content as plain text, for titles and lists.
 * @param content Markdown or code
 * @param limit longest result, in UTF-16 code units
 */
export function firstLine(content: string, limit = 120): string {
  const line =
    content
      .split('\n')
      .map((one) => one.replace(/^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+|\d+[.)]\s+|\|\s*)/, '').trim())
      .find((one) => one !== '' && !/^(?:```|~~~|\$\$|[-|: ]+$)/.test(one)) ?? ''
  const plain = line.replace(/[*_`]{1,3}(\S(?:.*?\S)?)[*_`]{1,3}/g, '$1').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 1).trimEnd()}…`
}

/**
 * What of a card's context stands above it: where it is from and, for code, the sentence that leads to it.
 * Contexts are headings, then that sentence, with dashes between.
 */
export function leadIn(card: Pick<AtomicChatUnit, 'type' | 'content' | 'language' | 'context'>): {
  readonly from?: string
  readonly lead?: string
} {
  if (!card.context) return {}
  const context = firstLine(card.context, 240)
  // A list that begins with the sentence that announces it needs no second one above it.
  if (firstLine(card.content, 240).replace(/\s*:$/, '') === context) return {}
  const at = isBareCode(card) ? context.lastIndexOf(' — ') : -1
  return at < 0 ? { from: context } : { from: context.slice(0, at), lead: `${context.slice(at + 3)}:` }
}

/** A did:key or an id, short enough for a line: both ends of it. */
export const shortened = (text: string, head = 14, tail = 4): string =>
  text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`

/**
 * What of a card could be shared: the card, and title and context, which travel only when ticked.
 * @param sourceUrl address of the conversation it came from, where known
 */
export function shareable(open: OpenCard, sourceUrl?: string): ShareCard {
  const { card, places } = open
  const title = places[0]?.row.title
  return {
    id: card.id,
    content: card.content,
    type: card.type,
    category: card.category,
    createdAt: card.createdAt,
    ...(card.language === undefined ? {} : { language: card.language }),
    ...(title ? { title } : {}),
    ...(sourceUrl ? { sourceUrl } : {}),
    ...(card.context ? { context: card.context } : {}),
  }
}
