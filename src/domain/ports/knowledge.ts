import type { Conversation, Message } from '../conversation.ts'
import type { AcuType, Derivation, DerivedAcu, Finding } from '../acu.ts'
import type { FoundRelation, RelatableCard } from '../related.ts'

/** Turns one conversation into cards, their places and links. Pure; implemented by knowledge. */
export type Derive = (conversation: Conversation, messages: readonly Message[]) => Derivation

/**
 * Relations of a card to others, the strongest only for each pair, best first. `commonness` gives the share of all cards
 * that have a word (folded), 0–1. Pure; implemented by knowledge.
 */
export type Relate = (
  card: RelatableCard,
  candidates: readonly RelatableCard[],
  commonness: (word: string) => number,
) => readonly FoundRelation[]

/** The card of a text that a person wrote; what is not given is told from the text. Pure; implemented by knowledge. */
export type WriteCard = (
  text: string,
  like: { readonly type?: AcuType; readonly language?: string; readonly context?: string },
  createdAt: number,
) => DerivedAcu

/** Finds what is private in a text and puts words in its place. Pure; implemented by knowledge. */
export interface Protect {
  /** Findings in the order of their place; ranges in UTF-16 code units. */
  findPrivate(text: string): readonly Finding[]
  /** The text with each finding replaced by what it is, like `[redacted: GitHub token]`. */
  redact(text: string, findings: readonly Finding[]): string
}
