import { Dexie, type EntityTable, type Table } from 'dexie'
import type { AcuLink, AcuSource, AtomicChatUnit, DerivedAcu, Review } from '../domain/acu.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import type { LibraryPlace, LibraryRow } from '../domain/library.ts'
import type { Tally } from '../domain/ports/library-store.ts'
import type { Receipt } from '../domain/receipt.ts'
import type { ImportJob } from './import-jobs.ts'
import { networkStores, type NetworkTables } from './network-schema.ts'

/** Messages of a conversation lie in packs of at most this many: one row a message writes twenty times slower. */
export const PACK_SIZE = 50

/** One conversation, small: what lists, filters and the index's pull need. */
export interface ConversationRow extends LibraryRow {
  readonly place: LibraryPlace
  /** Grows with every write to the library; readers ask for what is newer than they know. */
  readonly revision: number
  readonly contentHash: string
  readonly tally: Tally
  /** The import that last wrote it, and how: lets an interrupted import count it again. */
  readonly written: { readonly importId: string; readonly outcome: 'new' | 'updated' }
}

/** The whole record of a conversation but its messages. */
export interface ConversationRecord {
  readonly id: string
  readonly conversation: Conversation
  /** SHA-256 of its newest original. */
  readonly originalHash: string
  readonly packs: number
}

export interface MessagePack {
  readonly conversationId: string
  readonly n: number
  readonly messages: readonly Message[]
}

/** The golden record: exact bytes of a conversation in an export, compressed with gzip. Never rewritten. */
export interface Original {
  readonly sha256: string
  readonly conversationId: string
  readonly gzip: Uint8Array<ArrayBuffer>
  readonly size: number
  readonly capturedAt: number
}

/** Cards, places and links derived from one conversation. */
export interface CardPack {
  readonly conversationId: string
  readonly extractorVersion: number
  readonly cards: readonly DerivedAcu[]
  readonly sources: readonly AcuSource[]
  readonly links: readonly AcuLink[]
  /** {@link cardKey} of each card, to find its packs by. */
  readonly keys: readonly string[]
}

/** What a person decided about a card. */
export interface CardMark {
  readonly id: string
  readonly review?: Review
  readonly pinned: boolean
  readonly revision: number
}

/** A card that lies in no conversation: received, or made by hand. */
export interface OwnCard {
  readonly id: string
  readonly card: AtomicChatUnit
  readonly revision: number
}

/** What is left of a conversation that was erased, so that an import does not bring it back. */
export interface ErasedConversation {
  readonly id: string
  readonly erasedAt: number
  readonly revision: number
}

/** A version of a message that a newer export replaced. */
export interface FormerMessage {
  readonly n: number
  readonly conversationId: string
  readonly message: Message
  readonly replacedAt: number
}

interface MetaRow {
  readonly key: string
  readonly value: string | number
}

/** The one database of the app. */
export class VivimDatabase extends Dexie implements NetworkTables {
  meta!: EntityTable<MetaRow, 'key'>
  conversations!: EntityTable<ConversationRow, 'id'>
  records!: EntityTable<ConversationRecord, 'id'>
  messagePacks!: Table<MessagePack, [string, number]>
  originals!: EntityTable<Original, 'sha256'>
  cardPacks!: EntityTable<CardPack, 'conversationId'>
  cardMarks!: EntityTable<CardMark, 'id'>
  ownCards!: EntityTable<OwnCard, 'id'>
  erased!: EntityTable<ErasedConversation, 'id'>
  formerMessages!: EntityTable<FormerMessage, 'n'>
  receipts!: EntityTable<Receipt, 'id'>
  importJobs!: EntityTable<ImportJob, 'id'>
  identity!: NetworkTables['identity']
  spaces!: NetworkTables['spaces']
  operations!: NetworkTables['operations']
  cursors!: NetworkTables['cursors']
  quarantine!: NetworkTables['quarantine']
  spacePacks!: NetworkTables['spacePacks']
  packChunks!: NetworkTables['packChunks']

  /**
   * Relaxed: a power cut may lose the last transactions, never tear one; an import resumes anyway. Strict where what is
   * written leaves the device at once: an operation that was sent and then lost would be signed again as another.
   */
  constructor(name = 'vivim', durability: 'relaxed' | 'strict' = 'relaxed') {
    super(name, { chromeTransactionDurability: durability })
    this.version(1).stores({
      meta: 'key',
      conversations: 'id, [place+updatedAt], revision, importId',
      records: 'id',
      messagePacks: '[conversationId+n]',
      originals: 'sha256, conversationId',
      cardPacks: 'conversationId, *keys',
      cardMarks: 'id, revision',
      ownCards: 'id, revision',
      erased: 'id, revision',
      formerMessages: '++n, conversationId',
      receipts: 'id, startedAt',
      importJobs: 'id, startedAt',
      ...networkStores,
    })
  }
}

/** Key a card is found by in packs: the first 16 of its 64 hex characters keep the index a quarter the size. */
export const cardKey = (acuId: string): string => acuId.slice(0, 16)

/**
 * The first of `count` new revisions, one for each row written, so that no two rows share one and a reader can stop
 * after any of them. Call inside a read-write transaction that includes `meta`.
 */
export async function nextRevisions(db: VivimDatabase, count = 1): Promise<number> {
  const last = await currentRevision(db)
  await db.meta.put({ key: 'revision', value: last + count })
  return last + 1
}

/** The newest revision written; 0 in an empty library. */
export async function currentRevision(db: VivimDatabase): Promise<number> {
  const row = await db.meta.get('revision')
  return typeof row?.value === 'number' ? row.value : 0
}

/** Id of this library, made at its first use: an index of another library is stale as a whole. */
export async function libraryId(db: VivimDatabase, makeId: () => string): Promise<string> {
  return db.transaction('rw', db.meta, async () => {
    const row = await db.meta.get('libraryId')
    if (typeof row?.value === 'string') return row.value
    const id = makeId()
    await db.meta.put({ key: 'libraryId', value: id })
    return id
  })
}
