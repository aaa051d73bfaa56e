import type { Provider } from './conversation.ts'
import type { RefusedFile } from './ports/importing.ts'

/** Counts that grow while an import runs and end in its receipt. */
export interface ImportCounts {
  /** Conversations seen that could be read: new + updated + unchanged + deleted. */
  readonly read: number
  readonly new: number
  readonly updated: number
  readonly unchanged: number
  /** In the file, but deleted by the person before: stays deleted. */
  readonly deleted: number
  readonly unreadable: number
  readonly messages: number
  readonly cards: number
  readonly links: number
  readonly forks: number
  /** Cards with securityLevel 3 or more. */
  readonly secrets: number
  /** What comes with conversations and is none: projects, memories; new or updated. In no other count. */
  readonly companions: number
  /** Pictures, sounds and files that messages name: in the export, and not in it. */
  readonly assets: number
  readonly assetsMissing: number
}

export interface UnreadableItem {
  readonly entry: string
  readonly name: string
  readonly reason: string
  /** Its shape without its content, for a report. */
  readonly sample?: string
}

export interface SkippedItem {
  readonly entry: string
  readonly reason: string
}

/** What became of one file of an import. */
export interface FileReceipt {
  readonly name: string
  readonly size: number
  readonly format?: string
  readonly provider?: Provider
  readonly counts: ImportCounts
  readonly unreadable: readonly UnreadableItem[]
  readonly skipped: readonly SkippedItem[]
  /** Set where the whole file was refused or could not be finished. */
  readonly refused?: RefusedFile | { readonly code: 'disk-full' | 'lost'; readonly message: string }
}

export type ImportStatus = 'running' | 'done' | 'cancelled' | 'interrupted'

/** What an import did, file by file; kept and re-openable. */
export interface Receipt {
  readonly id: string
  readonly status: ImportStatus
  readonly startedAt: number
  readonly finishedAt?: number
  readonly sample: boolean
  readonly files: readonly FileReceipt[]
  readonly counts: ImportCounts
}

/** A running import, for the progress page. */
export interface ImportState {
  readonly id: string
  readonly receipt: Receipt
  /** Name of the file being read. */
  readonly file: string
  readonly bytesRead: number
  readonly bytesTotal: number
  /** Undefined until it can be told. */
  readonly secondsLeft?: number
  /** The newest few that are ready to read. */
  readonly recent: readonly {
    readonly id: string
    readonly title: string
    readonly provider: Provider
    readonly cards: number
  }[]
}

/** All counts at nothing. */
export const NO_COUNTS: ImportCounts = {
  read: 0,
  new: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  unreadable: 0,
  messages: 0,
  cards: 0,
  links: 0,
  forks: 0,
  secrets: 0,
  companions: 0,
  assets: 0,
  assetsMissing: 0,
}

/** The sum of two counts, field by field. */
export function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  const keys = Object.keys(NO_COUNTS) as (keyof ImportCounts)[]
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as ImportCounts
}
