import type { VivimDatabase } from './database.ts'

/**
 * What changed: the record's current state says how. Appended to, and never changed but for `privacy`, of which only the
 * last row is kept; its key is the revision.
 */
export interface ChangeRow {
  readonly revision: number
  readonly kind: 'conversation' | 'card' | 'mark' | 'privacy'
  readonly id: string
}

/**
 * Notes that records were written, in the transaction that writes them: the key generator counts in the order of
 * commits, so a reader that stops after any revision misses nothing. Call inside a read-write transaction that includes
 * `changes`.
 */
export async function logChanges(db: VivimDatabase, kind: ChangeRow['kind'], ids: readonly string[]): Promise<void> {
  await db.changes.bulkAdd(ids.map((id) => ({ kind, id })))
}

/** Changes after `revision`, oldest first; of a record changed more than once only the last. */
export async function changesAfter(db: VivimDatabase, revision: number, limit = Infinity): Promise<ChangeRow[]> {
  const after = db.changes.where(':id').above(revision)
  const rows = await (limit === Infinity ? after : after.limit(limit)).toArray()
  const last = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]))
  return rows.filter((row) => last.get(`${row.kind} ${row.id}`) === row)
}

/** The newest revision written; 0 in an empty library. */
export async function currentRevision(db: VivimDatabase): Promise<number> {
  return ((await db.changes.toCollection().lastKey()) as number | undefined) ?? 0
}
