import type { AcuLink, AcuSource, AtomicChatUnit, Review } from '../domain/acu.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import type { LibraryCounts, LibraryPlace, LibraryQuery, LibraryRow } from '../domain/library.ts'
import type {
  CardPage,
  CardQuery,
  CountedOperator,
  IndexStatus,
  SearchQuery,
  SearchResults,
  ValueCount,
} from '../domain/ports/search.ts'
import type { Rederivation } from '../domain/ports/rederiving.ts'
import type { RelatedCard } from '../domain/related.ts'
import type { CardWorking } from './card-work-api.ts'
import type { Daily } from './daily-api.ts'
import type { LazyGraphs } from './graph-api.ts'
import type { ImportState, Receipt } from './importing.ts'
import type { ContextPacks, Notebooks } from './notebooks-api.ts'
import type { PrivacyChoices } from './privacy-api.ts'
import type { RederiveProgress } from './rederive.ts'
import type { SavedSearches } from './saved-searches.ts'

/** Stops whatever was started: a watch, a subscription. */
export type Stop = () => void

/** A conversation to read: the whole tree. */
export interface OpenConversation {
  readonly row: LibraryRow
  readonly conversation: Conversation
  readonly messages: readonly Message[]
}

/** The cards of a conversation that are shown unasked, every place they were found in it, and the links between them. */
export interface ConversationCards {
  readonly cards: readonly AtomicChatUnit[]
  readonly sources: readonly AcuSource[]
  readonly links: readonly AcuLink[]
}

/** The whole library as one file, to import anywhere. */
export interface Backups {
  /**
   * Writes it; `onProgress` hears how many conversations are in it. Rejects where there is no room, and with the
   * signal's reason when it is aborted. The file is on this device until the next is written.
   */
  write(onProgress: (conversations: number) => void, signal: AbortSignal): Promise<Blob>
}

/** Cards an older version of the app made, being made anew in the background. */
export interface CardsAnew {
  /** How far it is; undefined while it does not run. */
  progress(): RederiveProgress | undefined
  /** What it did last. */
  last(): Promise<Rederivation | undefined>
  /** Calls back whenever either changes. */
  watch(onChange: () => void): Stop
}

export interface Library {
  /**
   * Calls back with the rows of a query: soon with the first few hundred, then with all, and again whenever the
   * library changed (at most once a second).
   */
  watchRows(query: LibraryQuery, onRows: (rows: readonly LibraryRow[], complete: boolean) => void): Stop
  watchCounts(onCounts: (counts: LibraryCounts) => void): Stop
  open(id: string): Promise<OpenConversation | undefined>
  /** Apart from {@link Library.open}, so that nobody waits for them to read the first words. */
  cardsOf(id: string): Promise<ConversationCards>
  /** The exact bytes of the conversation in the export it came from. */
  original(id: string): Promise<{ readonly name: string; readonly data: Blob } | undefined>
  /** A picture, sound or file that a message names, with its media type; undefined where the export did not hold it. */
  asset(conversationId: string, pointer: string): Promise<{ readonly name?: string; readonly data: Blob } | undefined>
  /** Each of these can be undone with {@link App.undo}. */
  archive(ids: readonly string[]): Promise<void>
  unarchive(ids: readonly string[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  restore(ids: readonly string[]): Promise<void>
  /** Takes deleted conversations away for good; cannot be undone. */
  erase(ids: readonly string[]): Promise<void>
}

/** A place a card was found, with the words around it. */
export interface CardPlace {
  readonly source: AcuSource
  readonly row: LibraryRow
  readonly role: 'user' | 'assistant'
  /** Ordinal among the messages of its role on the path or in the tree, from 1: "answer 2". */
  readonly ordinal: number
  readonly at?: number
  readonly before: string
  readonly text: string
  readonly after: string
}

/** A link seen from one of its cards. */
export interface CardLink {
  readonly link: AcuLink
  readonly other: AtomicChatUnit
}

export interface OpenCard {
  readonly card: AtomicChatUnit
  readonly places: readonly CardPlace[]
  readonly linksOut: readonly CardLink[]
  readonly linksIn: readonly CardLink[]
}

export interface Cards {
  list(query: CardQuery): Promise<CardPage>
  open(id: string): Promise<OpenCard | undefined>
  /** Cards by id, without where they were found, in the order asked; unknown ones are left out. */
  many(ids: readonly string[]): Promise<readonly AtomicChatUnit[]>
  /** Decides on cards, all or none of them; `undefined` puts them back to review. Can be undone in one step. */
  review(ids: readonly string[], review: Review | undefined): Promise<void>
  pin(id: string, pinned: boolean): Promise<void>
  /**
   * What else is known about a card: others that say it in other words, may contradict it, name the same or are about
   * the same, best first. Without those its links name already, and those the person took apart. Rejects where search
   * cannot run.
   */
  related(id: string): Promise<readonly RelatedCard[]>
  /** Says for good that two cards have nothing to do with each other. Can be undone. */
  separate(id: string, other: string): Promise<void>
}

export interface Imports {
  /** Starts reading files, one after the other; answers with the id of the import. */
  start(files: readonly File[]): Promise<string>
  /** Imports the sample library that comes with the app. */
  startSample(): Promise<string>
  /** Takes the sample library away again, for good. */
  removeSample(): Promise<void>
  /** Stops; what was read so far stays. */
  cancel(id: string): Promise<void>
  /** Calls back with the running import, at most four times a second, and with undefined when none runs. */
  watch(onState: (state: ImportState | undefined) => void): Stop
  receipts(): Promise<readonly Receipt[]>
  receipt(id: string): Promise<Receipt | undefined>
}

export interface Search {
  query(query: SearchQuery): Promise<SearchResults>
  /** Values of an operator beside the line typed so far, the most frequent first, with how many results each leaves. */
  values(text: string, operator: CountedOperator): Promise<readonly ValueCount[]>
  status(): Promise<IndexStatus>
}

/** Something the person did that can be taken back. */
export interface Undoable {
  readonly id: number
  /** Past tense, for the toast: `Archived “Rye bread”`. */
  readonly label: string
}

export interface Undo {
  /** Calls back with the newest thing that can be undone, when it changes. */
  watch(onChange: (last: Undoable | undefined) => void): Stop
  /** Takes back the newest, or the one named. */
  undo(id?: number): Promise<void>
}

/** What the browser keeps for us. Bytes. */
export interface StorageReport {
  readonly used: number
  readonly quota: number
  /** The browser promised not to clear it to make room. */
  readonly persisted: boolean
}

export interface DeviceStorage {
  report(): Promise<StorageReport>
  /** Asks the browser to keep the library; answers whether it will. */
  persist(): Promise<boolean>
}

/** Everything the page can do. The composition root builds one and hands it to the page. */
export interface App {
  readonly library: Library
  readonly cards: Cards
  readonly work: CardWorking
  readonly notebooks: Notebooks
  readonly packs: ContextPacks
  readonly graphs: LazyGraphs
  readonly imports: Imports
  readonly search: Search
  readonly savedSearches: SavedSearches
  readonly privacy: PrivacyChoices
  readonly daily: Daily
  readonly undo: Undo
  readonly storage: DeviceStorage
  readonly backups: Backups
  readonly cardsAnew: CardsAnew
  /** Calls back after any change of the library, at most once a second. */
  onChange(callback: () => void): Stop
}

export type { LibraryCounts, LibraryPlace, LibraryQuery, LibraryRow }
