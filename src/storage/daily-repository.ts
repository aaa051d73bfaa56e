import type { DailyStore, Recent } from '../domain/ports/daily-store.ts'
import { signalChange } from './change-signal.ts'
import { libraryId, type VivimDatabase } from './database.ts'
import { translateQuota } from './quota.ts'

/** Most things remembered that the person did: some weeks of an ordinary use. */
const REMEMBERED = 300

/** Daily sets, what was shown in them, and what the person did of late. */
export function dailyRepository(db: VivimDatabase): DailyStore {
  return {
    seed: () => libraryId(db, () => crypto.randomUUID()),
    met: () => db.metCards.toArray(),
    metCard: (id) => db.metCards.get(id),
    set: (day) => db.dailySets.get(day),
    choose: (set) =>
      db.transaction('rw', db.dailySets, async () => {
        const there = await db.dailySets.get(set.day)
        if (there && there.shown > 0) return there
        await db.dailySets.clear()
        await db.dailySets.put(set)
        return set
      }),
    async write({ set, met }) {
      await translateQuota(() =>
        db.transaction('rw', db.dailySets, db.metCards, async () => {
          if (set) await db.dailySets.put(set)
          if (met) await db.metCards.put(met)
        }),
      )
      signalChange()
    },
    async recent() {
      return (await db.recent.orderBy('at').reverse().toArray()).map(({ recent }) => recent)
    },
    note: ({ kind, name, at }) => noteRecent(db, kind, [name], at),
  }
}

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
