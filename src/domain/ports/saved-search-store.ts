/** A line of search somebody wants to ask again. */
export interface SavedSearch {
  /** As typed, without spaces around it. Each line is there once. */
  readonly line: string
  /** ms since 1970. */
  readonly savedAt: number
}

/** Saved searches as the page reads and changes them. Implemented by storage. */
export interface SavedSearchStore {
  /** All of them, the newest first. */
  all(): Promise<readonly SavedSearch[]>
  put(search: SavedSearch): Promise<void>
  remove(line: string): Promise<void>
}
