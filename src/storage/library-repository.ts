import { Dexie } from 'dexie'
import type { LibraryStore } from '../domain/ports/library-store.ts'
import { placeOf, type LibraryPlace } from '../domain/library.ts'
import { signalChange } from './change-signal.ts'
import { readConversation, toLibraryRow } from './conversation-reader.ts'
import { currentRevision, nextRevisions, type VivimDatabase } from './database.ts'
import { gunzip } from './gzip.ts'

const CHUNK = 500

/** Conversations as the library reads and changes them. */
export function libraryRepository(db: VivimDatabase): LibraryStore {
  return {
    async newestRows(limit) {
      const rows = await db.conversations
        .where('[place+updatedAt]')
        .between(['active', Dexie.minKey], ['active', Dexie.maxKey])
        .reverse()
        .limit(limit)
        .toArray()
      return rows.map(toLibraryRow)
    },
    async allRows(onChunk) {
      const revision = await currentRevision(db)
      let after: string | undefined
      for (;;) {
        const table = db.conversations
        const rows = await (after === undefined ? table.orderBy('id') : table.where('id').above(after))
          .limit(CHUNK)
          .toArray()
        if (rows.length > 0) onChunk(rows.map(toLibraryRow))
        if (rows.length < CHUNK) return revision
        after = rows.at(-1)!.id
      }
    },
    async rowsSince(revision) {
      const [rows, erased] = await Promise.all([
        db.conversations.where('revision').above(revision).toArray(),
        db.erased.where('revision').above(revision).toArray(),
      ])
      const newest = [...rows, ...erased].reduce((max, row) => Math.max(max, row.revision), revision)
      return { rows: rows.map(toLibraryRow), erased: erased.map((row) => row.id), revision: newest }
    },
    async rowsById(ids) {
      const rows = await db.conversations.bulkGet([...ids])
      return rows.filter((row) => row !== undefined).map(toLibraryRow)
    },
    read: (id) => readConversation(db, id),
    async original(id) {
      const record = await db.records.get(id)
      const original = record && (await db.originals.get(record.originalHash))
      return original && gunzip(original.gzip)
    },
    move: (ids, to, at) => move(db, ids, to, at),
    async erase(ids, at) {
      await db.transaction('rw', wholeConversation(db), async () => {
        await takeAway(db, ids)
        const revision = await nextRevisions(db, ids.length)
        await db.erased.bulkPut(ids.map((id, n) => ({ id, erasedAt: at, revision: revision + n })))
      })
      signalChange()
    },
    async eraseImport(importId) {
      await db.transaction('rw', [...wholeConversation(db), db.receipts], async () => {
        const ids = await db.conversations.where('importId').equals(importId).primaryKeys()
        await takeAway(db, ids)
        await db.receipts.delete(importId)
        const revision = await nextRevisions(db, ids.length)
        // The mark tells other tabs and the index that they are gone; nothing keeps them from coming back.
        await db.erased.bulkPut(ids.map((id, n) => ({ id, erasedAt: 0, revision: revision + n })))
      })
      signalChange()
    },
  }
}

const wholeConversation = (db: VivimDatabase) => [
  db.meta,
  db.conversations,
  db.records,
  db.messagePacks,
  db.originals,
  db.cardPacks,
  db.formerMessages,
  db.erased,
]

async function takeAway(db: VivimDatabase, ids: readonly string[]): Promise<void> {
  await db.conversations.bulkDelete([...ids])
  await db.records.bulkDelete([...ids])
  await db.cardPacks.bulkDelete([...ids])
  await db.originals
    .where('conversationId')
    .anyOf([...ids])
    .delete()
  await db.formerMessages
    .where('conversationId')
    .anyOf([...ids])
    .delete()
  for (const id of ids) {
    await db.messagePacks.where('[conversationId+n]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete()
  }
}

async function move(
  db: VivimDatabase,
  ids: readonly string[],
  to: LibraryPlace,
  at: number,
): Promise<ReadonlyMap<string, LibraryPlace>> {
  const before = new Map<string, LibraryPlace>()
  await db.transaction('rw', db.meta, db.conversations, async () => {
    const rows = (await db.conversations.bulkGet([...ids])).filter((row) => row !== undefined)
    const revision = await nextRevisions(db, rows.length)
    await db.conversations.bulkPut(
      rows.map((row, n) => {
        before.set(row.id, row.place)
        const { deletedAt: _deletedAt, ...rest } = row
        const state = to === 'archived' ? 'ARCHIVED' : to === 'active' ? 'ACTIVE' : row.state
        const moved = { ...rest, state, revision: revision + n, ...(to === 'deleted' && { deletedAt: at }) } as const
        return { ...moved, place: placeOf(moved) }
      }),
    )
  })
  signalChange()
  return before
}
