import type { ReadEvent } from '../domain/ports/importing.ts'
import { blobChunks } from './archive/blob-chunks.ts'
import { type ArchiveResult, readArchive } from './archive/read-archive.ts'
import { type DataFileResult, readDataFile } from './read-data-file.ts'
import { RefusedFileError } from './refused-file.ts'

export interface ReadExportOptions {
  /** Time of the import, milliseconds since 1970 UTC. */
  readonly capturedAt: number
  readonly signal?: AbortSignal
}

/** Progress is told no more often than once in so many bytes. */
const PROGRESS_STEP = 512 * 1024

/**
 * Reads an export of AI chats (zip, JSON, page, table or text, told by content, never by name) and gives what it finds, one thing at a
 * time; nothing is read ahead of what is asked for but a chunk, so memory does not grow with the file. Every
 * conversation is given once; where an export holds it twice, a second copy is given only if it is newer.
 *
 * Throws a RefusedFileError where nothing in the file can be used, and the signal's reason when it is aborted.
 */
export async function* readExport(
  file: Blob & { readonly name: string },
  options: ReadExportOptions,
): AsyncGenerator<ReadEvent, void> {
  const total = file.size
  let read = 0
  let told = 0
  const onRead = (bytes: number): void => {
    read = Math.min(total, read + bytes)
  }
  const newest = new Map<string, number>()
  const events = readFile(file, options, onRead)
  for await (const event of events) {
    if (event.type === 'conversation') {
      const { sourceUrl, updatedAt, title } = event.imported.conversation
      const known = newest.get(sourceUrl)
      if (known !== undefined && known >= updatedAt)
        yield {
          type: 'skipped',
          entry: event.entry,
          reason: `“${title}” is in the export twice; the newer copy counts`,
        }
      else {
        newest.set(sourceUrl, updatedAt)
        yield event
      }
    } else yield event
    if (read - told >= PROGRESS_STEP) {
      told = read
      yield { type: 'progress', read, total }
    }
  }
  yield { type: 'progress', read: total, total }
}

async function* readFile(
  file: Blob & { readonly name: string },
  options: ReadExportOptions,
  onRead: (bytes: number) => void,
): AsyncGenerator<ReadEvent> {
  options.signal?.throwIfAborted()
  if (file.size === 0) throw new RefusedFileError('empty', 'This file is empty. Nothing was imported.')
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  if (isZip(start)) {
    const result = yield* readArchive(file, { ...options, prefix: '', onRead })
    if (result.formats.size === 0) throw refusedArchive(result)
  } else {
    const result = yield* readDataFile(blobChunks(file, onRead), {
      ...options,
      entry: file.name,
      alone: true,
      sibling: () => Promise.resolve(undefined),
    })
    if (result.format === undefined) throw refusedFile(result)
  }
}

/** A local header, or the end of an archive without entries. */
const isZip = ([p, k, a, b]: Uint8Array): boolean =>
  p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6))

const WHAT_IS_READ =
  'VIVIM reads exports of ChatGPT, Claude, Gemini and most other AI chats, saved pages of chats, and text: choose the file as you downloaded it.'

function refusedArchive(result: ArchiveResult): RefusedFileError {
  if (result.empty) return new RefusedFileError('empty', `This zip has no files in it. ${WHAT_IS_READ}`)
  if (result.broken)
    return new RefusedFileError(
      'broken',
      'The conversations in this zip are damaged. Nothing was imported. Download the export again.',
    )
  if (result.encrypted)
    return new RefusedFileError(
      'encrypted',
      'This zip is protected with a password. Nothing was imported. Unpack it and choose the files in it.',
    )
  if (result.unsafe)
    return new RefusedFileError(
      'unsafe',
      'What is in this zip cannot be opened safely. Nothing was imported. Download the export again.',
    )
  return new RefusedFileError(
    'unknown-format',
    `No conversations of a known kind are in this zip. Nothing was imported. ${WHAT_IS_READ}`,
  )
}

function refusedFile({ nothing }: DataFileResult): RefusedFileError {
  switch (nothing) {
    case 'no-elements':
      return new RefusedFileError('empty', `There are no conversations in this file. ${WHAT_IS_READ}`)
    case 'cut-off':
      return new RefusedFileError(
        'broken',
        'This file ends before its first conversation does. Nothing was imported. Download the export again.',
      )
    default:
      return new RefusedFileError(
        'unknown-format',
        `This file holds no conversations of a known kind. Nothing was imported. ${WHAT_IS_READ}`,
      )
  }
}
