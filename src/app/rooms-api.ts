import type { AcuCategory, AcuType, DerivedAcu, Finding } from '../domain/acu.ts'
import type { Result } from '../domain/result.ts'

/** A card to share: what always travels, and what travels only when ticked. */
export interface ShareCard {
  /** SHA3-256 of the canonical content, 64 hex characters. */
  readonly id: string
  readonly content: string
  readonly type: AcuType
  readonly category: AcuCategory
  readonly language?: string
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number
  /** Title of the conversation it came from; travels only with `includeTitle`. */
  readonly title?: string
  /** Address of that conversation; travels only with `includeSource`. */
  readonly sourceUrl?: string
  /** Heading or sentence that introduces it; travels only with `includeContext`. */
  readonly context?: string
}

export interface ShareOptions {
  readonly includeTitle: boolean
  readonly includeSource: boolean
  readonly includeContext: boolean
  /** Travels signed with each card; at most 2,000 characters. */
  readonly message?: string
  /** True: the link lets people add cards too (while the sharer is there to let them in). */
  readonly canAdd: boolean
  readonly expiresInDays?: number
  /** How many devices may be let in to add cards. Reading cannot be counted. */
  readonly maxUses?: number
  /** Address of the app the link leads to, without fragment: `https://vivim.example/`. */
  readonly base: string
  /** Signaling servers, `ws:` or `wss:` addresses; at least one. */
  readonly signaling: readonly string[]
}

/** Something private found in what would be shared. */
export interface ShareFinding {
  readonly acuId: string
  readonly field: 'content' | 'title' | 'sourceUrl' | 'context' | 'message'
  readonly finding: Finding
}

/** Why sharing, joining or adding was refused; `message` is for people. */
export interface RoomRefused {
  readonly code:
    | 'private'
    | 'empty'
    | 'too-large'
    | 'too-many'
    | 'not-canonical'
    | 'no-signaling'
    | 'bad-link'
    | 'unknown-room'
    | 'read-only'
    | 'waiting-to-be-let-in'
    | 'closed'
    | 'not-here-yet'
    | 'clock'
    | 'unreadable'
  readonly message: string
  readonly findings?: readonly ShareFinding[]
}

/** What the other side will see of one card. */
export interface SharePreviewCard {
  readonly id: string
  readonly content: string
  readonly type: AcuType
  readonly category: AcuCategory
  readonly language?: string
  readonly createdAt: number
  readonly title?: string
  readonly sourceUrl?: string
  readonly context?: string
  readonly message?: string
}

export interface SharePreview {
  readonly cards: readonly SharePreviewCard[]
  readonly findings: readonly ShareFinding[]
  /** Present where {@link Rooms.share} would refuse. */
  readonly refused?: RoomRefused
}

/** A card of a room whose author's signature was verified. */
export interface RoomCard {
  readonly card: DerivedAcu
  readonly authorDid: string
  /** As the author signed it; empty where they gave none. */
  readonly authorName: string
  /** Always true: nothing unverified is shown. */
  readonly verified: true
  /** True where this person wrote it into the room. */
  readonly mine: boolean
  readonly operationId: string
  /** When the author put it into the room, milliseconds since 1970 UTC. */
  readonly sharedAt: number
  readonly keptHere: boolean
  readonly message?: string
  readonly title?: string
  readonly sourceUrl?: string
}

export interface RoomState {
  readonly roomId: string
  /**
   * connecting: the signaling server is not reached yet · waiting: reached, nobody else is there · connected: at least
   * one verified peer · closed: left, expired or refused, see `problems`.
   */
  readonly status: 'connecting' | 'waiting' | 'connected' | 'closed'
  /** Whom the room waits for while nobody is there. `verified` is false while only the link says so. */
  readonly waitingFor?: { readonly did: string; readonly name: string; readonly verified: boolean }
  readonly owner?: { readonly did: string; readonly name: string; readonly verified: boolean }
  /** Verified peers connected now, without ourselves. */
  readonly peers: number
  readonly cards: readonly RoomCard[]
  /** Cards announced whose content is still on its way. */
  readonly pending: number
  /** May this person add cards now? `joining`: the link allows it, the sharer has not let us in yet. */
  readonly canAdd: 'yes' | 'joining' | 'no'
  readonly expiresAt?: number
  /** The link again, to copy or show as QR. */
  readonly link: string
  /** In plain words: what happened, what is safe, what to do. */
  readonly problems: readonly string[]
  /** What was refused in this room, newest last, at most 50. */
  readonly refused: readonly RefusedRecord[]
}

/** What came of cards put into a room together. */
export interface AddedCards {
  /** Ids of those that are in the room now. */
  readonly added: readonly string[]
  /** Those that stayed here, each with why. */
  readonly refused: readonly { readonly id: string; readonly why: RoomRefused }[]
}

/** Something a peer sent that was refused, and why. */
export interface RefusedRecord {
  readonly at: number
  readonly reason: string
  readonly detail: string
  readonly device?: string
}

export interface RoomSummary {
  readonly roomId: string
  readonly mine: boolean
  readonly owner?: { readonly did: string; readonly name: string }
  readonly cards: number
  /** First line of the first card, at most 80 characters; empty before one came. */
  readonly title: string
  readonly createdAt: number
  readonly expiresAt?: number
  readonly closed: boolean
}

/** Follows the Svelte store contract: `subscribe` calls `fn` at once and then on every change. */
export interface Observable<T> {
  readonly current: T
  subscribe(fn: (value: T) => void): () => void
}

/** The use cases of rooms. */
export interface Rooms {
  /** What people will see, and what would be refused, without changing anything. */
  previewShare(cards: readonly ShareCard[], options: Omit<ShareOptions, 'base' | 'signaling'>): SharePreview
  /** Makes a room with exactly these cards, opens it and gives its link. */
  share(
    cards: readonly ShareCard[],
    options: ShareOptions,
  ): Promise<Result<{ readonly roomId: string; readonly link: string }, RoomRefused>>
  /** Takes the fragment of a room link (with or without `#`), remembers the room and opens it. */
  join(fragment: string): Promise<Result<string, RoomRefused>>
  /** The room, opened if need be. Unknown ids give a closed room that says so. */
  room(roomId: string): Observable<RoomState>
  /** Keeps a card of the room in the library. */
  keep(roomId: string, acuId: string): Promise<Result<'added' | 'merged', RoomRefused>>
  /** Keeps every card of others that is not in the library yet; `onKept` hears how many of how many are. */
  keepAll(roomId: string, onKept?: (done: number, total: number) => void): Promise<Result<number, RoomRefused>>
  /**
   * Puts cards of ours into a room, signed as one batch; at most 1,000. A card that may not travel stays here and the
   * others go. An error where nothing could be sent at all.
   */
  addCards(
    roomId: string,
    cards: readonly ShareCard[],
    options?: Pick<ShareOptions, 'includeTitle' | 'includeSource' | 'includeContext' | 'message'>,
  ): Promise<Result<AddedCards, RoomRefused>>
  /** Disconnects and forgets the room; kept cards stay. */
  leave(roomId: string): Promise<void>
  list(): Promise<readonly RoomSummary[]>
  /** Opens the rooms of earlier visits again, newest first. Called once at start. */
  reopen(): Promise<void>
  /** Closes all connections, for the end of the page. */
  close(): void
}
