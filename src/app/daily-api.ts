import type { SetCard } from '../domain/ports/daily-store.ts'

/** Why there is nothing to meet again. */
export type NothingReason =
  /** No cards at all. */
  | 'empty'
  /** All of them are too new. */
  | 'young'
  /** What is old enough was met or seen of late. */
  | 'met'

/** The cards of today. */
export type Today =
  | {
      readonly kind: 'set'
      /** Number of its local day since 1970; another than today where midnight has passed meanwhile. */
      readonly day: number
      readonly cards: readonly SetCard[]
      /** Place of the card to show; the number of cards where the person is through. */
      readonly at: number
      /** How many were shown so far. */
      readonly shown: number
    }
  | {
      readonly kind: 'nothing'
      readonly why: NothingReason
      /** The first day there will be something, where that is known; ms since 1970. */
      readonly from?: number
    }

/**
 * Meeting one's own cards again: a few a day, chosen once. Days are local ones; `day` is that of the set which is shown,
 * as a number of days since 1970.
 */
export interface Daily {
  /** The set of today, chosen where it was not yet. Rejects where search cannot run and none was chosen. */
  today(): Promise<Today>
  /** Shows a card of the set, by its place; past the last one the person is through. Rejects where that cannot be written. */
  show(at: number, day: number): Promise<Today>
  /** Keeps a card and goes to the one after it. Can be undone. Rejects where it cannot be written; then nothing is kept. */
  keep(id: string, day: number): Promise<Today>
  /**
   * Never shows a card in a set again, and goes to the one after it. The card stays where it is. Can be undone. Rejects
   * where it cannot be written.
   */
  never(id: string, day: number): Promise<Today>
  /** Remembers what the person opened or searched, to choose cards that are near. */
  note(kind: 'card' | 'conversation' | 'search', name: string): Promise<void>
  /** Begins to remember what the person does, or stops and forgets it and the set of the day. */
  switchTo(isOn: boolean): Promise<void>
}
