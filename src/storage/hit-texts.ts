import type { Message } from '../domain/conversation.ts'
import type { CardPlaceId } from '../domain/ports/search.ts'
import { contentsIn } from './card-pack.ts'
import { cardPacksOf, storedCardsById } from './card-repository.ts'
import { readPacked } from './conversation-reader.ts'
import type { RowKey, VivimDatabase } from './database.ts'
import { keysOf } from './row-key.ts'

/**
 * Reads what hits say with few questions to the database, while somebody types: a conversation keeps its key until it is
 * erased, so keys are remembered.
 */
export class HitTexts {
  readonly #db: VivimDatabase
  readonly #keys = new Map<string, RowKey>()

  constructor(db: VivimDatabase) {
    this.#db = db
  }

  /** Messages by the id of their conversation; those that are not there are left out. */
  async messages(wanted: ReadonlyMap<string, readonly string[]>): Promise<readonly Message[]> {
    const ids = new Set([...wanted.values()].flat())
    const conversations = [...wanted.keys()]
    const isAsked = conversations.map((id) => !this.#keys.has(id))
    const found = await readPacked(this.#db, await this.#keysOf(conversations))
    const messages = found.flatMap((conversation) => conversation?.messages.filter(({ id }) => ids.has(id)) ?? [])
    // Erased since, and perhaps imported again, under another key.
    const moved = conversations.filter((id, at) => !found[at] && this.#keys.delete(id) && !isAsked[at])
    if (moved.length === 0) return messages
    return [...messages, ...(await this.messages(new Map(moved.map((id) => [id, wanted.get(id) ?? []]))))]
  }

  /** Texts of cards by id; those that are not there are left out. */
  async cards(wanted: readonly CardPlaceId[]): Promise<ReadonlyMap<string, string>> {
    const ids = new Set(wanted.map(({ acuId }) => acuId))
    const conversations = [...new Set(wanted.flatMap(({ conversationId }) => conversationId ?? []))]
    const packs = await cardPacksOf(this.#db, await this.#keysOf(conversations))
    const texts = new Map(packs.flatMap((stored) => (stored ? contentsIn(stored, ids) : [])))
    for (const [at, id] of conversations.entries()) if (!packs[at]) this.#keys.delete(id)
    const others = [...ids].filter((id) => !texts.has(id))
    // Written or received, or its conversation was imported again since.
    const found = others.length === 0 ? [] : await storedCardsById(this.#db, others)
    for (const { id, content } of found) texts.set(id, content)
    return texts
  }

  async #keysOf(conversations: readonly string[]): Promise<readonly (RowKey | undefined)[]> {
    const asked = conversations.filter((id) => !this.#keys.has(id))
    const keys = asked.length === 0 ? [] : await keysOf(this.#db, asked)
    for (const [at, key] of keys.entries()) if (key !== undefined) this.#keys.set(asked[at]!, key)
    return conversations.map((id) => this.#keys.get(id))
  }
}
