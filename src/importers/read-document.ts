import type { ReadEvent } from '../domain/ports/importing.ts'
import type { DataFileContext, DataFileResult } from './read-data-file.ts'
import { concatBytes } from '../domain/bytes.ts'
import type { Peeked } from './peek.ts'
import type { DocumentFormat } from './format.ts'
import { isPage } from './html/is-page.ts'
import { eventsOf } from './reading-events.ts'
import { DOCUMENT_FORMATS } from './registry.ts'

/** Pages, tables and transcripts are read as a whole, up to this size. */
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
const SNIFFED_CHARACTERS = 64 * 1024

/** Reads a file that is no JSON. `nothing` is 'not-json' where it is of no known kind. */
export async function* readDocument(
  start: Peeked,
  context: DataFileContext,
): AsyncGenerator<ReadEvent, DataFileResult> {
  const opening = textOf(start.head).slice(0, SNIFFED_CHARACTERS)
  // Binary files have zeros early; no text has them.
  if (opening.includes('\0')) return { nothing: 'not-json' }
  const formatOf = (text: string): DocumentFormat | undefined =>
    DOCUMENT_FORMATS.find((one) => one.sniff(text, context.alone))
  const readWhole = isPage(opening)
  const known = readWhole ? undefined : formatOf(opening)
  if (!known && start.failure) throw start.failure.error
  if (!known && !readWhole) return { nothing: 'not-json' }

  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of start.from(0)) {
    context.signal?.throwIfAborted()
    size += chunk.length
    if (size > MAX_DOCUMENT_BYTES) break
    pieces.push(chunk)
  }
  const isWhole = size <= MAX_DOCUMENT_BYTES
  const bytes = concatBytes(...pieces)
  const text = textOf(bytes)
  const format = known ?? formatOf(isWhole ? text : opening)
  if (!format) return { nothing: 'not-json' }
  yield { type: 'detected', entry: context.entry, format: format.name, provider: format.provider }
  if (!isWhole) {
    const reason = `It is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB, which no page or transcript is.`
    yield { type: 'unreadable', entry: context.entry, name: context.entry, reason }
    return { format: format.name }
  }
  const read = await format.load()
  for await (const reading of read({ text, bytes }, context)) yield* eventsOf(reading, context)
  return { format: format.name }
}

/** The text of UTF-8 or UTF-16 bytes, without byte order mark. */
function textOf(bytes: Uint8Array): string {
  const [a, b] = bytes
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes).replaceAll('\r\n', '\n')
}
