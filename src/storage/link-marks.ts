import { signalChange } from './change-signal.ts'
import type { LinkMark, VivimDatabase } from './database.ts'

/** The pair as it is stored: relations have no direction here. */
const pairOf = (one: string, other: string): Pick<LinkMark, 'a' | 'b'> =>
  one < other ? { a: one, b: other } : { a: other, b: one }

/** Ids of the cards that a person said have nothing to do with this one. */
export async function unrelatedTo(db: VivimDatabase, id: string): Promise<ReadonlySet<string>> {
  const [first, second] = await Promise.all([
    db.linkMarks.where('[a+b]').between([id, ''], [id, '\uffff']).toArray(),
    db.linkMarks.where('b').equals(id).toArray(),
  ])
  return new Set([...first.map(({ b }) => b), ...second.map(({ a }) => a)])
}

/** Remembers for good that two cards have nothing to do with each other, or forgets it. */
export async function setUnrelated(db: VivimDatabase, one: string, other: string, isUnrelated: boolean): Promise<void> {
  const pair = pairOf(one, other)
  if (isUnrelated) await db.linkMarks.put({ ...pair, at: Date.now() })
  else await db.linkMarks.delete([pair.a, pair.b])
  signalChange()
}
