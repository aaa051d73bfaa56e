import { isObject } from '../../domain/json.ts'
import { brokenRow } from '../broken-row.ts'
import type { RowReader } from '../draft.ts'
import { CodexSession } from './codex-session.ts'

/** Reads the lines of one session, or the object that older versions kept one in. */
export const readCodex: RowReader = async function* (rows, { entry }) {
  const session = new CodexSession()
  for await (const row of rows) {
    const broken = brokenRow(row, entry)
    if (broken) yield broken
    if (isObject(row.value)) session.add(row.value, row)
  }
  yield session.end(entry)
}
