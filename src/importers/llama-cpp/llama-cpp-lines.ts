import type { ReadContext, Reading, Row } from '../draft.ts'
import { asFilledText, asObject } from '../raw-values.ts'
import { linesOf } from '../rows.ts'
import { readLlamaCpp } from './llama-cpp.ts'

/**
 * Reads sessions in lines: `{type:"session", harness, id, name, currNode}`, then `{type:"message", message}` each. What
 * is neither is a broken message of its session.
 */
export async function* readLlamaCppLines(rows: AsyncIterable<Row>, context: ReadContext): AsyncGenerator<Reading> {
  let session: Row[] = []
  for await (const row of rows) {
    if (asObject(row.value)['type'] === 'session' && session.length > 0) {
      yield readSession(session, context)
      session = []
    }
    session.push(row)
  }
  if (session.length > 0) yield readSession(session, context)
}

function readSession(rows: readonly Row[], { entry }: ReadContext): Reading {
  const first = asObject(rows[0]?.value)
  const headed = first['type'] === 'session'
  const messages = (headed ? rows.slice(1) : rows).map(({ value }) => asObject(value)['message'] ?? value)
  if (messages.length === 0)
    return { type: 'skipped', what: asFilledText(first['name']) ?? entry, reason: 'a chat in which nothing was said' }
  // Without the line of the session its messages still name it.
  const conversation = headed
    ? first
    : { id: messages.map((one) => asFilledText(asObject(one)['convId'])).find(Boolean) }
  return { type: 'conversation', parsed: readLlamaCpp(conversation, messages), original: linesOf(rows) }
}
