import type { Kind } from './query-parser.ts'
import type { Sql } from './sqlite.ts'

const MINUTE = 60_000
/** Ids a minute has: about as many as one person's messages in it, so that ids lie close, which keeps the index small. */
const SLOTS = 8
/** Fractions of multiples of the golden ratio fall evenly into any interval. */
const GOLDEN = 0.618_033_988_749_895

/**
 * A free row id for a document of a time (ms since 1970), so that ids rise with time, within minutes: full text is read
 * in order of ids, and the newest can then be had without reading the rest. Where a minute is full the id lies a little
 * later, the later the more documents of one time there are. Throws SQLite3Error.
 */
export function timeId(sql: Sql, kind: Kind, at: number): number {
  const from = Math.max(0, Math.floor(at / MINUTE)) * SLOTS
  const turn = sql.totalChanges()
  for (let tried = 0; ; tried++) {
    const span = SLOTS * 2 ** Math.floor(tried / 4)
    const id = from + Math.floor(span * (((turn + tried) * GOLDEN) % 1))
    if (sql.value(`SELECT 1 FROM ${kind} WHERE id = ?`, [id]) === undefined) return id
  }
}
