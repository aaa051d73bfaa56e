import type { AcuLink } from '../acu.ts'
import type { GraphCard } from '../graph.ts'

/** Cards and links of one conversation. */
export interface GraphPack {
  readonly conversationId: string
  readonly cards: readonly GraphCard[]
  readonly links: readonly AcuLink[]
}

/**
 * What a graph is made from. Links lie with the conversation that both of their cards were found in, besides those a person
 * made: they are with each of their cards, and those a person rejected are left out.
 */
export interface GraphStore {
  /** Ids of the conversations any of these cards was found in. Reads no cards. */
  conversationsWith(cardIds: readonly string[]): Promise<readonly string[]>
  /** Cards and links of some conversations, without those that are deleted. A few at a time: each is unpacked whole. */
  packsOf(conversationIds: readonly string[]): Promise<readonly GraphPack[]>
  /** Cards that lie in no conversation: written, received, or kept while theirs went on. Unknown ones are left out. */
  own(cardIds: readonly string[]): Promise<Pick<GraphPack, 'cards' | 'links'>>
}
