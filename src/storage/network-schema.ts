import type { Dexie, Table } from 'dexie'
import type { LogRow, QuarantineRow } from '../domain/ports/rooms.ts'

/** Bytes sealed with the key of this profile (AES-256-GCM). */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly data: Uint8Array<ArrayBuffer>
}

/** The profile's own key: WebCrypto holds it and never gives it out. */
export interface VaultRow {
  readonly id: 'vault'
  readonly key: CryptoKey
}

/** The person and this device; seeds only sealed. */
export interface IdentityRow {
  readonly id: 'me'
  readonly did: string
  readonly displayName: string
  readonly device: string
  readonly cert: string
  readonly rootSeed: Sealed
  readonly deviceSeed: Sealed
  readonly createdAt: number
  readonly wordsConfirmedAt?: number
}

export interface SpaceRow {
  readonly space: string
  readonly kind: 'room'
  readonly mine: boolean
  readonly secret: Sealed
  readonly inviteSeed?: Sealed
  readonly signaling: readonly string[]
  readonly base: string
  readonly linkOwner?: { readonly did: string; readonly name: string }
  readonly createdAt: number
}

export interface CursorRow {
  readonly space: string
  readonly device: string
  readonly seq: number
  readonly id: string
}

export interface NumberedQuarantineRow extends QuarantineRow {
  readonly n?: number
}

/** A pack as this device put it into, or fetched it through, a space. */
export interface SpacePackRow {
  readonly space: string
  readonly pack: string
  readonly bytes: Uint8Array
}

export interface ChunkRow {
  readonly space: string
  readonly pack: string
  readonly index: number
  readonly sealed: Uint8Array
}

/** Tables of identity and sync. */
export interface NetworkTables {
  identity: Table<IdentityRow | VaultRow, string>
  spaces: Table<SpaceRow, string>
  operations: Table<LogRow, [string, string, number]>
  cursors: Table<CursorRow, [string, string]>
  quarantine: Table<NumberedQuarantineRow, number>
  spacePacks: Table<SpacePackRow, [string, string]>
  packChunks: Table<ChunkRow, [string, string, number]>
}

export type NetworkDatabase = Dexie & NetworkTables

/** Their keys and indexes, for the schema of the one database. */
export const networkStores = {
  identity: 'id',
  spaces: 'space, createdAt',
  operations: '[space+device+seq], space',
  cursors: '[space+device], space',
  quarantine: '++n, space',
  spacePacks: '[space+pack], space',
  packChunks: '[space+pack+index], [space+pack], space',
}
