import {
  addEntries,
  moveEntry,
  newNotebook,
  removeEntries,
  renameNotebook,
  wordsOf,
  writeEntry,
  type Notebook,
  type NotebookEntry,
} from '../domain/notebook.ts'
import type { NotebookStore } from '../domain/ports/notebook-store.ts'
import type { Stop } from './app.ts'
import type { Notebooks } from './notebooks-api.ts'
import { opening, type UndoStack } from './undo.ts'

interface Ports {
  readonly store: NotebookStore
  readonly undo: UndoStack
  /** Calls back when another tab or an import changed something. */
  readonly onChange: (callback: () => void) => Stop
  readonly now: () => number
  readonly newId: () => string
}

/** Making, filling and tidying notebooks. */
export function notebookUseCases({ store, undo, onChange, now, newId }: Ports): Notebooks {
  const watchers = new Set<() => void>()
  const tell = (): void => {
    for (const watcher of watchers) watcher()
  }

  type Change = (notebook: Notebook) => Notebook

  /** Does a change, and remembers how to take it back where it changed something. */
  async function change(
    id: string,
    how: Change,
    label: (after: Notebook) => string,
    back: (before: Notebook) => Change,
  ) {
    const done = await store.change(id, how)
    if (!done || done.after === done.before) return undefined
    tell()
    undo.push(label(done.after), async () => {
      await store.change(id, back(done.before))
      tell()
    })
    return done
  }

  const entryIn = (notebook: Notebook, entryId: string): NotebookEntry | undefined =>
    notebook.entries.find((entry) => entry.id === entryId)
  const cardEntries = (acuIds: readonly string[]): readonly NotebookEntry[] =>
    acuIds.map((acuId) => ({ id: newId(), kind: 'card', acuId }))
  const cards = (count: number): string => (count === 1 ? 'Card' : `${count} cards`)
  const named = ({ title }: Notebook): string => (title === '' ? 'the notebook' : `“${opening(title)}”`)

  return {
    watch(onNotebooks) {
      let current = true
      let asked = 0
      const read = (): void => {
        const mine = ++asked
        void store.all().then((all) => {
          if (current && mine === asked) onNotebooks(all)
        })
      }
      watchers.add(read)
      const stop = onChange(read)
      read()
      return () => {
        current = false
        watchers.delete(read)
        stop()
      }
    },
    async create(title, acuIds = []) {
      const at = now()
      const notebook = addEntries(newNotebook(newId(), title, at), cardEntries(acuIds), at)
      await store.put(notebook)
      tell()
      undo.push(`Made ${named(notebook)}`, async () => {
        await store.remove(notebook.id)
        tell()
      })
      return notebook.id
    },
    async add(id, acuIds) {
      const entries = cardEntries(acuIds)
      const ids = entries.map((entry) => entry.id)
      const added = (after: Notebook): number => after.entries.filter((entry) => ids.includes(entry.id)).length
      const done = await change(
        id,
        (notebook) => addEntries(notebook, entries, now()),
        (after) => `${cards(added(after))} added to ${named(after)}`,
        () => (notebook) => removeEntries(notebook, ids, now()),
      )
      return done ? added(done.after) : 0
    },
    async insert(id, kind, text, to) {
      const entryId = newId()
      await change(
        id,
        (notebook) => addEntries(notebook, [{ id: entryId, kind, text }], now(), to),
        () => `Added “${opening(text)}”`,
        () => (notebook) => removeEntries(notebook, [entryId], now()),
      )
    },
    async move(id, entryId, to) {
      const place = (notebook: Notebook): number => notebook.entries.findIndex((entry) => entry.id === entryId)
      await change(
        id,
        (notebook) => moveEntry(notebook, entryId, to, now()),
        (after) => `Moved to ${place(after) + 1} of ${after.entries.length}`,
        (before) => (notebook) => moveEntry(notebook, entryId, place(before), now()),
      )
    },
    async write(id, entryId, text) {
      await change(
        id,
        (notebook) => writeEntry(notebook, entryId, text, now()),
        (after) => (entryIn(after, entryId)?.kind === 'card' ? 'Note changed' : 'Text changed'),
        (before) => (notebook) => {
          const entry = entryIn(before, entryId)
          return entry ? writeEntry(notebook, entryId, wordsOf(entry), now()) : notebook
        },
      )
    },
    async take(id, entryId) {
      await change(
        id,
        (notebook) => removeEntries(notebook, [entryId], now()),
        (after) => `Removed from ${named(after)}`,
        (before) => (notebook) => {
          const entry = entryIn(before, entryId)
          return entry ? addEntries(notebook, [entry], now(), before.entries.indexOf(entry)) : notebook
        },
      )
    },
    async rename(id, title) {
      await change(
        id,
        (notebook) => renameNotebook(notebook, title, now()),
        (after) => `Renamed to ${named(after)}`,
        (before) => (notebook) => renameNotebook(notebook, before.title, now()),
      )
    },
    async remove(id) {
      const gone = await store.remove(id)
      if (!gone) return
      tell()
      undo.push(`Deleted ${named(gone)}`, async () => {
        await store.put(gone)
        tell()
      })
    },
  }
}
