import type { Derivation } from '../acu.ts'
import type { StoredConversation } from './library-store.ts'

/** What became of cards that people see unasked, when conversations were derived again by a newer extractor. */
export interface CardChanges {
  /** Conversations that were derived again. */
  readonly conversations: number
  /** Cards that were not made before. */
  readonly added: number
  /** Cards that are no longer made. */
  readonly gone: number
  /** Of these, the ones the person had kept or pinned: they stay. */
  readonly stayed: number
}

/** A pass over the library that has come to its end. */
export interface Rederivation {
  /** Of the extractor: every card is made by this version or a newer one. */
  readonly version: number
  /** Sums over the pass; absent where there was nothing to derive again. */
  readonly changes?: CardChanges
}

/** The library as it is derived again. Implemented by storage. */
export interface DerivationStore {
  /** The last pass that came to its end. */
  last(): Promise<Rederivation | undefined>
  /** Ids of all conversations, the newest first. */
  ids(): Promise<readonly string[]>
  /** Those of the given conversations whose cards an older extractor made, or that have none. */
  stale(ids: readonly string[], version: number): Promise<readonly string[]>
  read(id: string): Promise<StoredConversation | undefined>
  /**
   * Puts cards in the place of those derived before. Cards the person kept or pinned stay; what was decided about any
   * card stays. Undefined where the conversation is gone or was written to since it was read.
   */
  replace(read: StoredConversation, derivation: Derivation): Promise<CardChanges | undefined>
  finish(pass: Rederivation): Promise<void>
}
