import { concatBytes, utf8 } from '../../domain/bytes.ts'
import type { Role } from '../../domain/conversation.ts'
import { sha256Hex } from '../../domain/hash.ts'
import { readCsv, type CsvRecord } from '../csv/read-csv.ts'
import { Damage } from '../damage.ts'
import { utf8BytesOf } from '../document-bytes.ts'
import type { DocumentReader, NodeDraft, ParsedConversation, Reading } from '../draft.ts'
import { asTime } from '../raw-values.ts'

/** A row of the table, and its bytes. */
interface CopilotRow {
  readonly record: CsvRecord
  readonly bytes: Uint8Array
}

const COLUMNS = 4

/**
 * Reads the activity history of Microsoft Copilot. Rows have no ids: those of one title are one conversation. They
 * stand newest first and an answer has the time of its question, so they are turned around and never sorted by time.
 */
export const readCopilot: DocumentReader = function* (document, { entry }): Generator<Reading> {
  const bytes = utf8BytesOf(document)
  const conversations = new Map<string, CopilotRow[]>()
  const odd: Reading[] = []
  let line = 0
  for (const record of readCsv(bytes)) {
    line++
    if (line === 1) continue
    const row = { record, bytes: bytes.subarray(record.start, record.end) }
    const title = record.fields[0]!.toWellFormed()
    if (record.cut || record.fields.length < COLUMNS) {
      odd.push({
        type: 'unreadable',
        name: title.trim() === '' ? `row ${line} of ${entry}` : title.trim().slice(0, 300),
        reason: record.cut
          ? 'The file ends in the middle of one of its messages. Download the export again.'
          : `One of its rows has ${record.fields.length} of ${COLUMNS} columns.`,
        original: concatBytes(row.bytes),
      })
      continue
    }
    const rows = conversations.get(title)
    if (rows) rows.push(row)
    else conversations.set(title, [row])
  }
  for (const [title, rows] of conversations)
    yield {
      type: 'conversation',
      parsed: conversationOf(title, rows.toReversed()),
      original: concatBytes(...rows.flatMap((row) => [row.bytes, utf8('\r\n')])),
    }
  yield* odd
}

/** `rows` oldest first. */
function conversationOf(title: string, rows: readonly CopilotRow[]): ParsedConversation {
  const damage = new Damage()
  const nodes: NodeDraft[] = []
  const times: number[] = []
  const repeated = new Map<string, number>()
  for (const { record } of rows) {
    // The message may hold more commas than it should where it was not quoted.
    const [, time = '', author = '', ...rest] = record.fields
    const text = rest.join(',').toWellFormed()
    const role = roleOf(author)
    if (role === 'system') damage.add('has an author other than “AI” and “Human”')
    const createdAt = asTime(time)
    if (createdAt !== undefined) times.push(createdAt)
    // The same in every later export, whatever rows come or go.
    const said = `${time} ${author} ${sha256Hex(utf8(text))}`
    const count = repeated.get(said) ?? 0
    repeated.set(said, count + 1)
    const parent = nodes.at(-1)?.key
    nodes.push({
      key: count === 0 ? said : `${said} ${count + 1}`,
      ...(parent !== undefined && { parent }),
      message: {
        role,
        ...(role === 'system' && author.trim() !== '' && { author }),
        parts: text === '' ? [] : [{ type: 'text', text }],
        ...(createdAt !== undefined && { createdAt }),
        hidden: role === 'system',
        metadata: {},
      },
    })
  }
  const current = nodes.at(-1)?.key
  const problem = damage.describe(rows.length)
  return {
    ok: true,
    draft: {
      provider: 'copilot',
      sourceKey: title,
      ...(title.trim() !== '' && { title: title.trim() }),
      ...(times.length > 0 && {
        createdAt: times.reduce((a, b) => Math.min(a, b)),
        updatedAt: times.reduce((a, b) => Math.max(a, b)),
      }),
      metadata: { groupedBy: 'title' },
      nodes,
      ...(current !== undefined && { current }),
    },
    ...(problem !== undefined && { problem }),
  }
}

function roleOf(author: string): Role {
  switch (author.trim().toLowerCase()) {
    case 'human':
    case 'user':
      return 'user'
    case 'ai':
    case 'copilot':
      return 'assistant'
    default:
      return 'system'
  }
}
