import type { MarkChange } from '../domain/card-work.ts'
import type { Recent } from '../domain/ports/daily-store.ts'
import type { VivimDatabase } from './database.ts'

/** Most things remembered that the person did: some weeks of an ordinary use. */
const REMEMBERED = 300

/** Row of `meta` that is there while nothing is to be remembered. */
const OFF = 'dailyOff'

/** True while nothing is to be remembered; inside a transaction on `meta`. */
export const isRecentOff = async (db: VivimDatabase): Promise<boolean> => (await db.meta.get(OFF)) !== undefined

const rowId = (kind: Recent['kind'], name: string): string => `${kind} ${name}`

/**
 * Remembers that the person did something with each of these, now unless `at` says when (ms since 1970); nothing where
 * that is switched off. Where that cannot be written, it is forgotten, which harms nothing.
 */
export async function noteRecent(
  db: VivimDatabase,
  kind: Recent['kind'],
  names: readonly string[],
  at = Date.now(),
): Promise<void> {
  if (names.length === 0) return
  const noting = db.transaction('rw', db.recent, db.meta, async () => {
    if (await isRecentOff(db)) return
    await db.recent.bulkPut(names.map((name) => ({ id: rowId(kind, name), recent: { kind, name, at }, at })))
    const tooMany = (await db.recent.count()) - REMEMBERED
    if (tooMany > 0) await db.recent.bulkDelete(await db.recent.orderBy('at').limit(tooMany).primaryKeys())
  })
  await noting.catch(() => undefined)
}

/** A change of what is decided about a card, with what was decided before. */
export interface MarkChanged {
  readonly id: string
  readonly before: Required<MarkChange>
  readonly change: MarkChange
}

/** Remembers which cards were kept or pinned, and forgets those that are neither any more. */
export async function noteMarks(db: VivimDatabase, changed: readonly MarkChanged[]): Promise<void> {
  const kept: string[] = []
  const gone: string[] = []
  for (const { id, before, change } of changed) {
    const after = { ...before, ...change }
    const wasKept = before.review === 'kept'
    const isKept = after.review === 'kept'
    if ((isKept && !wasKept) || (after.pinned && !before.pinned)) kept.push(id)
    else if ((wasKept || before.pinned) && !isKept && !after.pinned) gone.push(id)
  }
  await noteRecent(db, 'kept', kept)
  if (gone.length > 0) await db.recent.bulkDelete(gone.map((id) => rowId('kept', id))).catch(() => undefined)
}

/** What the person did of late, the newest first. What names a conversation that was erased goes. */
export async function recentOf(db: VivimDatabase): Promise<readonly Recent[]> {
  const rows = await db.recent.orderBy('at').reverse().toArray()
  const opened = rows.flatMap(({ recent: { kind, name } }) => (kind === 'conversation' ? [name] : []))
  const here = new Set(await db.conversations.where('id').anyOf(opened).primaryKeys())
  const gone = opened.filter((id) => !here.has(id))
  if (gone.length === 0) return rows.map(({ recent }) => recent)
  await db.recent.bulkDelete(gone.map((id) => rowId('conversation', id))).catch(() => undefined)
  return rows.flatMap(({ recent }) => (recent.kind === 'conversation' && !here.has(recent.name) ? [] : [recent]))
}

/** Begins to remember what the person does, or stops and forgets it with the sets that were chosen by it. */
export async function switchRecent(db: VivimDatabase, isOn: boolean): Promise<void> {
  await db.transaction('rw', db.meta, db.recent, db.dailySets, async () => {
    if (isOn) return db.meta.delete(OFF)
    await db.meta.put({ key: OFF, value: 'off' })
    await Promise.all([db.recent.clear(), db.dailySets.clear()])
  })
}
