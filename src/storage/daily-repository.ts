import type { DailyStore } from '../domain/ports/daily-store.ts'
import { signalChange } from './change-signal.ts'
import { libraryId, type VivimDatabase } from './database.ts'
import { translateQuota } from './quota.ts'
import { noteRecent } from './recent.ts'

/** Daily sets, what was shown in them, and what the person did of late. */
export function dailyRepository(db: VivimDatabase): DailyStore {
  return {
    seed: () => libraryId(db, () => crypto.randomUUID()),
    met: () => db.metCards.toArray(),
    // Only cards that somebody decided about have a mark.
    pinned: async () => (await db.cardMarks.toArray()).flatMap(({ id, pinned }) => (pinned ? [id] : [])),
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
