import type { AcuOrigin, AcuType, AtomicChatUnit, Review, SecurityLevel } from '../acu.ts'
import type { Conversation, ConversationState, Message, Provider } from '../conversation.ts'
import type { RelatedCard } from '../related.ts'

/** One thing that changed in the library, in the order it changed. The index pulls these; it is never pushed to. */
export type IndexChange =
  | {
      readonly kind: 'conversation'
      readonly revision: number
      readonly key: ConversationKey
      readonly conversation: Conversation
      readonly state: ConversationState
      readonly messages: readonly Message[]
      /** Cards found in it, each with the message it is first found in. */
      readonly cards: readonly { readonly card: AtomicChatUnit; readonly messageId: string }[]
    }
  /** Gone from the library, or hidden by the person: take it out of the index. */
  | { readonly kind: 'conversation-removed'; readonly revision: number; readonly conversationId: string }
  /** Only title or state changed. */
  | {
      readonly kind: 'conversation-state'
      readonly revision: number
      readonly conversationId: string
      readonly state: ConversationState
    }
  /** A card of its own (received, manual), outside any conversation. */
  | { readonly kind: 'card'; readonly revision: number; readonly card: AtomicChatUnit }
  | { readonly kind: 'card-removed'; readonly revision: number; readonly acuId: string }
  /** The person reviewed, pinned or tagged a card, or gave it a type. */
  | {
      readonly kind: 'card-review'
      readonly revision: number
      readonly acuId: string
      readonly review?: Review
      readonly pinned: boolean
      readonly tags: readonly string[]
      /** The type the person gave it; the derived one holds where there is none. */
      readonly type?: AcuType
    }
  /**
   * What the person says about what is private changed: the level of every card of the library that has one, by id; all
   * others have none.
   */
  | { readonly kind: 'levels'; readonly revision: number; readonly levels: ReadonlyMap<string, SecurityLevel> }

/** Where the library keeps a conversation: another place once it was erased and imported again. */
export type ConversationKey = number | string

/** A card, and what makes reading it quicker. */
export interface CardAt {
  readonly acuId: string
  /** Where a conversation is kept that it was found in, if one is known. */
  readonly key?: ConversationKey
  /** It is as it was derived: not the person's own, and nothing decided about it. */
  readonly isPlain?: boolean
}

/** What the index reads the library through. Implemented by storage. */
export interface IndexSource {
  /** Id of the library; another id than the index knows means the index is stale as a whole. */
  libraryId(): Promise<string>
  /** The newest revision there is; 0 in an empty library. */
  newestRevision(): Promise<number>
  /**
   * Changes after `revision`, oldest first, at most `limit`. Each carries the latest state of its record, so a record
   * changed again may come again, and revisions have gaps.
   */
  changesSince(revision: number, limit: number): Promise<readonly IndexChange[]>
  /** Text of hits, to make snippets: messages, by where their conversation is kept; unknown ones are left out. */
  messagesAt(wanted: ReadonlyMap<ConversationKey, readonly string[]>): Promise<readonly Message[]>
  /** Texts of cards by id, for the same; unknown ones are left out. */
  cardTexts(wanted: readonly CardAt[]): Promise<ReadonlyMap<string, string>>
  /** Whole cards in the order asked; unknown ones are left out. */
  cardsAt(wanted: readonly CardAt[]): Promise<readonly AtomicChatUnit[]>
}

/** What people ask. `text` is the whole line typed: words, "phrases" and `key:value` operators. */
export interface SearchQuery {
  readonly text: string
  readonly limit: number
  readonly offset?: number
  /** Both unless given. */
  readonly kinds?: readonly ('card' | 'message')[]
}

/** A range of a snippet that matched, in UTF-16 code units of it. */
export interface Highlight {
  readonly start: number
  readonly end: number
}

