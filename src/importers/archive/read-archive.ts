import type { ReadEvent } from '../../domain/ports/importing.ts'
import { concatBytes } from '../../domain/bytes.ts'
import { type DataFileContext, readDataFile } from '../read-data-file.ts'
import { RefusedFileError } from '../refused-file.ts'
import { isManifest, readManifest } from './export-manifest.ts'
import { readZipDirectory, type ZipEntry } from './zip-directory.ts'
import { entryChunks, entryData, whyNotRead, ZipEntryError } from './zip-entry.ts'

const MAX_NESTED_BYTES = 256 * 1024 * 1024
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

/** What an archive came to, so that one without any conversation can be refused with the right reason. */
export interface ArchiveResult {
  detected: boolean
  broken: boolean
  encrypted: boolean
  unsafe: boolean
  empty: boolean
}

export interface ArchiveContext extends Omit<DataFileContext, 'entry'> {
  /** Put before the names of entries: the name of the archive this one lies in. */
  readonly prefix: string
  /** Hears how many bytes of the file were taken. */
  readonly onRead: (bytes: number) => void
}

/**
 * Reads every data file of an archive, one after the other, and the archives directly inside it. Entry names are shown
 * to people and never used as paths. Each entry stands for itself: a damaged one is named and the next is read.
 */
export async function* readArchive(file: Blob, context: ArchiveContext): AsyncGenerator<ReadEvent, ArchiveResult> {
  const result: ArchiveResult = { detected: false, broken: false, encrypted: false, unsafe: false, empty: false }
  const entries = (await readZipDirectory(file)).filter(({ name }) => !name.endsWith('/'))
  if (entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0) > file.size)
    throw new RefusedFileError(
      'unsafe',
      'The files in this zip lie on top of each other, which is done to overload whoever opens it. ' +
        'Nothing was imported.',
    )
  result.empty = entries.length === 0

  const dataFiles: ZipEntry[] = []
  const archives: ZipEntry[] = []
  let others = 0
  let listed: readonly string[] = []
  for (const entry of entries) {
    const skip = (reason: string): ReadEvent => ({ type: 'skipped', entry: context.prefix + entry.name, reason })
    const unread = whyNotRead(entry)
    if (isSystemFile(entry.name)) yield skip('a file of the operating system, not of the export')
    else if (unread !== undefined) {
      if (entry.encrypted) result.encrypted = true
      else result.unsafe = true
      yield skip(unread)
    } else if (isManifest(entry) && entry.size <= MAX_MANIFEST_BYTES)
      listed = readManifest(await readWhole(file, entry, context.onRead).catch(() => new Uint8Array()))
    else if (/\.json$/i.test(entry.name) || listed.includes(entry.name)) dataFiles.push(entry)
    else if (/\.zip$/i.test(entry.name)) archives.push(entry)
    else others++
  }

  for (const entry of inOrder(dataFiles, listed)) yield* readEntry(file, entry, context, result)
  for (const name of listed)
    if (result.detected && !entries.some((entry) => entry.name === name))
      yield {
        type: 'unreadable',
        entry: context.prefix + name,
        name: context.prefix + name,
        reason: 'The export lists this file but does not contain it. Download the export again.',
      }
  for (const entry of archives) yield* readNested(file, entry, context, result)
  if (others > 0)
    yield {
      type: 'skipped',
      entry: `${context.prefix}${others} other ${others === 1 ? 'file' : 'files'}`,
      reason: 'pictures, sounds and pages: messages name them; the files themselves stay in your export',
    }
  return result
}

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

const isSystemFile = (name: string): boolean =>
  name.startsWith('__MACOSX/') || name.includes('/__MACOSX/') || /^(\._|\.DS_Store$|Thumbs\.db$)/.test(baseName(name))

