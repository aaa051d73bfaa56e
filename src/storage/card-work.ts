import type { CardWork, MarkChange } from '../domain/card-work.ts'
import { changeMark } from './card-marks.ts'
import { logChanges } from './change-log.ts'
import { signalChange } from './change-signal.ts'
import type { VivimDatabase } from './database.ts'
import { decisionKey } from './link-decisions.ts'
import { translateQuota } from './quota.ts'
import { noteMarks, type MarkChanged } from './recent.ts'

/** See {@link import('../domain/ports/library-store.ts').CardStore.write}. */
export async function writeWork(db: VivimDatabase, { own = [], marks = [], links = [] }: CardWork): Promise<CardWork> {
  const changed: MarkChanged[] = []
  const before = await translateQuota(() =>
    db.transaction('rw', db.changes, db.ownCards, db.cardMarks, db.linkDecisions, async (): Promise<CardWork> => {
      const former = await db.ownCards.bulkGet(own.map(({ id }) => id))
      for (const { id, card } of own) {
        if (card) await db.ownCards.put({ id, card })
        else await db.ownCards.delete(id)
      }
      await logChanges(
        db,
        'card',
        own.map(({ id }) => id),
      )
      for (const { id, change } of marks) changed.push({ id, change, before: await changeMark(db, id, change) })
      const formerMarks = changed.map(({ id, change, before: was }): { id: string; change: MarkChange } => {
        const named = Object.entries(was).filter(([name]) => name in change)
        return { id, change: Object.fromEntries(named) }
      })
      const formerLinks = await db.linkDecisions.bulkGet(links.map(({ key }) => decisionKey(key)))
      for (const { key, decision } of links) {
        if (decision) await db.linkDecisions.put(decision)
        else await db.linkDecisions.delete(decisionKey(key))
      }
      return {
        own: own.map(({ id }, at) => ({ id, card: former[at]?.card })),
        marks: formerMarks.reverse(),
        links: links.map(({ key }, at) => ({ key, decision: formerLinks[at] })),
      }
    }),
  )
  await noteMarks(db, changed)
  signalChange()
  return before
}
