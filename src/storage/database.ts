import { Dexie, type EntityTable, type Table } from 'dexie'
import type { AcuType, AtomicChatUnit, Review } from '../domain/acu.ts'
import type { LinkDecision } from '../domain/card-work.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import type { LibraryPlace, LibraryRow } from '../domain/library.ts'
import type { DailySet, Recent } from '../domain/ports/daily-store.ts'
import type { Notebook } from '../domain/notebook.ts'
import type { Tally } from '../domain/ports/library-store.ts'
import type { HarmlessFinding, OwnWord } from '../domain/privacy-list.ts'
import type { SavedSearch } from '../domain/ports/saved-search-store.ts'
import type { MetCard } from '../domain/rediscovery.ts'
import type { Receipt } from '../domain/receipt.ts'
import type { CardPack } from './card-pack.ts'
import type { ChangeRow } from './change-log.ts'
import type { ImportJob } from './import-jobs.ts'
import { moveRecords } from './move-records.ts'
import { networkStores, type NetworkTables } from './network-schema.ts'
import type { Packed } from './packed.ts'

/** Messages of a conversation lie in packs of at most this many: one row a message writes twenty times slower. */
export const PACK_SIZE = 50

/**
 * Key of everything large that belongs to a conversation: a number that rises from one new conversation to the next.
 * Ids come in no order, and a browser that stores large values under keys in no order rewrites its files again and again
 * as they grow: 27 bytes written for each that is kept, at 100,000 conversations. Up to 2026 it was the id, and those
 * rows stay as they are.
 */
export type RowKey = number | string

/** One conversation, small: what lists and filters need. */
export interface ConversationRow extends LibraryRow {
  /** Absent where it is the id. */
  readonly key?: number
  readonly place: LibraryPlace
  readonly contentHash: string
  readonly tally: Tally
  /** The import that last wrote it, and how: lets an interrupted import count it again. */
  readonly written: { readonly importId: string; readonly outcome: 'new' | 'updated' }
}

/** The whole record of a conversation but its messages. */
export interface ConversationRecord {
  readonly conversation: Packed<Conversation>
  /** Keys of its originals, the newest last; see {@link originalKey}. */
  readonly originals: readonly string[]
}

export interface MessagePack {
  readonly conversationId: RowKey
  readonly n: number
  readonly messages: Packed<readonly Message[]>
  /** On the first pack, which every conversation has: a row of its own would be one write more for each. */
  readonly record?: ConversationRecord
}

/** The golden record: exact bytes of a conversation in an export, compressed with gzip. Never rewritten. */
export interface Original {
  /** Its {@link originalKey}. */
  readonly sha256: string
  readonly gzip: Uint8Array<ArrayBuffer>
  readonly size: number
  readonly capturedAt: number
}

/** The bytes of a file that messages name, once whoever names it. */
export interface AssetRow {
  readonly sha256: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly mediaType: string
}

/** Which file a pointer of a conversation means. */
export interface AssetRef {
  readonly conversationId: string
  readonly pointer: string
  readonly sha256: string
  readonly name?: string
}

/** What a person decided about a card. */
export interface CardMark {
  readonly id: string
  readonly review?: Review
  readonly pinned: boolean
  readonly tags?: readonly string[]
  /** The type the person gave in the place of the derived one. */
  readonly type?: AcuType
}

/** Two cards that a person said have nothing to do with each other; `a` is the smaller id. */
export interface LinkMark {
  readonly a: string
  readonly b: string
  /** ms since 1970. */
  readonly at: number
}

/** A card that lies in no conversation: received, written here, or kept while its conversation went on without it. */
export interface OwnCard {
  readonly id: string
  readonly card: AtomicChatUnit
  /** Id of the conversation it came from; goes with it where that is erased. */
  readonly from?: string
}

/** What is left of a conversation that was erased, so that an import does not bring it back. */
export interface ErasedConversation {
  readonly id: string
  readonly erasedAt: number
}

/** A version of a message that a newer export replaced. */
export interface FormerMessage {
  readonly n: number
  readonly conversationId: string
  readonly message: Message
  readonly replacedAt: number
}

/** A word the person calls private. */
export interface OwnWordRow extends OwnWord {
  /** As it is compared (`foldWord`): it is there once, whatever its case. */
  readonly folded: string
  /** It was taken off the list: it is kept so that an older backup does not bring it back. */
  readonly off?: true
}

/** Something the person says is not private. */
export interface HarmlessRow extends HarmlessFinding {
  /** As for {@link OwnWordRow}. */
  readonly off?: true
}

/** Something the person did of late; `id` is what and of which kind. */
export interface RecentRow {
  readonly id: string
  readonly recent: Recent
  /** ms since 1970. */
  readonly at: number
}

interface MetaRow {
  readonly key: string
  readonly value: string
}

// On localhost Dexie would trace every promise for its console, which slows each request down.
Dexie.debug = false

/** The one database of the app. */
export class VivimDatabase extends Dexie implements NetworkTables {
  meta!: EntityTable<MetaRow, 'key'>
  changes!: EntityTable<ChangeRow, 'revision'>
  conversations!: EntityTable<ConversationRow, 'id'>
  messagePacks!: Table<MessagePack, [RowKey, number]>
  originals!: EntityTable<Original, 'sha256'>
  assets!: EntityTable<AssetRow, 'sha256'>
  assetRefs!: Table<AssetRef, [string, string]>
  cardPacks!: Table<CardPack, RowKey>
  cardMarks!: EntityTable<CardMark, 'id'>
  linkMarks!: Table<LinkMark, [string, string]>
  linkDecisions!: Table<LinkDecision, [string, string, string]>
  ownCards!: EntityTable<OwnCard, 'id'>
  erased!: EntityTable<ErasedConversation, 'id'>
  formerMessages!: EntityTable<FormerMessage, 'n'>
  receipts!: EntityTable<Receipt, 'id'>
  importJobs!: EntityTable<ImportJob, 'id'>
  notebooks!: EntityTable<Notebook, 'id'>
  savedSearches!: EntityTable<SavedSearch, 'line'>
  ownWords!: EntityTable<OwnWordRow, 'folded'>
  harmless!: EntityTable<HarmlessRow, 'key'>
  dailySets!: EntityTable<DailySet, 'day'>
  metCards!: EntityTable<MetCard, 'id'>
  recent!: EntityTable<RecentRow, 'id'>
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
      changes: '++revision',
      conversations: 'id, [place+updatedAt]',
      records: 'id',
      messagePacks: '[conversationId+n]',
      originals: 'sha256',
      cardPacks: 'conversationId, *keys',
      cardMarks: 'id',
      ownCards: 'id',
      erased: 'id',
      formerMessages: '++n, conversationId',
      receipts: 'id, startedAt',
      importJobs: 'id, startedAt',
      ...networkStores,
    })
    this.version(2).stores({ assets: 'sha256', assetRefs: '[conversationId+pointer], sha256' })
    this.version(3).upgrade(moveRecords)
    this.version(4).stores({ records: null })
    this.version(5).stores({ notebooks: 'id, updatedAt' })
    this.version(6).stores({ linkMarks: '[a+b], b' })
    this.version(7).stores({
      cardMarks: 'id, *tags',
      linkDecisions: '[sourceId+targetId+relation], sourceId, targetId',
    })
    this.version(8).stores({ conversations: 'id, [place+updatedAt], key' })
    this.version(9).stores({ savedSearches: 'line' })
    this.version(10).stores({ ownWords: 'folded', harmless: 'key' })
    this.version(11).stores({ dailySets: 'day', metCards: 'id', recent: 'id, at' })
  }
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