/** Files of the manifest first, in its order; the others by name, numbers as numbers. */
function inOrder(entries: readonly ZipEntry[], listed: readonly string[]): ZipEntry[] {
  const place = new Map(listed.map((name, index) => [name, index]))
  const placeOf = (entry: ZipEntry): number => place.get(entry.name) ?? listed.length
  return [...entries].sort((a, b) => placeOf(a) - placeOf(b) || a.name.localeCompare(b.name, 'en', { numeric: true }))
}

async function* readEntry(
  file: Blob,
  entry: ZipEntry,
  context: ArchiveContext,
  result: ArchiveResult,
): AsyncGenerator<ReadEvent> {
  const name = context.prefix + entry.name
  try {
    const chunks = entryChunks(file, entry, context.onRead)
    const { format, nothing } = yield* readDataFile(chunks, { ...context, entry: name })
    if (format !== undefined) result.detected = true
    else if (nothing === 'cut-off') {
      result.broken = true
      yield { type: 'unreadable', entry: name, name, reason: 'The file ends before anything in it is complete.' }
    } else yield { type: 'skipped', entry: name, reason: whyNoData(entry.name, nothing) }
  } catch (error) {
    if (!(error instanceof ZipEntryError)) throw error
    result.broken = true
    yield { type: 'unreadable', entry: name, name, reason: error.message }
  }
}

/** Files that come with the conversations, and what they are. They are told by shape; this only words the reason. */
const COMPANIONS: readonly (readonly [RegExp, string])[] = [
  [/^(user|users|user_settings)\.json$/, 'account data: never kept'],
  [/^memories\.json$|(^|\/)memories\//, 'memories of the service, not conversations'],
  [/^projects\.json$|(^|\/)projects\//, 'descriptions of projects, not conversations'],
  [/^(message_feedback|model_comparisons)\.json$/, 'ratings of answers, not conversations'],
  [/^(shared_conversations|conversation_asset_file_names|library_files)\.json$/, 'a list of names, not conversations'],
]

function whyNoData(name: string, nothing: string | undefined): string {
  const companion = COMPANIONS.find(([pattern]) => pattern.test(name) || pattern.test(baseName(name)))
  if (companion) return companion[1]
  if (nothing === 'not-json') return 'it is not JSON, although its name says so'
  if (nothing === 'no-elements') return 'it holds nothing'
  return 'it holds no conversations of a kind that is known here'
}

async function* readNested(
  file: Blob,
  entry: ZipEntry,
  context: ArchiveContext,
  result: ArchiveResult,
): AsyncGenerator<ReadEvent> {
  const name = context.prefix + entry.name
  if (context.prefix !== '') {
    yield { type: 'skipped', entry: name, reason: 'archives are read one inside another, not deeper' }
    return
  }
  if (entry.method !== 0 && entry.size > MAX_NESTED_BYTES) {
    yield {
      type: 'skipped',
      entry: name,
      reason: `it is packed twice and larger than ${MAX_NESTED_BYTES / 1024 / 1024} MB: take it out and choose it by itself`,
    }
    return
  }
  try {
    const inMemory = entry.method !== 0
    const inner = inMemory ? new Blob([await readWhole(file, entry, context.onRead)]) : await entryData(file, entry)
    const onRead = inMemory ? (): void => undefined : context.onRead
    const nested = yield* readArchive(inner, { ...context, prefix: `${entry.name}/`, onRead })
    result.detected ||= nested.detected
    result.broken ||= nested.broken
    result.encrypted ||= nested.encrypted
    result.unsafe ||= nested.unsafe
  } catch (error) {
    if (!(error instanceof ZipEntryError || error instanceof RefusedFileError)) throw error
    result.broken = true
    yield { type: 'unreadable', entry: name, name, reason: error.message }
  }
}

async function readWhole(
  file: Blob,
  entry: ZipEntry,
  onRead: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of entryChunks(file, entry, onRead)) chunks.push(chunk)
  return concatBytes(...chunks)
}
