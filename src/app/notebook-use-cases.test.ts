import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Notebook } from '../domain/notebook.ts'
import type { NotebookStore } from '../domain/ports/notebook-store.ts'
import { notebookUseCases } from './notebook-use-cases.ts'
import type { Notebooks } from './notebooks-api.ts'
import { UndoStack } from './undo.ts'

function memoryStore(): NotebookStore {
  const rows = new Map<string, Notebook>()
  return {
    all: () => Promise.resolve([...rows.values()].sort((a, b) => b.updatedAt - a.updatedAt)),
    read: (id) => Promise.resolve(rows.get(id)),
    put: (notebook) => Promise.resolve(void rows.set(notebook.id, notebook)),
    change(id, how) {
      const before = rows.get(id)
      if (!before) return Promise.resolve(undefined)
      const after = how(before)
      rows.set(id, after)
      return Promise.resolve({ before, after })
    },
    remove(id) {
      const before = rows.get(id)
      rows.delete(id)
      return Promise.resolve(before)
    },
  }
}

function desk() {
  const store = memoryStore()
  const undo = new UndoStack()
  let clock = 0
  const notebooks = notebookUseCases({
    store,
    undo,
    onChange: () => () => undefined,
    now: () => ++clock,
    newId: () => `id ${++clock}`,
  })
  return { store, undo, notebooks }
}

type Deed = (notebooks: Notebooks, id: string, entry: string) => Promise<unknown>

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.subarray(['1', '2', '3', '4']).map(
    (cards): Deed =>
      (on, id) =>
        on.add(id, cards),
  ),
  fc.nat(5).map(
    (to): Deed =>
      (on, id) =>
        on.insert(id, 'heading', `Heading ${to}`, to),
  ),
  fc.nat(5).map(
    (to): Deed =>
      (on, id, entry) =>
        on.move(id, entry, to),
  ),
  fc.constantFrom('', 'a note').map(
    (text): Deed =>
      (on, id, entry) =>
        on.write(id, entry, text),
  ),
  fc.constant<Deed>((on, id, entry) => on.take(id, entry)),
  fc.constantFrom('One', 'Two').map(
    (title): Deed =>
      (on, id) =>
        on.rename(id, title),
  ),
  fc.constant<Deed>((on, id) => on.remove(id)),
)

/** All of a notebook but when it was changed. */
const said = (notebook: Notebook | undefined): unknown => notebook && { ...notebook, updatedAt: 0 }

describe('what is done with a notebook', () => {
  it('is all taken back by undo, step by step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(deed, fc.nat(5)), { maxLength: 12 }), async (deeds) => {
        const { store, undo, notebooks } = desk()
        const id = await notebooks.create('One', ['1', '2'])
        const states = [said(await store.read(id))]
        for (const [act, which] of deeds) {
          const entries = (await store.read(id))?.entries ?? []
          await act(notebooks, id, entries[which % Math.max(1, entries.length)]?.id ?? 'none')
          const now = said(await store.read(id))
          if (JSON.stringify(now) !== JSON.stringify(states.at(-1))) states.push(now)
        }
        while (states.length > 0) {
          expect(said(await store.read(id))).toEqual(states.pop())
          await undo.undo()
        }
        expect(await store.all()).toEqual([])
      }),
    )
  })

  it('is told to whoever watches, and named for the toast', async () => {
    const { undo, notebooks } = desk()
    const seen: string[][] = []
    const labels: string[] = []
    const stop = notebooks.watch((all) => seen.push(all.map(({ title, entries }) => `${title} ${entries.length}`)))
    undo.watch((last) => last && labels.push(last.label))
    const id = await notebooks.create('Rye', ['1'])
    expect(await notebooks.add(id, ['1', '2', '3'])).toBe(2)
    expect(await notebooks.add(id, ['3'])).toBe(0)
    await notebooks.remove(id)
    await Promise.resolve()
    stop()
    await notebooks.create('Unseen')
    await Promise.resolve()
    expect(seen.at(-1)).toEqual([])
    expect(seen).toContainEqual(['Rye 3'])
    expect(labels.slice(0, 3)).toEqual(['Made “Rye”', '2 cards added to “Rye”', 'Deleted “Rye”'])
  })
})
