import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addEntries,
  cardsOf,
  moveEntry,
  newNotebook,
  removeEntries,
  renameNotebook,
  wordsOf,
  writeEntry,
  type Notebook,
  type NotebookEntry,
} from './notebook.ts'

/** What a person would do with slips of paper: a list changed in place, one step at a time. */
class Slips {
  readonly list: NotebookEntry[] = []
  title = 'Slips'

  add(entry: NotebookEntry, to: number): void {
    for (const other of this.list) {
      if (other.id === entry.id) return
      if (other.kind === 'card' && entry.kind === 'card' && other.acuId === entry.acuId) return
    }
    if (entry.kind !== 'card' && entry.text.trim() === '') return
    this.list.splice(to, 0, entry)
  }

  remove(id: string): void {
    const at = this.list.findIndex((entry) => entry.id === id)
    if (at >= 0) this.list.splice(at, 1)
  }

  move(id: string, to: number): void {
    const at = this.list.findIndex((entry) => entry.id === id)
    if (at < 0) return
    const [entry] = this.list.splice(at, 1)
    this.list.splice(Math.max(0, to), 0, entry!)
  }

  write(id: string, text: string): void {
    const at = this.list.findIndex((entry) => entry.id === id)
    const entry = this.list[at]
    if (!entry) return
    if (entry.kind !== 'card') {
      if (text.trim() !== '') this.list[at] = { ...entry, text: text.trim() }
    } else if (text.trim() === '') this.list[at] = { id, kind: 'card', acuId: entry.acuId }
    else this.list[at] = { ...entry, note: text.trim() }
  }
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
const text = fc.constantFrom('', ' ', 'one', ' two ', 'three\nfour')
const entry: fc.Arbitrary<NotebookEntry> = fc.oneof(
  fc.record({ id, kind: fc.constant('card' as const), acuId: fc.constantFrom('1', '2', '3', '4') }),
  fc.record({ id, kind: fc.constantFrom('heading' as const, 'text' as const), text: fc.constantFrom('', 'x', 'y') }),
)
const action = fc.oneof(
  fc.record({ do: fc.constant('add' as const), entry, to: fc.nat(8) }),
  fc.record({ do: fc.constant('remove' as const), id }),
  fc.record({ do: fc.constant('move' as const), id, to: fc.integer({ min: -2, max: 9 }) }),
  fc.record({ do: fc.constant('write' as const), id, text }),
)

describe('a notebook', () => {
  it('does what a list changed by hand does, and says when it changed', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const slips = new Slips()
        let notebook: Notebook = newNotebook('n', 'Slips', 0)
        actions.forEach((one, step) => {
          const at = step + 1
          const before = notebook
          if (one.do === 'add') {
            const to = Math.min(one.to, slips.list.length)
            slips.add(one.entry, to)
            notebook = addEntries(notebook, [one.entry], at, to)
          } else if (one.do === 'remove') {
            slips.remove(one.id)
            notebook = removeEntries(notebook, [one.id], at)
          } else if (one.do === 'move') {
            slips.move(one.id, one.to)
            notebook = moveEntry(notebook, one.id, one.to, at)
          } else {
            // Of a heading white space is tidied, which the list by hand does not do.
            const words = notebook.entries.find((other) => other.id === one.id)
            if (words?.kind === 'heading' && one.text.includes('\n')) return
            slips.write(one.id, one.text)
            notebook = writeEntry(notebook, one.id, one.text, at)
          }
          expect(notebook.entries).toEqual(slips.list)
          expect(notebook.updatedAt).toBe(notebook === before ? before.updatedAt : at)
          expect(JSON.stringify(notebook.entries) === JSON.stringify(before.entries)).toBe(notebook === before)
        })
      }),
    )
  })

  it('takes back every change by the opposite one', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), fc.nat(11), fc.nat(11), text, (entries, which, to, words) => {
        const notebook = addEntries(newNotebook('n', 'Slips', 0), entries, 1)
        const one = notebook.entries[which % Math.max(1, notebook.entries.length)]
        if (!one) return
        const at = notebook.entries.indexOf(one)
        expect(addEntries(removeEntries(notebook, [one.id], 2), [one], 3, at).entries).toEqual(notebook.entries)
        expect(moveEntry(moveEntry(notebook, one.id, to, 2), one.id, at, 3).entries).toEqual(notebook.entries)
        const written = writeEntry(notebook, one.id, words, 2)
        expect(writeEntry(written, one.id, wordsOf(one), 3).entries).toEqual(notebook.entries)
      }),
    )
  })

  it('holds a card once, whatever is added, and names its cards in order', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const cards = cardsOf(addEntries(newNotebook('n', '', 0), entries, 1))
        expect(new Set(cards).size).toBe(cards.length)
      }),
    )
  })

  it('has a tidy title of a bearable length', () => {
    const notebook = newNotebook('n', '  Rye \n bread ', 0)
    expect(notebook.title).toBe('Rye bread')
    expect(renameNotebook(notebook, 'Rye bread', 5)).toBe(notebook)
    expect(renameNotebook(notebook, 'x'.repeat(1_000), 5)).toMatchObject({ title: 'x'.repeat(200), updatedAt: 5 })
  })
})
