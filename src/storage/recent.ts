import type { Recent } from '../domain/ports/daily-store.ts'
import type { VivimDatabase } from './database.ts'

/** Most things remembered that the person did: some weeks of an ordinary use. */
const REMEMBERED = 300

/**
 * Remembers that the person did something with each of these, now unless `at` says when (ms since 1970). Where that
 * cannot be written, it is forgotten, which harms nothing.
 */
export async function noteRecent(
  db: VivimDatabase,
  kind: Recent['kind'],
  names: readonly string[],
  at = Date.now(),
): Promise<void> {
  if (names.length === 0) return
  const noting = db.transaction('rw', db.recent, async () => {
    await db.recent.bulkPut(names.map((name) => ({ id: `${kind} ${name}`, recent: { kind, name, at }, at })))
    const tooMany = (await db.recent.count()) - REMEMBERED
    if (tooMany > 0) await db.recent.bulkDelete(await db.recent.orderBy('at').limit(tooMany).primaryKeys())
  })
  await noting.catch(() => undefined)
}
