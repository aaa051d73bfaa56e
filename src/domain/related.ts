import type { AcuLink, AtomicChatUnit } from './acu.ts'

/** A range in UTF-16 code units of a card's content. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** What was found between a card and another, with the words it was found by. */
export interface FoundRelation {
  /** Its source is the card asked about; of two versions, the newer one. */
  readonly link: AcuLink
  /** Words that conflict or differ, in the card asked about and in the other. */
  readonly ownMarks: readonly TextRange[]
  readonly otherMarks: readonly TextRange[]
}

/** Another card and what it has to do with the one asked about. */
export interface RelatedCard extends FoundRelation {
  readonly other: AtomicChatUnit
}

/** The part of a card that relations are found by. */
export type RelatableCard = Pick<AtomicChatUnit, 'id' | 'content' | 'type' | 'createdAt' | 'language'>
