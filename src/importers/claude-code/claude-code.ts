import { isObject } from '../../domain/json.ts'
import { brokenRow } from '../broken-row.ts'
import type { RowReader } from '../draft.ts'
import { asFilledText } from '../raw-values.ts'
import { CodeSession } from './claude-code-session.ts'

/**
 * Reads the lines of one or more sessions, which may be mixed. Each is a conversation, named by its id. Lines that name
 * no session belong to the one around them.
 */
export const readClaudeCode: RowReader = async function* (rows, { entry }) {
  const sessions = new Map<string | undefined, CodeSession>()
  const before = new CodeSession(undefined)
  let around: CodeSession | undefined
  const early = []
  for await (const row of rows) {
    const broken = brokenRow(row, entry)
    if (broken) yield broken
    if (!isObject(row.value)) continue
    const id = asFilledText(row.value['sessionId'])
    const session = id === undefined ? around : (sessions.get(id) ?? new CodeSession(id))
    if (!session) {
      early.push(row)
      continue
    }
    if (id !== undefined) sessions.set(id, session)
    around = session
    for (const one of early.splice(0)) session.add(one)
    session.add(row)
  }
  for (const row of early) before.add(row)
  for (const session of [...sessions.values(), before]) yield* session.end()
}
