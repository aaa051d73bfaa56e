import type { SavedSearch, SavedSearchStore } from '../domain/ports/saved-search-store.ts'
import type { Stop } from './app.ts'
import { opening, type UndoStack } from './undo.ts'

/** Lines of search to ask again. Both changes can be undone. */
export interface SavedSearches {
  /** Calls back with all of them, the newest first: now, and whenever they change. */
  watch(onAll: (all: readonly SavedSearch[]) => void): Stop
  /** Nothing where the line is empty or saved already. */
  save(line: string): Promise<void>
  remove(search: SavedSearch): Promise<void>
}

interface Parts {
  readonly store: SavedSearchStore
  readonly undo: UndoStack
  /** Calls back when another tab changed something. */
  readonly onChange: (callback: () => void) => Stop
  readonly now: () => number
}

/** Saving searches and taking them away. */
export function savedSearches({ store, undo, onChange, now }: Parts): SavedSearches {
  const watchers = new Set<() => void>()
  const tell = (): void => {
    for (const watcher of watchers) watcher()
  }
  const put = (search: SavedSearch): Promise<void> => store.put(search).then(tell)
  const remove = (line: string): Promise<void> => store.remove(line).then(tell)
  return {
    watch(onAll) {
      let asked = 0
      const read = (): void => {
        const mine = ++asked
        void store.all().then((all) => {
          if (mine === asked) onAll(all)
        })
      }
      watchers.add(read)
      const stop = onChange(read)
      read()
      return () => {
        asked = -1
        watchers.delete(read)
        stop()
      }
    },
    async save(line) {
      const trimmed = line.trim()
      if (trimmed === '' || (await store.all()).some((one) => one.line === trimmed)) return
      await put({ line: trimmed, savedAt: now() })
      undo.push(`Saved the search “${opening(trimmed)}”`, () => remove(trimmed))
    },
    async remove(search) {
      await remove(search.line)
      undo.push(`No longer saved: “${opening(search.line)}”`, () => put(search))
    },
  }
}
