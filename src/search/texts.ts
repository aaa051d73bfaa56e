import type { Kind } from './query-parser.ts'
import type { Sql } from './sqlite.ts'
import { TextIndex } from './text/text-index.ts'

/** Full text of each kind of document; the number of a document in it is the row id of its message or card. */
export type Texts = Readonly<Record<Kind, TextIndex>>

/** Opens what is written. Throws SQLite3Error. */
export const openTexts = (sql: Sql): Texts => ({
  message: new TextIndex(sql, 'message'),
  card: new TextIndex(sql, 'card'),
})
