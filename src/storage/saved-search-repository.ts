import type { SavedSearchStore } from '../domain/ports/saved-search-store.ts'
import { signalChange } from './change-signal.ts'
import type { VivimDatabase } from './database.ts'
import { translateQuota } from './quota.ts'

/** Saved searches in the database, each one row. Writing rejects with a DiskFullError where there is no room. */
export function savedSearchRepository(db: VivimDatabase): SavedSearchStore {
  return {
    async all() {
      const all = await db.savedSearches.toArray()
      return all.sort((a, b) => b.savedAt - a.savedAt)
    },
    async put(search) {
      await translateQuota(() => db.savedSearches.put(search))
      signalChange()
    },
    async remove(line) {
      await db.savedSearches.delete(line)
      signalChange()
    },
  }
}
