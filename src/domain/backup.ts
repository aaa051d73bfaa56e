import type { AcuType, AtomicChatUnit, Review } from './acu.ts'
import type { LinkDecision } from './card-work.ts'
import type { Conversation, Message } from './conversation.ts'
import type { LibraryPlace } from './library.ts'
import type { Notebook } from './notebook.ts'
import type { PrivacyEntry } from './privacy-list.ts'
import type { SavedSearch } from './ports/saved-search-store.ts'
import type { MetCard } from './rediscovery.ts'

export const BACKUP_VERSION = 1

/**
 * What a person decided, beside what was imported; cards and notebooks that are their own among it. A reader passes over
 * a kind it does not know and names it, so that a new kind needs no new version.
 */
export type Decision =
  | { readonly kind: 'place'; readonly conversationId: string; readonly place: LibraryPlace }
  | {
      readonly kind: 'mark'
      readonly id: string
      readonly review?: Review
      readonly pinned: boolean
      readonly tags?: readonly string[]
      /** The type the person gave the card. */
      readonly type?: AcuType
    }
  | { readonly kind: 'card'; readonly card: AtomicChatUnit; readonly from?: string }
  /** Two cards that have nothing to do with each other. */
  | { readonly kind: 'unrelated'; readonly a: string; readonly b: string; readonly at: number }
  | { readonly kind: 'link'; readonly link: LinkDecision }
  | { readonly kind: 'erased'; readonly id: string; readonly at: number }
  | { readonly kind: 'notebook'; readonly notebook: Notebook }
  | { readonly kind: 'search'; readonly search: SavedSearch }
  | PrivacyEntry
  /** What became of a card that was shown in the set of a day. */
  | { readonly kind: 'met'; readonly met: MetCard }

/**
 * One line of a backup, which is JSON Lines, and in a zip `vivim-backup.jsonl`. The first line says what it is. `bytes`
 * stand before the conversation that names them by SHA-256, in parts of base64, so that no line is long.
 */
export type BackupLine =
  | { readonly vivim: 'backup'; readonly version: number; readonly createdAt: number; readonly conversations: number }
  | { readonly vivim: 'bytes'; readonly sha256: string; readonly base64: string }
  | {
      readonly vivim: 'conversation'
      readonly conversation: Conversation
      readonly messages: readonly Message[]
      /** SHA-256 of its exact bytes in the newest export. */
      readonly original: string
      readonly assets: readonly { readonly pointer: string; readonly sha256: string }[]
    }
  | { readonly vivim: 'decision'; readonly decision: Decision }
