import type { ConversationState, Provider } from './conversation.ts'

/** Where a conversation can be: in the library, put away, or deleted and restorable. */
export type LibraryPlace = 'active' | 'archived' | 'deleted'

/** A conversation as one row of the library: what a list needs and no more. Times in ms since 1970 UTC. */
export interface LibraryRow {
  readonly id: string
  readonly title: string
  readonly provider: Provider
  readonly model?: string
  readonly state: ConversationState
  readonly createdAt: number
  readonly updatedAt: number
  /** Visible messages on the branch the provider showed. */
  readonly messages: number
  readonly cards: number
  readonly snippet: string
  readonly projectName?: string
  /** The import that brought it. */
  readonly importId: string
  /** Set while it is deleted and can still be restored. */
  readonly deletedAt?: number
}

export interface LibraryQuery {
  readonly place: LibraryPlace
  readonly provider?: Provider
  /** Only titles and snippets that hold these words. */
  readonly text?: string
  readonly sort: 'newest' | 'oldest' | 'title'
}

export interface LibraryCounts {
  readonly active: number
  readonly archived: number
  readonly deleted: number
  /** Active ones by provider. */
  readonly providers: Readonly<Partial<Record<Provider, number>>>
}

/** The place a row is in. */
export function placeOf(row: Pick<LibraryRow, 'state' | 'deletedAt'>): LibraryPlace {
  if (row.deletedAt !== undefined) return 'deleted'
  return row.state === 'ARCHIVED' ? 'archived' : 'active'
}
