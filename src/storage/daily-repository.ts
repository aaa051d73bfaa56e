import type { DailyStore } from '../domain/ports/daily-store.ts'
import { signalChange } from './change-signal.ts'
import { libraryId, type VivimDatabase } from './database.ts'
import { translateQuota } from './quota.ts'
import { isRecentOff, noteRecent, recentOf, switchRecent } from './recent.ts'

/** Daily sets, what was shown in them, and what the person did of late. */
export function dailyRepository(db: VivimDatabase): DailyStore {
  return {
    seed: () => libraryId(db, () => crypto.randomUUID()),
    met: () => db.metCards.toArray(),
    // Only cards that somebody decided about have a mark.
    pinned: async () => (await db.cardMarks.toArray()).flatMap(({ id, pinned }) => (pinned ? [id] : [])),
    set: (day) => db.dailySets.get(day),
    choose: (set) =>
      translateQuota(() =>
        db.transaction('rw', db.dailySets, db.meta, async () => {
          // Switched off while it was chosen: nothing is left behind.
          if (await isRecentOff(db)) return set
          const there = await db.dailySets.get(set.day)
          if (there && there.shown > 0) return there
          await db.dailySets.clear()
          await db.dailySets.put(set)
          return set
        }),
      ),
    async change(day, id, change) {
      await translateQuota(() =>
        db.transaction('rw', db.dailySets, db.metCards, async () => {
          const before = await db.dailySets.get(day)
          const ids = [...(before?.cards ?? []).map((card) => card.id), ...(id === undefined ? [] : [id])]
          const found = (await db.metCards.bulkGet(ids)).flatMap((met) => (met ? [[met.id, met] as const] : []))
          const { set, met } = change(before, new Map(found))
          if (set) await db.dailySets.put(set)
          if (met) await db.metCards.bulkPut([...met])
        }),
      )
      signalChange()
    },
    recent: () => recentOf(db),
    note: ({ kind, name, at }) => noteRecent(db, kind, [name], at),
    switchTo: (isOn) => switchRecent(db, isOn),
  }
}
