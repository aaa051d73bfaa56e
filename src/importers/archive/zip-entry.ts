import type { ZipEntry } from './zip-directory.ts'
import { blobChunks } from './blob-chunks.ts'
import type { FileWindow } from './file-window.ts'

const LOCAL_HEADER = 0x04034b50
const LOCAL_HEADER_SIZE = 30
const STORED = 0
const DEFLATED = 8
/** No chat export compresses better than this; DEFLATE at its best reaches about 1,030. */
const MAX_RATIO = 250
const RATIO_COUNTS_FROM = 4 * 1024 * 1024

/** Thrown where the data of one entry cannot be read to its end; the message is in plain words. */
export class ZipEntryError extends Error {
  override readonly name = 'ZipEntryError'
}

/** Why an entry must not be read, in plain words; undefined where it may be. */
export function whyNotRead(entry: ZipEntry): string | undefined {
  if (isUnsafeName(entry.name)) return 'its name points outside the archive, which exports never do'
  if (entry.encrypted) return 'it is encrypted'
  if (entry.method !== STORED && entry.method !== DEFLATED)
    return `it is compressed in a way that browsers cannot read (method ${entry.method})`
  if (entry.method === STORED && entry.size !== entry.compressedSize) return 'its sizes contradict each other'
  if (entry.size > RATIO_COUNTS_FROM && entry.size > entry.compressedSize * MAX_RATIO)
    return `it would grow to more than ${MAX_RATIO} times its size, which no export does`
  return undefined
}

/** True for names with `..`, absolute names, drive letters and control characters ("zip slip"). */
export function isUnsafeName(name: string): boolean {
  return name === '' || /^\/|^[a-z]:|[\u0000-\u001f]/i.test(name) || name.split('/').includes('..')
}

/** The compressed bytes of an entry as a slice of the archive. Throws a ZipEntryError where they are not there. */
export async function entryData(window: FileWindow, entry: ZipEntry): Promise<Blob> {
  const start = await dataStart(window, entry)
  return window.file.slice(start, start + entry.compressedSize)
}

/** Offset of the compressed bytes; the local header's name and extra field may have other lengths than in the directory. */
async function dataStart(window: FileWindow, { headerOffset, compressedSize }: ZipEntry): Promise<number> {
  const end = headerOffset + LOCAL_HEADER_SIZE
  const header = new DataView(
    window.holds(compressedSize)
      ? (await window.read(headerOffset, end)).buffer
      : await window.file.slice(headerOffset, end).arrayBuffer(),
  )
  if (header.byteLength < LOCAL_HEADER_SIZE || header.getUint32(0, true) !== LOCAL_HEADER)
    throw new ZipEntryError('The zip is damaged: the place where it should be holds something else.')
  const start = headerOffset + LOCAL_HEADER_SIZE + header.getUint16(26, true) + header.getUint16(28, true)
  if (start + compressedSize > window.file.size)
    throw new ZipEntryError('The zip is damaged: it ends before this file does.')
  return start
}

/** The compressed bytes of an entry from their offset on; small ones at once. */
async function* compressedChunks(
  window: FileWindow,
  start: number,
  entry: ZipEntry,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const end = start + entry.compressedSize
  if (!window.holds(entry.compressedSize)) yield* blobChunks(window.file.slice(start, end), onRead)
  else if (end > start) {
    const bytes = await window.read(start, end)
    onRead(bytes.length)
    yield bytes
  }
}

/**
 * The bytes of an entry, unpacked, chunk by chunk; nothing is read ahead of what is asked for but one chunk.
 * `onRead` hears how many compressed bytes were taken. Throws a ZipEntryError where the data are damaged or longer than
 * the directory says.
 */
export async function* entryChunks(
  window: FileWindow,
  entry: ZipEntry,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const compressed = compressedChunks(window, await dataStart(window, entry), entry, onRead)
  const chunks = entry.method === STORED ? compressed : inflate(compressed)
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > entry.size) throw new ZipEntryError('The zip is damaged: this file is longer than the zip says.')
    yield chunk
  }
  if (size < entry.size) throw new ZipEntryError('The zip is damaged: this file is shorter than the zip says.')
}

async function* inflate(source: AsyncGenerator<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const next = await source.next()
        if (next.done) controller.close()
        else controller.enqueue(next.value)
      },
      async cancel() {
        await source.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
  const reader = compressed.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value as Uint8Array<ArrayBuffer>
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'NotReadableError') throw error
    throw new ZipEntryError('The zip is damaged: this file cannot be unpacked to its end.')
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
