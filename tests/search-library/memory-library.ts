import type { AcuType, AtomicChatUnit, Review } from '../../src/domain/acu.ts'
import type { Conversation, ConversationState, Message } from '../../src/domain/conversation.ts'
import type { CardAt, ConversationKey, IndexChange, IndexSource } from '../../src/domain/ports/search.ts'

interface Held {
  readonly conversation: Conversation
  readonly state: ConversationState
  readonly messages: readonly Message[]
  readonly cards: readonly { readonly card: AtomicChatUnit; readonly messageId: string }[]
}

/** A library in memory, for tests and measurements of search: keeps the newest change of each record, as storage does. */
export class MemoryLibrary implements IndexSource {
  private readonly changes = new Map<string, IndexChange>()
  private readonly held = new Map<string, Held>()
  /** Where conversations are kept, and what is kept there. */
  private readonly keyOf = new Map<string, ConversationKey>()
  private readonly kept = new Map<ConversationKey, string>()
  private readonly own = new Map<string, AtomicChatUnit>()
  private revision = 0
  private cards = { revision: -1, byId: new Map<string, AtomicChatUnit>() }
  /** How often changes were asked for, and how many were given. */
  readonly asked = { times: 0, changes: 0 }

  constructor(readonly id = 'library') {}

  put(held: Held): void {
    const { id } = held.conversation
    // Microseconds, as storage has them.
    const key = this.keyOf.get(id) ?? 1_700_000_000_000_000 + this.keyOf.size
    this.keyOf.set(id, key)
    this.kept.set(key, id)
    this.held.set(id, held)
    this.record(id, { kind: 'conversation', revision: ++this.revision, key, ...held })
  }

  setState(id: string, state: ConversationState): void {
    const held = this.held.get(id)!
    this.held.set(id, { ...held, state })
    const kept = this.changes.get(id)
    // A reader that has not seen the conversation yet still has to.
    if (kept?.kind === 'conversation') {
      this.record(`${id} state`, { kind: 'conversation-state', revision: ++this.revision, conversationId: id, state })
    }
  }

  remove(id: string): void {
    this.held.delete(id)
    this.changes.delete(`${id} state`)
    this.record(id, { kind: 'conversation-removed', revision: ++this.revision, conversationId: id })
  }

  putCard(card: AtomicChatUnit): void {
    this.own.set(card.id, card)
    this.record(`card ${card.id}`, { kind: 'card', revision: ++this.revision, card })
  }

  removeCard(acuId: string): void {
    this.own.delete(acuId)
    this.record(`card ${acuId}`, { kind: 'card-removed', revision: ++this.revision, acuId })
  }

  /** `tags` and `type` are what the person gave the card. */
  review(
    acuId: string,
    review: Review | undefined,
    pinned = false,
    { tags = [], type }: { readonly tags?: readonly string[]; readonly type?: AcuType } = {},
  ): void {
    this.record(`review ${acuId}`, {
      kind: 'card-review',
      revision: ++this.revision,
      acuId,
      ...(review ? { review } : {}),
      pinned,
      tags,
      ...(type && { type }),
    })
  }

  private record(key: string, change: IndexChange): void {
    this.changes.delete(key)
    this.changes.set(key, change)
  }

  libraryId(): Promise<string> {
    return Promise.resolve(this.id)
  }

  newestRevision(): Promise<number> {
    return Promise.resolve(this.revision)
  }

  changesSince(revision: number, limit: number): Promise<readonly IndexChange[]> {
    const found: IndexChange[] = []
    for (const change of this.changes.values()) {
      if (change.revision <= revision) continue
      found.push(change)
      if (found.length === limit) break
    }
    this.asked.times++
    this.asked.changes += found.length
    return Promise.resolve(found)
  }

  messagesAt(wanted: ReadonlyMap<ConversationKey, readonly string[]>): Promise<readonly Message[]> {
    const found = [...wanted].flatMap(([key, messageIds]) =>
      (this.held.get(this.kept.get(key) ?? '')?.messages ?? []).filter(({ id }) => messageIds.includes(id)),
    )
    return Promise.resolve(found)
  }

  async cardTexts(wanted: readonly CardAt[]): Promise<ReadonlyMap<string, string>> {
    const cards = await this.cardsAt(wanted)
    return new Map(cards.map(({ id, content }) => [id, content]))
  }

  cardsAt(wanted: readonly CardAt[]): Promise<readonly AtomicChatUnit[]> {
    if (this.cards.revision !== this.revision) {
      const all = [...this.held.values()].flatMap(({ cards }) => cards.map(({ card }) => card))
      this.cards = {
        revision: this.revision,
        byId: new Map([...all, ...this.own.values()].map((card) => [card.id, card])),
      }
    }
    return Promise.resolve(wanted.flatMap(({ acuId }) => this.cards.byId.get(acuId) ?? []))
  }
}