export interface SearchHit {
  readonly kind: 'card' | 'message'
  /** Absent for cards that came from outside. */
  readonly conversationId?: string
  readonly messageId?: string
  readonly acuId?: string
  readonly type?: AcuType
  readonly quality?: number
  readonly securityLevel?: SecurityLevel
  readonly provider?: Provider
  /** How it came here, for a card that lies in no conversation. */
  readonly origin?: AcuOrigin
  /** Title of the conversation it is in. */
  readonly title: string
  readonly at: number
  readonly snippet: string
  readonly highlights: readonly Highlight[]
  readonly score: number
}

export interface SearchResults {
  readonly hits: readonly SearchHit[]
  readonly total: { readonly card: number; readonly message: number }
  /** Words as the index matched them: typed words, their completions and corrected spellings. */
  readonly terms: readonly string[]
  /** What a misspelt word was read as, for "Showing results for …". */
  readonly corrections: Readonly<Record<string, string>>
  /** Nothing had all the words; hits have some of them. */
  readonly relaxed: boolean
  /** Operators that could not be read, with why. */
  readonly problems: readonly string[]
}

export type CardTab = 'review' | 'kept' | 'archived'

/** Which cards to list. */
export interface CardQuery {
  readonly tab: CardTab
  readonly types?: readonly AcuType[]
  readonly minQuality?: number
  readonly minSecurity?: SecurityLevel
  readonly sort: 'newest' | 'quality'
  /** Only cards made from this time on, and before that one. ms since 1970. */
  readonly from?: number
  readonly before?: number
  readonly offset: number
  readonly limit: number
}

/** A page of a list of cards, with counts for the filters (each ignores its own filter; only `total` heeds times). */
export interface CardPage {
  readonly rows: readonly CardRow[]
  readonly total: number
  readonly tabs: Readonly<Record<CardTab, number>>
  readonly types: Readonly<Partial<Record<AcuType, number>>>
  readonly withSecrets: number
}

/** A card as one row of a list. */
export interface CardRow {
  readonly id: string
  readonly type: AcuType
  /** First line of the content, at most 200 characters, Markdown marks taken off. */
  readonly text: string
  readonly quality: number
  readonly securityLevel: SecurityLevel
  readonly review?: Review
  readonly pinned?: true
  readonly conversationId?: string
  readonly messageId?: string
  readonly title: string
  readonly provider?: Provider
  /** How it came here, where it lies in no conversation. */
  readonly origin?: AcuOrigin
  readonly at: number
}

/** Operators whose values are counted. */
export type CountedOperator = 'from' | 'kind' | 'has' | 'is' | 'tag' | 'before' | 'after'

/** A value an operator can have, with how many results it would leave. */
export interface ValueCount {
  readonly value: string
  readonly count: number
}

export interface IndexStatus {
  /** `opening` until the first answer can be given; `unavailable` where the engine cannot run, with why. */
  readonly state: 'opening' | 'ready' | 'catching-up' | 'unavailable'
  readonly reason?: string
  readonly revision: number
  readonly newestRevision: number
  /** Where it is kept: on disk, or only for this visit. */
  readonly kept: 'disk' | 'memory'
}

/** The index as the page and other tabs use it. Implemented by search. */
export interface SearchPort {
  search(query: SearchQuery): Promise<SearchResults>
  /** Values of an operator beside the line typed so far, the most frequent first. For `before` and `after`, years. */
  values(text: string, operator: CountedOperator): Promise<readonly ValueCount[]>
  listCards(query: CardQuery): Promise<CardPage>
  /** Cards by id as rows of a list, in no order; those that no list shows are left out. */
  cardRows(acuIds: readonly string[]): Promise<readonly CardRow[]>
  /** Cards that have to do with one, best first, found anew each time; empty for an unknown card. */
  related(acuId: string): Promise<readonly RelatedCard[]>
  status(): Promise<IndexStatus>
  /** The library changed: pull what is new soon. */
  catchUp(): Promise<void>
  /** Throw the index away and build it again. */
  rebuild(): Promise<void>
}
