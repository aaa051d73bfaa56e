import type { AcuType, DerivedAcu, Finding, Quality } from '../acu.ts'
import type { Head, SyncCursor } from '../chain.ts'
import type { SignedOperation } from '../operation.ts'
import type { SpaceKeys } from '../space.ts'

/** The library, as far as rooms need it. Implemented by storage. */
export interface KeptCards {
  /** Writes a received card; one with the same id merges, with another source. */
  keep(card: ReceivedCard): Promise<'added' | 'merged'>
  has(acuId: string): Promise<boolean>
}

/** A received card, verified, with levels and quality computed on this device. */
export type ReceivedCard = DerivedAcu & { readonly authorDid: string; readonly operationId: string }

/** Finds what is private in a text. Implemented by knowledge. */
export type FindPrivate = (text: string) => readonly Finding[]

/** Judges a card that came from outside. Implemented by knowledge. */
export type ScoreCard = (card: {
  readonly content: string
  readonly type: AcuType
  readonly language?: string
  readonly context?: string
}) => Quality

/** The person and this device. Seeds are 32 bytes and stay in memory only. */
export interface LocalIdentity {
  readonly did: string
  readonly displayName: string
  readonly rootSeed: Uint8Array
  readonly deviceSeed: Uint8Array
  /** base64url of the device's public key. */
  readonly device: string
  /** The device's certificate, signed by the root. */
  readonly cert: string
  readonly createdAt: number
  /** When the person proved to have written the recovery words down. */
  readonly wordsConfirmedAt?: number
}

/** Keeps the identity, its seeds sealed. */
export interface IdentityStore {
  load(): Promise<LocalIdentity | undefined>
  save(identity: LocalIdentity): Promise<void>
}

/** A space this device takes part in, with its secrets opened. */
export interface SpaceRecord {
  readonly space: string
  readonly kind: 'room'
  /** True where this device is its admin. */
  readonly mine: boolean
  readonly secret: Uint8Array
  readonly inviteSeed?: Uint8Array
  readonly signaling: readonly string[]
  /** Address of the app in its link. */
  readonly base: string
  /** Who the link says it is from. */
  readonly linkOwner?: { readonly did: string; readonly name: string }
  readonly createdAt: number
}

export interface SpaceStore {
  all(): Promise<readonly SpaceRecord[]>
  get(space: string): Promise<SpaceRecord | undefined>
  put(record: SpaceRecord): Promise<void>
  /** Forgets the space and everything in its log. */
  remove(space: string): Promise<void>
}

/** An operation as the log keeps it. */
export interface LogRow {
  readonly space: string
  readonly device: string
  readonly seq: number
  readonly id: string
  readonly hlc: string
  readonly tableName: string
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
}

/** Something refused, and why. `bytes` at most 64 KiB. */
export interface QuarantineRow {
  readonly space: string
  readonly at: number
  readonly reason: string
  readonly detail: string
  readonly device?: string
  readonly seq?: number
  readonly bytes?: Uint8Array
  readonly sig?: Uint8Array
}

/** The signed log: the truth of every space. */
export interface OperationLog {
  /** All rows of a space by device and seq. */
  rows(space: string): Promise<readonly LogRow[]>
  /** Rows of one chain from `from` to `to`, both included. */
  range(space: string, device: string, from: number, to: number): Promise<readonly LogRow[]>
  cursor(space: string): Promise<SyncCursor>
  /**
   * Commits rows and moves the cursors in one transaction. Each chain's rows must follow its head without a gap;
   * else nothing is written and `false` comes back: another tab was faster.
   */
  commit(space: string, operations: readonly SignedOperation[]): Promise<boolean>
  head(space: string, device: string): Promise<Head | undefined>
  quarantine(row: QuarantineRow): Promise<void>
  quarantined(space: string): Promise<readonly QuarantineRow[]>
  /** Calls `fn` after each commit to this space, by any tab. */
  watch(space: string, fn: () => void): () => void
}

/** Packs this device put into, or fetched through, a space. */
export interface PackStore {
  get(space: string, packId: string): Promise<Uint8Array | undefined>
  put(space: string, packId: string, bytes: Uint8Array): Promise<void>
  /** Sealed chunks of a pack not complete yet, by index. */
  chunks(space: string, packId: string): Promise<ReadonlyMap<number, Uint8Array>>
  putChunks(space: string, packId: string, chunks: ReadonlyMap<number, Uint8Array>): Promise<void>
  dropChunks(space: string, packId: string): Promise<void>
}

/** Runs one at a time by name, across tabs where the platform can. */
export type Exclusive = <T>(name: string, run: () => Promise<T>) => Promise<T>

/** What happens on a room's connection, for the page. */
export interface ConnectionState {
  readonly signaling: boolean
  readonly peers: number
  /** False where another tab of this browser holds the room's connection. */
  readonly leader: boolean
}

/** An open room connection. Implemented by sync, loaded when first needed. */
export interface RoomConnection {
  readonly state: ConnectionState
  close(): void
}

/** What sync needs to open a room. */
export interface RoomConnectionOptions {
  readonly space: string
  readonly keys: SpaceKeys
  readonly signaling: readonly string[]
  readonly iceServers: readonly RTCIceServer[]
  readonly identity: LocalIdentity
  readonly inviteSeed?: Uint8Array
  readonly log: OperationLog
  readonly packs: PackStore
  readonly exclusive: Exclusive
  readonly now: () => number
  readonly onState: (state: ConnectionState) => void
  /** Operations or a pack of others arrived, were checked and stored. */
  readonly onArrival: () => void
}

export type OpenRoomConnection = (options: RoomConnectionOptions) => Promise<RoomConnection>
