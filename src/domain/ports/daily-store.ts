import type { DailyPick, MetCard } from '../rediscovery.ts'

/** What became of a card of the set. */
export interface SetCard extends DailyPick {
  readonly done?: 'kept' | 'never'
}

/** The cards of one day. They are chosen once; what is done with them is kept beside. */
export interface DailySet {
  /** Number of the local day since 1970. */
  readonly day: number
  readonly cards: readonly SetCard[]
  /** Place of the card that is shown; the number of cards where the person is through. */
  readonly at: number
  /** How many were shown so far. */
  readonly shown: number
}

/** What to write of a set and of cards that were shown; nothing where neither is given. */
export interface DailyChange {
  readonly set?: DailySet
  readonly met?: readonly MetCard[]
}

/** Something the person did: opened a card or a conversation, kept or wrote a card, searched. */
export interface Recent {
  readonly kind: 'card' | 'conversation' | 'kept' | 'wrote' | 'search'
  /** Id of the card or conversation, or the line searched. */
  readonly name: string
  /** ms since 1970. */
  readonly at: number
}

/** What daily sets are remembered by. Implemented by storage. */
export interface DailyStore {
  /** A text that is this library's own. */
  seed(): Promise<string>
  /** Every card that was ever shown in a set. */
  met(): Promise<readonly MetCard[]>
  /** Ids of all cards that the person pinned. */
  pinned(): Promise<readonly string[]>
  set(day: number): Promise<DailySet | undefined>
  /**
   * Puts a set in the place of all of other days and of one that was not begun; answers with the set of the day as it
   * then is, which may be one that another tab put there. Puts nothing while it is switched off.
   */
  choose(set: DailySet): Promise<DailySet>
  /**
   * Changes the set of a day and what became of its cards in one step, so that no other change is lost.
   * @param id a card that need not be in the set
   * @param change is given what is stored: the set, if there is one, and what became of its cards and of `id`
   * @throws DiskFullError where there is no room
   */
  change(
    day: number,
    id: string | undefined,
    change: (set: DailySet | undefined, met: ReadonlyMap<string, MetCard>) => DailyChange,
  ): Promise<void>
  /** What the person did of late, the newest first. */
  recent(): Promise<readonly Recent[]>
  /** Notes nothing while it is switched off. */
  note(recent: Recent): Promise<void>
  /** Begins to remember, or stops and forgets the sets and what the person did of late. */
  switchTo(isOn: boolean): Promise<void>
}
