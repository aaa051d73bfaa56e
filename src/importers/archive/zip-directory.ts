import { RefusedFileError } from '../refused-file.ts'

/** An entry as the central directory lists it (PKWARE APPNOTE 4.3.12). Sizes and offsets in bytes. */
export interface ZipEntry {
  /** As stored, with `/` between folders; never to be used as a path. */
  readonly name: string
  readonly method: number
  readonly encrypted: boolean
  readonly compressedSize: number
  readonly size: number
  /** Of the local header, from the start of the file. */
  readonly headerOffset: number
}

const END = 0x06054b50
const END_SIZE = 22
const MAX_COMMENT = 0xffff
const ZIP64_END = 0x06064b50
const ZIP64_END_SIZE = 56
const ZIP64_LOCATOR = 0x07064b50
const ZIP64_LOCATOR_SIZE = 20
const ENTRY = 0x02014b50
const ENTRY_SIZE = 46
const ZIP64_EXTRA = 1
const IN_ZIP64 = 0xffffffff
const MAX_ENTRIES = 200_000
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024

/**
 * Lists a zip archive by its central directory; reads nothing else of the file.
 * Throws a RefusedFileError where there is none, it is damaged, or it is out of proportion.
 */
export async function readZipDirectory(file: Blob): Promise<ZipEntry[]> {
  const { entries, offset, size, shift } = await findDirectory(file)
  if (entries > MAX_ENTRIES || size > MAX_DIRECTORY_BYTES)
    throw new RefusedFileError(
      'too-large',
      `This zip lists ${entries.toLocaleString('en')} files, more than any export has. Nothing was imported. ` +
        'Choose the files inside it instead.',
    )
  const view = await viewOf(file, offset + shift, size)
  const list: ZipEntry[] = []
  for (let at = 0; list.length < entries;) {
    if (at + ENTRY_SIZE > view.byteLength || view.getUint32(at, true) !== ENTRY) throw damaged()
    const next =
      at + ENTRY_SIZE + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > view.byteLength) throw damaged()
    list.push(readEntry(view, at, shift))
    at = next
  }
  return list
}

const damaged = (): RefusedFileError =>
  new RefusedFileError(
    'broken',
    'This zip is damaged or was not downloaded to its end: its table of contents is missing. Nothing was imported. ' +
      'Download the export again, or choose the files inside it if you can open it.',
  )

interface Directory {
  readonly entries: number
  readonly offset: number
  readonly size: number
  /** Bytes before the archive, as self-extracting ones have. */
  readonly shift: number
}

async function findDirectory(file: Blob): Promise<Directory> {
  const tailSize = Math.min(file.size, END_SIZE + MAX_COMMENT + ZIP64_LOCATOR_SIZE)
  const tailStart = file.size - tailSize
  const tail = await viewOf(file, tailStart, tailSize)
  for (let at = tailSize - END_SIZE; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue
    if (at + END_SIZE + tail.getUint16(at + 20, true) > tailSize) continue
    const plain = {
      entries: tail.getUint16(at + 10, true),
      size: tail.getUint32(at + 12, true),
      offset: tail.getUint32(at + 16, true),
    }
    const locator = at - ZIP64_LOCATOR_SIZE
    if (locator >= 0 && tail.getUint32(locator, true) === ZIP64_LOCATOR)
      return findZip64Directory(file, Number(tail.getBigUint64(locator + 8, true)))
    const shift = tailStart + at - plain.size - plain.offset
    if (shift < 0) throw damaged()
    return { ...plain, shift }
  }
  throw damaged()
}

async function findZip64Directory(file: Blob, end: number): Promise<Directory> {
  if (end + ZIP64_END_SIZE > file.size) throw damaged()
  const view = await viewOf(file, end, ZIP64_END_SIZE)
  if (view.getUint32(0, true) !== ZIP64_END) throw damaged()
  const directory = {
    entries: Number(view.getBigUint64(32, true)),
    size: Number(view.getBigUint64(40, true)),
    offset: Number(view.getBigUint64(48, true)),
    shift: 0,
  }
  if (directory.offset + directory.size > end) throw damaged()
  return directory
}

function readEntry(view: DataView<ArrayBuffer>, at: number, shift: number): ZipEntry {
  const flags = view.getUint16(at + 8, true)
  const nameLength = view.getUint16(at + 28, true)
  const extraLength = view.getUint16(at + 30, true)
  const nameBytes = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_SIZE, nameLength)
  const sizes = { size: view.getUint32(at + 24, true), compressedSize: view.getUint32(at + 20, true) }
  const entry = {
    name: decodeName(nameBytes).replaceAll('\\', '/'),
    method: view.getUint16(at + 10, true),
    encrypted: (flags & 1) !== 0,
    headerOffset: view.getUint32(at + 42, true),
    ...sizes,
  }
  const wide = readZip64Extra(view, at + ENTRY_SIZE + nameLength, extraLength, entry)
  return { ...wide, headerOffset: wide.headerOffset + shift }
}

/** Takes from the zip64 extra field (APPNOTE 4.5.3) those values that did not fit in 32 bits. */
function readZip64Extra(view: DataView, from: number, length: number, entry: ZipEntry): ZipEntry {
  for (let at = from; at + 4 <= from + length;) {
    const size = view.getUint16(at + 2, true)
    if (view.getUint16(at, true) === ZIP64_EXTRA) {
      const end = Math.min(at + 4 + size, from + length)
      let value = at + 4
      const next = (short: number): number => {
        if (short !== IN_ZIP64) return short
        if (value + 8 > end) throw damaged()
        value += 8
        return Number(view.getBigUint64(value - 8, true))
      }
      const wide = { size: next(entry.size), compressedSize: next(entry.compressedSize) }
      return { ...entry, ...wide, headerOffset: next(entry.headerOffset) }
    }
    at += 4 + size
  }
  return entry
}

/** Names are UTF-8 nearly always, flagged or not; older Windows tools wrote their own code page. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

async function viewOf(file: Blob, offset: number, size: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await file.slice(offset, offset + size).arrayBuffer())
}
