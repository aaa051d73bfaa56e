import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addEntries, newNotebook, renameNotebook } from '../domain/notebook.ts'
import { cardRepository } from './card-repository.ts'
import { onChangeSignal } from './change-signal.ts'
import { VivimDatabase } from './database.ts'
import { writeOf } from './fixtures/writes.ts'
import { importRepository } from './import-repository.ts'
import { libraryRepository } from './library-repository.ts'
import { notebookRepository } from './notebook-repository.ts'

let db: VivimDatabase
let n = 0

beforeEach(() => {
  db = new VivimDatabase(`notebooks-${n++}`)
})
afterEach(() => db.delete())

describe('notebooks on disk', () => {
  it('are listed by their last change, changed one after the other, and can be put back', async () => {
    const notebooks = notebookRepository(db)
    await notebooks.put(newNotebook('a', 'First', 1))
    await notebooks.put(newNotebook('b', 'Second', 2))
    const add = (id: string) => notebooks.change('a', (one) => addEntries(one, [{ id, kind: 'text', text: id }], 3))
    // Two tabs at once: neither change is lost.
    await Promise.all([add('x'), add('y')])
    expect((await notebooks.read('a'))?.entries.map(({ id }) => id).sort()).toEqual(['x', 'y'])
    expect((await notebooks.all()).map(({ id }) => id)).toEqual(['a', 'b'])
    const gone = await notebooks.remove('a')
    expect(await notebooks.change('a', (one) => renameNotebook(one, 'Late', 9))).toBeUndefined()
    expect(await notebooks.all()).toHaveLength(1)
    await notebooks.put(gone!)
    expect(await notebooks.read('a')).toEqual(gone)
  })

  it('tell other tabs of a change, and only of a change', async () => {
    const notebooks = notebookRepository(db)
    await notebooks.put(newNotebook('a', 'First', 1))
    await new Promise((resolve) => setTimeout(resolve, 600))
    let told = 0
    const stop = onChangeSignal(() => told++)
    await notebooks.change('a', (one) => renameNotebook(one, 'First', 2))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(told).toBe(0)
    await notebooks.change('a', (one) => renameNotebook(one, 'Other', 2))
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(told).toBe(1)
    stop()
  })

  it('keep a card whose conversation is made anew without it, until the conversation is erased', async () => {
    const write = writeOf('river', 3)
    const [card] = write.derivation.cards
    const store = importRepository(db)
    await store.save(write)
    await notebookRepository(db).put(
      addEntries(newNotebook('a', 'Rivers', 1), [{ id: 'e', kind: 'card', acuId: card!.id }], 2),
    )
    await store.save({ ...write, outcome: 'updated', derivation: { ...write.derivation, cards: [], sources: [] } })
    expect(await cardRepository(db).byIds([card!.id])).toMatchObject([{ content: card!.content }])
    await libraryRepository(db).erase([write.imported.conversation.id], 5)
    expect(await cardRepository(db).byIds([card!.id])).toEqual([])
    expect((await notebookRepository(db).read('a'))?.entries).toHaveLength(1)
  })

  it('come to a database of the version before', async () => {
    const name = db.name
    await db.delete()
    const former = new Dexie(name)
    former.version(4).stores({ meta: 'key', conversations: 'id, [place+updatedAt]' })
    await former.table('meta').put({ key: 'libraryId', value: 'mine' })
    former.close()
    db = new VivimDatabase(name)
    await notebookRepository(db).put(newNotebook('a', 'First', 1))
    expect(await notebookRepository(db).all()).toHaveLength(1)
    expect((await db.meta.get('libraryId'))?.value).toBe('mine')
  })
})
