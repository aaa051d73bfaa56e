import { liveQuery } from 'dexie'
import { FORK_PROOF, type Head, type SyncCursor } from '../domain/chain.ts'
import type { SignedOperation } from '../domain/operation.ts'
import type { OperationLog } from '../domain/ports/rooms.ts'
import type { CursorRow, NetworkDatabase } from './network-schema.ts'

/** Refused records kept for each space; older ones go. */
const QUARANTINE_ROWS = 200

/** The signed log in the database. */
export function operationLog(db: NetworkDatabase): OperationLog {
  const headOf = (row: CursorRow | undefined): Head | undefined => row && { seq: row.seq, id: row.id }
  return {
    rows: (space) => db.operations.where('space').equals(space).sortBy('seq'),
    range: (space, device, from, to) =>
      db.operations
        .where('[space+device+seq]')
        .between([space, device, from], [space, device, to], true, true)
        .toArray(),
    async cursor(space): Promise<SyncCursor> {
      const rows = await db.cursors.where('space').equals(space).toArray()
      return Object.fromEntries(rows.map((row) => [row.device, headOf(row)!]))
    },
    async head(space, device) {
      return headOf(await db.cursors.get([space, device]))
    },
    async commit(space, operations) {
      return db.transaction('rw', db.operations, db.cursors, async () => {
        const heads = await follow(db, space, operations)
        if (!heads) return false
        await db.operations.bulkAdd(
          operations.map(({ operation, id, bytes, sig }) => {
            const { device, seq, hlc, tableName } = operation
            return { space, device, seq, id, hlc, tableName, bytes, sig }
          }),
        )
        await db.cursors.bulkPut(heads)
        return true
      })
    },
    async quarantine(row) {
      await db.transaction('rw', db.quarantine, async () => {
        await db.quarantine.add(row)
        const rows = await db.quarantine.where('space').equals(row.space).toArray()
        const proof: readonly string[] = FORK_PROOF
        const keys = rows.flatMap(({ n, reason }) => (n === undefined || proof.includes(reason) ? [] : [n]))
        await db.quarantine.bulkDelete(keys.slice(0, Math.max(0, keys.length - QUARANTINE_ROWS)))
      })
    },
    quarantined: (space) => db.quarantine.where('space').equals(space).toArray(),
    watch(space, fn) {
      const subscription = liveQuery(async () => {
        const [cursors, refused, packs] = await Promise.all([
          db.cursors.where('space').equals(space).toArray(),
          db.quarantine.where('space').equals(space).count(),
          db.spacePacks.where('space').equals(space).count(),
        ])
        return [cursors, refused, packs]
      }).subscribe(() => fn())
      return () => subscription.unsubscribe()
    },
  }
}

/** The heads after these operations; undefined where one of them does not follow its chain's head. */
async function follow(
  db: NetworkDatabase,
  space: string,
  operations: readonly SignedOperation[],
): Promise<CursorRow[] | undefined> {
  const heads = new Map<string, CursorRow | undefined>()
  for (const { operation, id } of operations) {
    const { device, seq, prev } = operation
    if (!heads.has(device)) heads.set(device, await db.cursors.get([space, device]))
    const head = heads.get(device)
    if (seq !== (head?.seq ?? 0) + 1 || prev !== (head?.id ?? null)) return undefined
    heads.set(device, { space, device, seq, id })
  }
  return [...heads.values()].filter((row) => row !== undefined)
}
