import type { ReadEvent } from '../../domain/ports/importing.ts'
import { concatBytes } from '../../domain/bytes.ts'
import type { ImportedConversation } from '../../domain/conversation.ts'
import type { AssetSource } from '../../domain/ports/importing.ts'
import { asObject } from '../raw-values.ts'
import { type DataFileContext, type DataFileResult, readDataFile } from '../read-data-file.ts'
import { parse } from '../json/parse-bytes.ts'
import { RefusedFileError } from '../refused-file.ts'
import { ArchiveAssets } from './archive-assets.ts'
import { isManifest, readManifest } from './export-manifest.ts'
import { FileWindow } from './file-window.ts'
import { readZipDirectory, type ZipEntry } from './zip-directory.ts'
import { entryChunks, entryData, whyNotRead, ZipEntryError } from './zip-entry.ts'

const MAX_NESTED_BYTES = 256 * 1024 * 1024
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024
const MAX_SIBLING_BYTES = 4 * 1024 * 1024

/** What an archive came to, so that one without any conversation can be refused with the right reason. */
export interface ArchiveResult {
  /** Formats that were found. */
  readonly formats: Set<string>
  broken: boolean
  encrypted: boolean
  unsafe: boolean
  empty: boolean
}

export interface ArchiveContext extends Pick<DataFileContext, 'capturedAt' | 'signal'> {
  /** Put before the names of entries: the name of the archive this one lies in. */
  readonly prefix: string
  /** Hears how many bytes of the file were taken. */
  readonly onRead: (bytes: number) => void
  /** Formats found so far in the archive this one lies in. */
  readonly known?: ReadonlySet<string>
}

/**
 * Reads every data file of an archive, one after the other, and the archives directly inside it. Entry names are shown
 * to people and never used as paths. Each entry stands for itself: a damaged one is named and the next is read.
 */
export async function* readArchive(file: Blob, context: ArchiveContext): AsyncGenerator<ReadEvent, ArchiveResult> {
  const result: ArchiveResult = { formats: new Set(), broken: false, encrypted: false, unsafe: false, empty: false }
  const window = new FileWindow(file)
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
  const others: ZipEntry[] = []
  let listed: readonly string[] = []
  for (const entry of entries) {
    const skip = (reason: string): ReadEvent => ({ type: 'skipped', entry: context.prefix + entry.name, reason })
    const unread = whyNotRead(entry)
    if (isSystemFile(entry.name)) yield skip('a file of the operating system, not of the export')
    else if (isAccountFile(entry.name)) yield skip('account data: never kept')
    else if (unread !== undefined) {
      if (entry.encrypted) result.encrypted = true
      else result.unsafe = true
      yield skip(unread)
    } else if (isManifest(entry) && entry.size <= MAX_MANIFEST_BYTES)
      listed = readManifest(await readWhole(window, entry, context.onRead).catch(() => new Uint8Array()))
    else if (mayHoldText(entry.name) || listed.includes(entry.name)) dataFiles.push(entry)
    else if (/\.zip$/i.test(entry.name)) archives.push(entry)
    else others.push(entry)
  }

  const surroundings = {
    siblings: siblingsOf(window, dataFiles),
    assets: await assetsOf(window, entries, context.onRead),
  }
  for (const entry of inOrder(dataFiles, listed)) {
    const isOther = yield* readEntry(window, entry, surroundings, context, result)
    if (isOther) others.push(entry)
  }
  for (const name of listed)
    if (result.formats.size > 0 && !entries.some((entry) => entry.name === name))
      yield {
        type: 'unreadable',
        entry: context.prefix + name,
        name: context.prefix + name,
        reason: 'The export lists this file but does not contain it. Download the export again.',
      }
  for (const entry of inOrder(archives, [])) yield* readNested(window, entry, context, result)
  if (others.length > 0)
    yield {
      type: 'skipped',
      entry: `${context.prefix}${others.length} other ${others.length === 1 ? 'file' : 'files'}`,
      reason: 'pictures, sounds and pages: those that messages name are kept with them, the others stay in your export',
    }
  return result
}

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

const isSystemFile = (name: string): boolean =>
  name.startsWith('__MACOSX/') || name.includes('/__MACOSX/') || /^(\._|\.DS_Store$|Thumbs\.db$)/.test(baseName(name))

/** Sessions, addresses and payments of a Grok account: not even looked at, whatever else is in them. */
const isAccountFile = (name: string): boolean => /^prod-mc-(auth-mgmt-api|billing)\.json$/.test(baseName(name))

/** False for names of pictures, sounds and the like. AI Studio's files have no extension at all. */
const mayHoldText = (name: string): boolean =>
  /\.(json|jsonl|ndjson|csv|html?|md|markdown|txt)$/i.test(name) || !/\.[a-z0-9]{1,5}$/i.test(baseName(name))

/** Data before pages and texts, which may say the same again, and before what only comes with conversations. */
function kindOf(name: string): number {
  if (/\.html?$/i.test(name)) return 2
  return companion(name) !== undefined ? 1 : /\.(json|jsonl|ndjson|csv)$/i.test(name) ? 0 : 3
}

/** Made once: comparing by a locale's name makes it anew for each pair. */
const byNumber = new Intl.Collator('en', { numeric: true })

/** Files of the manifest first, in its order; the others by kind and name, numbers as numbers. */
function inOrder(entries: readonly ZipEntry[], listed: readonly string[]): ZipEntry[] {
  const place = new Map(listed.map((name, index) => [name, index]))
  const placeOf = (entry: ZipEntry): number => place.get(entry.name) ?? listed.length + kindOf(entry.name)
  return [...entries].sort((a, b) => placeOf(a) - placeOf(b) || byNumber.compare(a.name, b.name))
}

