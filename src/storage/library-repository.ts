import { Dexie } from 'dexie'
import type { LibraryStore } from '../domain/ports/library-store.ts'
import { placeOf, type LibraryPlace } from '../domain/library.ts'
import { dropAssets, getAsset } from './asset-store.ts'
import { signalChange } from './change-signal.ts'
import { originalsOf, readConversation, toLibraryRow } from './conversation-reader.ts'
import { changesAfter, currentRevision, logChanges } from './change-log.ts'
import type { VivimDatabase } from './database.ts'
import { gunzip } from './gzip.ts'
import { keysOf } from './row-key.ts'

/** Rows read at once: few enough that a slow phone still answers between two chunks. */
const CHUNK = 100

/** Conversations as the library reads and changes them. */
export function libraryRepository(db: VivimDatabase): LibraryStore {
  return {
    revision: () => currentRevision(db),
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
      let after: string | undefined
      for (;;) {
        const table = db.conversations
        const rows = await (after === undefined ? table.orderBy('id') : table.where('id').above(after))
          .limit(CHUNK)
          .toArray()
        if (rows.length > 0) onChunk(rows.map(toLibraryRow))
        if (rows.length < CHUNK) return
        after = rows.at(-1)!.id
      }
    },
    async rowsSince(revision) {
      const changes = await changesAfter(db, revision)
      const ids = changes.filter(({ kind }) => kind === 'conversation').map(({ id }) => id)
      const found = await db.conversations.bulkGet(ids)
      return {
        rows: found.filter((row) => row !== undefined).map(toLibraryRow),
        erased: ids.filter((_, at) => found[at] === undefined),
        revision: changes.at(-1)?.revision ?? revision,
      }
    },
    async rowsById(ids) {
      const rows = await db.conversations.bulkGet([...ids])
      return rows.filter((row) => row !== undefined).map(toLibraryRow)
    },
    read: (id) => readConversation(db, id),
    async original(id) {
      const [originals] = await originalsOf(db, await keysOf(db, [id]))
      const newest = originals?.at(-1)
      const original = newest === undefined ? undefined : await db.originals.get(newest)
      return original && gunzip(original.gzip)
    },
    asset: (conversationId, pointer) => getAsset(db, conversationId, pointer),
    move: (ids, to, at) => move(db, ids, to, at),
    async erase(ids, at) {
      await db.transaction('rw', wholeConversation(db), async () => {
        await takeAway(db, ids)
        await db.erased.bulkPut(ids.map((id) => ({ id, erasedAt: at })))
      })
      signalChange()
    },
    async eraseImport(importId) {
      await db.transaction('rw', [...wholeConversation(db), db.receipts], async () => {
        const ids = await db.conversations.filter((row) => row.importId === importId).primaryKeys()
        await takeAway(db, ids)
        await db.receipts.delete(importId)
      })
      signalChange()
    },
  }
}

const wholeConversation = (db: VivimDatabase) => [
  db.changes,
  db.conversations,
  db.messagePacks,
  db.originals,
  db.cardPacks,
  db.formerMessages,
  db.erased,
  db.assets,
  db.assetRefs,
  db.ownCards,
]

async function takeAway(db: VivimDatabase, ids: readonly string[]): Promise<void> {
  await logChanges(db, 'conversation', ids)
  const keys = (await keysOf(db, ids)).filter((key) => key !== undefined)
  await db.originals.bulkDelete((await originalsOf(db, keys)).flat())
  await db.conversations.bulkDelete([...ids])
  await db.cardPacks.bulkDelete(keys)
  await db.formerMessages
    .where('conversationId')
    .anyOf([...ids])
    .delete()
  await dropAssets(db, ids)
  const own = await db.ownCards.filter(({ from }) => from !== undefined && ids.includes(from)).primaryKeys()
  await db.ownCards.bulkDelete(own)
  await logChanges(db, 'card', own)
  for (const key of keys) {
    await db.messagePacks.where('[conversationId+n]').between([key, Dexie.minKey], [key, Dexie.maxKey]).delete()
  }
}

async function move(
  db: VivimDatabase,
  ids: readonly string[],
  to: LibraryPlace,
  at: number,
): Promise<ReadonlyMap<string, LibraryPlace>> {
  const before = new Map<string, LibraryPlace>()
  await db.transaction('rw', db.changes, db.conversations, async () => {
    const rows = (await db.conversations.bulkGet([...ids])).filter((row) => row !== undefined)
    await logChanges(
      db,
      'conversation',
      rows.map((row) => row.id),
    )
    await db.conversations.bulkPut(
      rows.map((row) => {
        before.set(row.id, row.place)
        const { deletedAt: _deletedAt, ...rest } = row
        const state = to === 'archived' ? 'ARCHIVED' : to === 'active' ? 'ACTIVE' : row.state
        const moved = { ...rest, state, ...(to === 'deleted' && { deletedAt: at }) } as const
        return { ...moved, place: placeOf(moved) }
      }),
    )
  })
  signalChange()
  return before
}
