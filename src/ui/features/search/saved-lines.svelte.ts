import type { SavedSearches } from '../../../app/saved-searches.ts'
import type { SavedSearch } from '../../../domain/ports/saved-search-store.ts'

/** The saved searches as the search page shows them. */
export class SavedLines {
  readonly #searches: SavedSearches
  all = $state.raw<readonly SavedSearch[]>([])

  constructor(searches: SavedSearches) {
    this.#searches = searches
  }

  /** Follows them; answers with how to stop. */
  watch(): () => void {
    return this.#searches.watch((all) => (this.all = all))
  }

  /** The saved search of a line. */
  of(line: string): SavedSearch | undefined {
    return this.all.find((one) => one.line === line.trim())
  }

  /** Saves a line, or takes it out of what is saved. */
  async toggle(line: string): Promise<void> {
    const saved = this.of(line)
    await (saved ? this.#searches.remove(saved) : this.#searches.save(line))
  }
}
