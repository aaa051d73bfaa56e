import { isObject } from '../../domain/json.ts'
import { brokenRow } from '../broken-row.ts'
import type { RowReader } from '../draft.ts'
import { asFilledText } from '../raw-values.ts'
import { GeminiSession } from './gemini-cli-session.ts'

/** Reads sessions: whole ones, and the lines of one. Each line that names a session begins it or adds to it. */
export const readGeminiCli: RowReader = async function* (rows, { entry }) {
  const sessions = new Map<string, GeminiSession>()
  let current: GeminiSession | undefined
  for await (const row of rows) {
    const broken = brokenRow(row, entry)
    if (broken) yield broken
    if (!isObject(row.value)) continue
    const id = asFilledText(row.value['sessionId']) ?? ''
    const named = id === '' ? current : sessions.get(id)
    current = named ?? new GeminiSession(id)
    if (!named) sessions.set(id, current)
    current.add(row.value, row.bytes)
  }
  for (const session of sessions.values()) yield session.end()
}
