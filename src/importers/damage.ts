import { isObject } from '../domain/json.ts'
import type { ParsedConversation } from './draft.ts'

/**
 * Counts what could not be read in one conversation, for an honest receipt.
 *
 * A conversation with one broken message is imported (its other messages are worth keeping, and the broken one stays,
 * raw) and named with what is wrong. Only when nothing of it can be read is it unreadable. What real exports are full
 * of is no damage: empty texts, nodes without a message, system messages without content.
 */
export class Damage {
  readonly #counts = new Map<string, number>()
  #broken = 0

  /** One more broken message; `what` completes "1 of its 4 messages …". */
  add(what: string): void {
    this.#broken++
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  get broken(): number {
    return this.#broken
  }

  /** What is wrong with how many of `total` messages, in plain words; undefined where nothing is. */
  describe(total: number): string | undefined {
    if (this.#broken === 0) return undefined
    const whats = [...this.#counts].map(([what, count]) => `${count} of its ${total} messages ${what}`)
    return `${whats.join(', ')}. The rest of it was read.`
  }

  /** The same where nothing at all could be read. */
  describeAll(): string {
    return `None of its messages can be read: ${[...this.#counts].map(([what, count]) => `${count} ${what}`).join(', ')}.`
  }
}

/** The answer for elements that are no object: null, a text, a number, a list. */
export function notAConversation(value: unknown): Extract<ParsedConversation, { ok: false }> | undefined {
  if (isObject(value)) return undefined
  const what = value === null ? 'empty (null)' : `a ${Array.isArray(value) ? 'list' : typeof value}`
  return { ok: false, reason: `In the export it is ${what}, not a conversation.` }
}