/** The other files of an archive, as one of its data files may ask for them. */
interface Surroundings {
  readonly siblings: Siblings
  readonly assets: ArchiveAssets
}

type Siblings = (of: ZipEntry) => (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>

/** Small files of the archive, by their path from the folder of another. */
function siblingsOf(window: FileWindow, entries: readonly ZipEntry[]): Siblings {
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  return (of) => async (path) => {
    const entry = byName.get(of.name.slice(0, of.name.lastIndexOf('/') + 1) + path)
    if (!entry || entry.size > MAX_SIBLING_BYTES) return undefined
    return readWhole(window, entry, () => undefined).catch(() => undefined)
  }
}

/** ChatGPT's list of the names that people gave to its files. */
const NAME_MAP = 'conversation_asset_file_names.json'

async function assetsOf(
  window: FileWindow,
  entries: readonly ZipEntry[],
  onRead: (bytes: number) => void,
): Promise<ArchiveAssets> {
  const map = entries.find(({ name, size }) => baseName(name) === NAME_MAP && size <= MAX_MANIFEST_BYTES)
  const names = map ? await readWhole(window, map, () => undefined).then(parse, () => undefined) : undefined
  const pairs = Object.entries(asObject(names?.value)).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  )
  const safe = entries.filter((entry) => whyNotRead(entry) === undefined)
  return new ArchiveAssets(safe, new Map(pairs), (entry) => readWhole(window, entry, onRead))
}

/** Reads one data file; true where it is no data after all. */
async function* readEntry(
  window: FileWindow,
  entry: ZipEntry,
  { siblings, assets }: Surroundings,
  { prefix, onRead, known, ...options }: ArchiveContext,
  result: ArchiveResult,
): AsyncGenerator<ReadEvent, boolean> {
  const name = prefix + entry.name
  try {
    const events = readDataFile(entryChunks(window, entry, onRead), {
      ...options,
      entry: name,
      alone: false,
      sibling: siblings(entry),
      known: new Set([...(known ?? []), ...result.formats]),
    })
    const folder = entry.name.slice(0, entry.name.lastIndexOf('/') + 1)
    const { format, nothing } = yield* withAssets(events, (imported) => assets.of(imported, folder))
    if (format !== undefined) result.formats.add(format)
    else if (nothing === 'cut-off') {
      result.broken = true
      yield { type: 'unreadable', entry: name, name, reason: 'The file ends before anything in it is complete.' }
    } else if (nothing === 'not-json' && !/\.json$/i.test(name)) return true
    else yield { type: 'skipped', entry: name, reason: whyNoData(entry.name, nothing) }
  } catch (error) {
    if (!(error instanceof ZipEntryError)) throw error
    result.broken = true
    yield { type: 'unreadable', entry: name, name, reason: error.message }
  }
  return false
}

/** Adds to each conversation those of its files that lie in the archive. */
async function* withAssets(
  events: AsyncGenerator<ReadEvent, DataFileResult>,
  assetsOf: (imported: ImportedConversation) => readonly AssetSource[],
): AsyncGenerator<ReadEvent, DataFileResult> {
  try {
    let next = await events.next()
    for (; !next.done; next = await events.next()) {
      const event = next.value
      yield event.type === 'conversation' ? { ...event, assets: [...event.assets, ...assetsOf(event.imported)] } : event
    }
    return next.value
  } finally {
    await events.return({})
  }
}

/** Files that come with the conversations, and what they are. They are told by shape; this only words the reason. */
const COMPANIONS: readonly (readonly [RegExp, string])[] = [
  [/^(user|users|user_settings|login_history)\.json$/, 'account data: never kept'],
  [/^memories\.json$|(^|\/)memories\//, 'memories of the service, not conversations'],
  [/^projects\.json$|(^|\/)projects\//, 'descriptions of projects, not conversations'],
  [/^thread\.json$/, 'title and settings of a conversation, read with its messages'],
  [/^(message_feedback|model_comparisons)\.json$/, 'ratings of answers, not conversations'],
  [/^(shared_conversations|conversation_asset_file_names|library_files)\.json$/, 'a list of names, not conversations'],
]

const companion = (name: string): string | undefined =>
  COMPANIONS.find(([pattern]) => pattern.test(name) || pattern.test(baseName(name)))?.[1]

function whyNoData(name: string, nothing: string | undefined): string {
  const what = companion(name)
  if (what !== undefined) return what
  if (nothing === 'known') return 'the same conversations as a page'
  if (nothing === 'not-json') return 'it is not JSON, although its name says so'
  if (nothing === 'no-elements') return 'it holds nothing'
  return 'it holds no conversations of a kind that is known here'
}

async function* readNested(
  window: FileWindow,
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
    const inner = inMemory ? new Blob([await readWhole(window, entry, context.onRead)]) : await entryData(window, entry)
    const onRead = inMemory ? (): void => undefined : context.onRead
    const nested = yield* readArchive(inner, {
      ...context,
      prefix: `${entry.name}/`,
      onRead,
      known: result.formats,
    })
    for (const format of nested.formats) result.formats.add(format)
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
  window: FileWindow,
  entry: ZipEntry,
  onRead: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of entryChunks(window, entry, onRead)) chunks.push(chunk)
  return concatBytes(...chunks)
}
