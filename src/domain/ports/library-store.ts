import type { Decision } from '../backup.ts'
import type { AcuLink, AcuSource, AtomicChatUnit, Derivation } from '../acu.ts'
import type { CardWork, MarkChange } from '../card-work.ts'
import type { Asset } from '../asset.ts'
import type { Conversation, ImportedConversation, Message } from '../conversation.ts'
import type { LibraryPlace, LibraryRow } from '../library.ts'
import type { Receipt } from '../receipt.ts'

/** A conversation with all that belongs to it. */
export interface StoredConversation {
  readonly row: LibraryRow
  readonly conversation: Conversation
  readonly messages: readonly Message[]
}

/** Rows that changed, and ids of conversations erased, since a revision. */
export interface RowChanges {
  readonly rows: readonly LibraryRow[]
  readonly erased: readonly string[]
  readonly revision: number
}

/** Conversations as the library reads and changes them. */
export interface LibraryStore {
  /** The newest rows of the library proper, newest first. */
  newestRows(limit: number): Promise<readonly LibraryRow[]>
  /** Every row in chunks, in no particular order. */
  allRows(onChunk: (rows: readonly LibraryRow[]) => void): Promise<void>
  /** Number of the last change; {@link rowsSince} tells what comes after it. */
  revision(): Promise<number>
  rowsSince(revision: number): Promise<RowChanges>
  rowsById(ids: readonly string[]): Promise<readonly LibraryRow[]>
  read(id: string): Promise<StoredConversation | undefined>
  /** The exact bytes of the newest original of a conversation, decompressed. */
  original(id: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** A file that a part of the conversation names; undefined where the export did not hold it. */
  asset(conversationId: string, pointer: string): Promise<Asset | undefined>
  /** Moves conversations; answers with where each was. */
  move(ids: readonly string[], to: LibraryPlace, at: number): Promise<ReadonlyMap<string, LibraryPlace>>
  /** Takes conversations away for good, leaving a mark so that they are not imported again. */
  erase(ids: readonly string[], at: number): Promise<void>
  /** Takes away all that one import brought, without a mark, so that it can be imported again. */
  eraseImport(importId: string): Promise<void>
}

/** A place a card was found in, with the message. */
export interface StoredPlace {
  readonly source: AcuSource
  readonly row: LibraryRow
}

/** A tag and how many cards have it. */
export interface TagCount {
  readonly tag: string
  readonly count: number
}

/** Cards as the library reads and changes them. */
export interface CardStore {
  /** Cards, places and links of one conversation. */
  ofConversation(
    conversationId: string,
  ): Promise<{ cards: readonly AtomicChatUnit[]; sources: readonly AcuSource[]; links: readonly AcuLink[] }>
  byIds(ids: readonly string[]): Promise<readonly AtomicChatUnit[]>
  placesOf(id: string): Promise<readonly StoredPlace[]>
  linksOf(id: string): Promise<readonly AcuLink[]>
  /** Sets what the person decided; answers with what all of it was. */
  mark(id: string, change: MarkChange): Promise<Required<MarkChange>>
  /**
   * Writes all of what a person did, or nothing; answers with the work that takes it back. Throws {@link DiskFullError}
   * where there is no room.
   */
  write(work: CardWork): Promise<CardWork>
  /** Tags in use, as they are written most often, with how many cards have each; the most frequent first. */
  tags(): Promise<readonly TagCount[]>
  /** Ids of the cards that a person said have nothing to do with this one. */
  unrelatedTo(id: string): Promise<ReadonlySet<string>>
  /** Remembers for good that two cards have nothing to do with each other, or forgets it. */
  setUnrelated(one: string, other: string, isUnrelated: boolean): Promise<void>
}

/** What became of a conversation that was read. */
export type Outcome = 'new' | 'updated' | 'unchanged' | 'deleted'

/** Sums kept beside a conversation, so that a resumed import can count it again without deriving it again. */
export interface Tally {
  readonly messages: number
  readonly cards: number
  readonly links: number
  readonly forks: number
  readonly secrets: number
  readonly assets: number
  readonly assetsMissing: number
}

/** What is known of a conversation before it is imported. */
export interface Known {
  /** `same`: these very bytes, or the same content, are here. `changed`: it is here, with other content. */
  readonly state: 'same' | 'changed' | 'deleted'
  /** Set where the same import brought or updated it before it was interrupted. */
  readonly resumed?: { readonly outcome: 'new' | 'updated'; readonly tally: Tally }
}

/** Receipts of imports, to read again. */
export interface ReceiptStore {
  receipt(id: string): Promise<Receipt | undefined>
  /** All receipts, newest first. */
  receipts(): Promise<readonly Receipt[]>
}

/** Where imports are written to. */
export interface ImportStore extends ReceiptStore {
  known(originalHash: Promise<string>, imported: ImportedConversation, importId: string): Promise<Known | undefined>
  /** Messages and record that are stored, to merge a newer copy with. */
  read(conversationId: string): Promise<StoredConversation | undefined>
  /**
   * Writes a conversation, its original bytes, cards and links in one transaction.
   * `former` are messages whose content another version replaced. Throws {@link DiskFullError} where there is no room.
   */
  save(write: {
    readonly importId: string
    readonly outcome: 'new' | 'updated'
    readonly imported: ImportedConversation
    readonly former: readonly Message[]
    readonly originalHash: string
    readonly original: Uint8Array<ArrayBuffer>
    readonly derivation: Derivation
    readonly tally: Tally
  }): Promise<void>
  /**
   * Keeps files of a conversation; each content once, whoever names it. Before {@link ImportStore.save}, so that a
   * conversation that is there has its files. Throws {@link DiskFullError} where there is no room.
   */
  saveAsset(conversationId: string, asset: Asset): Promise<void>
  putReceipt(receipt: Receipt): Promise<void>
  /** Takes over what was decided elsewhere, where nothing was decided here; places only of what this import brought. */
  decide(importId: string, decisions: readonly Decision[]): Promise<void>
}

/** There is no room left on the disk, or the browser allows no more. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError'
}
