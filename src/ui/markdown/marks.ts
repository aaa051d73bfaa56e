import { createContext } from 'svelte'
import type { AtomicChatUnit } from '../../domain/acu.ts'

/** A range of the source to show: of a card, or the passage somebody came for (without one). */
export interface MarkRange {
  readonly start: number
  readonly end: number
  readonly cardId?: string
}

/** How cards show in a text; whoever renders Markdown hands one down. */
export interface Marks {
  card(id: string): AtomicChatUnit | undefined
  /** Classes of a piece of text under these ranges. */
  stateOf(ranges: readonly MarkRange[]): string
  isOn(cardId: string): boolean
  hover(cardId: string | undefined): void
  select(cardIds: readonly string[]): void
}

export const [getMarks, setMarks] = createContext<Marks>()

/** No cards in the text: for a card itself, or a preview. */
export const NO_MARKS: Marks = {
  card: () => undefined,
  stateOf: () => 'rng',
  isOn: () => false,
  hover: () => undefined,
  select: () => undefined,
}
