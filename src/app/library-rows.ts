import type { LibraryCounts, LibraryQuery, LibraryRow } from '../domain/library.ts'
import { placeOf } from '../domain/library.ts'
import type { Provider } from '../domain/conversation.ts'
import { nextTask } from '../domain/next-task.ts'
import type { LibraryStore } from '../domain/ports/library-store.ts'

const FIRST_ROWS = 200

/**
 * All rows of the library in memory: the newest first, soon, then all of them, then only what changed. A row is about
 * 400 bytes, so 10,000 conversations are 4 MB and every filter is instant.
 */
export class LibraryRows {
  readonly #store: LibraryStore
  readonly #rows = new Map<string, LibraryRow>()
  readonly #listeners = new Set<() => void>()
  #revision = 0
  #started = false
  #loaded = false
  #complete = false
  #refreshing: Promise<void> | undefined

  constructor(store: LibraryStore) {
    this.#store = store
  }

  /** False until every row is here. */
  get complete(): boolean {
    return this.#complete
  }

  /** Calls back at every change of the rows, and loads them at the first call. */
  listen(callback: () => void): () => void {
    this.#listeners.add(callback)
    if (!this.#started) {
      this.#started = true
      void this.#load()
    } else if (this.#loaded) void this.#tellOne(callback)
    return () => this.#listeners.delete(callback)
  }

  /** Takes in what was written since. */
  async refresh(): Promise<void> {
    if (!this.#complete) return
    // One at a time, or an older answer could overwrite a newer one.
    await this.#refreshing
    this.#refreshing = this.#takeChanges()
    await this.#refreshing
  }

  /** Rows a query asks for, in its order. */
  select(query: LibraryQuery): LibraryRow[] {
    const words = (query.text ?? '').toLocaleLowerCase().split(/\s+/).filter(Boolean)
    const rows = [...this.#rows.values()].filter((row) => {
      if (placeOf(row) !== query.place) return false
      if (query.provider && row.provider !== query.provider) return false
      if (words.length === 0) return true
      const text = `${row.title} ${row.snippet}`.toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    })
    return rows.sort(ORDERS[query.sort])
  }

  counts(): LibraryCounts {
    const counts = { active: 0, archived: 0, deleted: 0 }
    const providers: Partial<Record<Provider, number>> = {}
    for (const row of this.#rows.values()) {
      const place = placeOf(row)
      counts[place]++
      if (place === 'active') providers[row.provider] = (providers[row.provider] ?? 0) + 1
    }
    return { ...counts, providers }
  }

  async #load(): Promise<void> {
    // In this order: what is written in between is then read twice and not missed.
    const [revision, newest] = await Promise.all([this.#store.revision(), this.#store.newestRows(FIRST_ROWS)])
    this.#revision = revision
    this.#put(newest)
    this.#loaded = true
    this.#tell()
    // Rows on the page stay the objects they are, so that they are not drawn again.
    await this.#store.allRows((rows) => this.#put(rows.filter(({ id }) => !this.#rows.has(id))))
    this.#complete = true
    await this.#takeChanges()
    this.#tell()
  }

  async #takeChanges(): Promise<void> {
    const changes = await this.#store.rowsSince(this.#revision)
    if (changes.rows.length === 0 && changes.erased.length === 0) return
    this.#revision = changes.revision
    this.#put(changes.rows)
    for (const id of changes.erased) this.#rows.delete(id)
    this.#tell()
  }

  #put(rows: readonly LibraryRow[]): void {
    for (const row of rows) this.#rows.set(row.id, row)
  }

  #tell(): void {
    for (const listener of this.#listeners) void this.#tellOne(listener)
  }

  /** In a task of its own: drawing the frame and the list at once would hold a phone for too long. */
  async #tellOne(listener: () => void): Promise<void> {
    await nextTask()
    if (this.#listeners.has(listener)) listener()
  }
}

let collator: Intl.Collator | undefined
const byTitle = (a: LibraryRow, b: LibraryRow): number =>
  (collator ??= new Intl.Collator(undefined, { numeric: true })).compare(a.title, b.title)
const newest = (a: LibraryRow, b: LibraryRow): number => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1)
const ORDERS: Record<LibraryQuery['sort'], (a: LibraryRow, b: LibraryRow) => number> = {
  newest,
  oldest: (a, b) => newest(b, a),
  title: (a, b) => byTitle(a, b) || newest(a, b),
}
