import { shownOf } from '../domain/acu.ts'
import { fileName } from '../domain/file-name.ts'
import type { LibraryPlace } from '../domain/library.ts'
import type { CardStore, LibraryStore } from '../domain/ports/library-store.ts'
import type { Library } from './app.ts'
import type { LibraryRows } from './library-rows.ts'
import type { UndoStack } from './undo.ts'

/** Reading and tidying the library. `now` gives milliseconds since 1970 UTC. */
export function libraryUseCases(
  store: LibraryStore,
  cards: CardStore,
  rows: LibraryRows,
  undo: UndoStack,
  now: () => number,
): Library {
  async function move(ids: readonly string[], to: LibraryPlace, verb: string): Promise<void> {
    const named = await store.rowsById(ids)
    const before = await store.move(ids, to, now())
    await rows.refresh()
    const what = named.length === 1 ? `“${named[0]!.title}”` : `${named.length} conversations`
    undo.push(`${verb} ${what}`, async () => {
      const places = Map.groupBy(before, ([, place]) => place)
      for (const [place, moved] of places)
        await store.move(
          moved.map(([id]) => id),
          place,
          now(),
        )
      await rows.refresh()
    })
  }

  return {
    watchRows: (query, onRows) => rows.listen(() => onRows(rows.select(query), rows.complete)),
    watchCounts: (onCounts) => rows.listen(() => onCounts(rows.counts())),
    open: (id) => store.read(id),
    async cardsOf(id) {
      const found = await cards.ofConversation(id)
      // Dormant cards lie below the quality floor: kept, but not shown unasked.
      return { ...shownOf(found), sources: found.sources }
    },
    async original(id) {
      const [bytes, [row]] = await Promise.all([store.original(id), store.rowsById([id])])
      if (!bytes || !row) return undefined
      return {
        name: `${fileName(row.title, 'conversation')}.json`,
        data: new Blob([bytes], { type: 'application/json' }),
      }
    },
    async asset(conversationId, pointer) {
      const found = await store.asset(conversationId, pointer)
      if (!found) return undefined
      const { name, bytes, mediaType } = found
      return { data: new Blob([bytes], { type: mediaType }), ...(name !== undefined && { name }) }
    },
    archive: (ids) => move(ids, 'archived', 'Archived'),
    unarchive: (ids) => move(ids, 'active', 'Moved back'),
    remove: (ids) => move(ids, 'deleted', 'Deleted'),
    restore: (ids) => move(ids, 'active', 'Restored'),
    async erase(ids) {
      await store.erase(ids, now())
      await rows.refresh()
    },
  }
}
