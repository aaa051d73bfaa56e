import { cardsOf } from '../domain/notebook.ts'
import type { NotebookStore } from '../domain/ports/notebook-store.ts'
import { signalChange } from './change-signal.ts'
import type { VivimDatabase } from './database.ts'
import { translateQuota } from './quota.ts'

/** Notebooks in the database, each one row. Writing rejects with a DiskFullError where there is no room. */
export function notebookRepository(db: VivimDatabase): NotebookStore {
  return {
    all: () => db.notebooks.orderBy('updatedAt').reverse().toArray(),
    read: (id) => db.notebooks.get(id),
    async put(notebook) {
      await translateQuota(() => db.notebooks.put(notebook))
      signalChange()
    },
    async change(id, how) {
      const done = await translateQuota(() =>
        db.transaction('rw', db.notebooks, async () => {
          const before = await db.notebooks.get(id)
          if (!before) return undefined
          const after = how(before)
          if (after !== before) await db.notebooks.put(after)
          return { before, after }
        }),
      )
      if (done && done.after !== done.before) signalChange()
      return done
    },
    async remove(id) {
      const before = await db.transaction('rw', db.notebooks, async () => {
        const stored = await db.notebooks.get(id)
        await db.notebooks.delete(id)
        return stored
      })
      if (before) signalChange()
      return before
    },
  }
}

/** Ids of every card that some notebook holds. */
export async function cardsInNotebooks(db: VivimDatabase): Promise<ReadonlySet<string>> {
  return new Set((await db.notebooks.toArray()).flatMap(cardsOf))
}
