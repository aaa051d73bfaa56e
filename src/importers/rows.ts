import { concatBytes, utf8 } from '../domain/bytes.ts'
import type { Row } from './draft.ts'

const NEWLINE = utf8('\n')

/** The bytes of rows as JSON Lines: what a conversation was read from. */
export const linesOf = (rows: readonly Row[]): Uint8Array<ArrayBuffer> =>
  concatBytes(...rows.flatMap(({ bytes }, at) => (at === 0 ? [bytes] : [NEWLINE, bytes])))

/** Name of a file without its folders and extension. */
export const bareName = (entry: string): string =>
  entry.slice(entry.lastIndexOf('/') + 1).replace(/\.[a-z0-9]{1,5}$/i, '')
