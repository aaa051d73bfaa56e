/** A record of a table: its fields, and where it stands in the bytes (its line end is not part of it). */
export interface CsvRecord {
  readonly fields: readonly string[]
  readonly start: number
  readonly end: number
  /** The input ended inside a quoted field. */
  readonly cut: boolean
}

const QUOTE = 0x22
const COMMA = 0x2c
const LF = 0x0a
const CR = 0x0d

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The records of UTF-8 bytes in CSV (RFC 4180): quoted fields may hold commas, line ends and doubled quotes; lines end
 * in CRLF or LF. Quotes inside an unquoted field are kept as they are; empty lines are no records. Works on bytes, so
 * that each record can be given back exactly as it stood.
 */
export function* readCsv(bytes: Uint8Array): Generator<CsvRecord> {
  let at = 0
  while (at < bytes.length) {
    const start = at
    const fields: string[] = []
    let cut = false
    for (let inRecord = true; inRecord;) {
      const field = readField(bytes, at)
      fields.push(field.text)
      cut ||= field.cut
      at = field.end
      if (bytes[at] === COMMA) at++
      else inRecord = false
    }
    const end = at
    if (bytes[at] === CR) at++
    if (bytes[at] === LF) at++
    if (end > start) yield { fields, start, end, cut }
  }
}

/** One field from `start`, to the comma or line end after it. */
function readField(bytes: Uint8Array, start: number): { text: string; end: number; cut: boolean } {
  if (bytes[start] !== QUOTE) {
    const end = plainEnd(bytes, start)
    return { text: decoder.decode(bytes.subarray(start, end)), end, cut: false }
  }
  let at = start + 1
  for (; at < bytes.length; at++) {
    if (bytes[at] !== QUOTE) continue
    if (bytes[at + 1] !== QUOTE) break
    at++
  }
  const quoted = decoder.decode(bytes.subarray(start + 1, at)).replaceAll('""', '"')
  if (at >= bytes.length) return { text: quoted, end: bytes.length, cut: true }
  // What stands between the closing quote and the comma is against the rules; nothing is lost by adding it.
  const end = plainEnd(bytes, at + 1)
  return { text: quoted + decoder.decode(bytes.subarray(at + 1, end)), end, cut: false }
}

function plainEnd(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== LF && !(bytes[at] === CR && isLineEnd(bytes, at)))
    at++
  return at
}

const isLineEnd = (bytes: Uint8Array, at: number): boolean => at + 1 === bytes.length || bytes[at + 1] === LF
