import { concatBytes, utf8 } from './bytes.ts'

/** A file of a folder: its path from there, with `/` between folders, and what is in it. */
export interface FolderFile {
  readonly path: string
  readonly file: Blob
}

const IN_ZIP64 = 0xffffffff
const VERSION = 45
const NAMES_ARE_UTF8 = 0x0800

/**
 * Files as one zip archive without compression (PKWARE APPNOTE 4.3, in zip64), which refers to the files instead of
 * copying them: gigabytes cost nothing until they are read. Checksums are left 0, since they would need every byte: it is
 * for reading here, not for keeping.
 */
export const storedZip = (files: readonly FolderFile[]): Blob => new Blob(partsOfZip(files))

/** What {@link storedZip} is put together from, in order: before each file its header, after all the directory. */
export function partsOfZip(files: readonly FolderFile[]): (Blob | Uint8Array<ArrayBuffer>)[] {
  const parts: (Blob | Uint8Array<ArrayBuffer>)[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (const { path, file } of files) {
    const name = utf8(path)
    const header = concatBytes(localHeader(name.length), name)
    parts.push(header, file)
    directory.push(concatBytes(directoryHeader(name.length), name, zip64Extra(file.size, offset)))
    offset += header.length + file.size
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0)
  return [...parts, ...directory, endOf(files.length, size, offset)]
}

type Field = readonly [value: number, width: 2 | 4 | 8]

/** Little-endian numbers one after the other, each with its width in bytes. */
function record(...fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [, width]) => sum + width, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [value, width] of fields) {
    if (width === 2) view.setUint16(at, value, true)
    else if (width === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += width
  }
  return bytes
}

/** Version, flags, method, time and date, checksum, both sizes (in the extra field), length of the name. */
const described = (nameLength: number): readonly Field[] => [
  [VERSION, 2],
  [NAMES_ARE_UTF8, 2],
  [0, 2],
  [0, 4],
  [0, 4],
  [IN_ZIP64, 4],
  [IN_ZIP64, 4],
  [nameLength, 2],
]

const localHeader = (nameLength: number): Uint8Array<ArrayBuffer> =>
  record([0x04034b50, 4], ...described(nameLength), [0, 2])

const directoryHeader = (nameLength: number): Uint8Array<ArrayBuffer> =>
  record([0x02014b50, 4], [VERSION, 2], ...described(nameLength), [28, 2], [0, 8], [0, 2], [IN_ZIP64, 4])

const zip64Extra = (size: number, offset: number): Uint8Array<ArrayBuffer> =>
  record([1, 2], [24, 2], [size, 8], [size, 8], [offset, 8])

/** Zip64 end of the directory, where that is, and the end every archive has. */
const endOf = (count: number, size: number, offset: number): Uint8Array<ArrayBuffer> =>
  concatBytes(
    record(
      [0x06064b50, 4],
      [44, 8],
      [VERSION, 2],
      [VERSION, 2],
      [0, 8],
      [count, 8],
      [count, 8],
      [size, 8],
      [offset, 8],
    ),
    record([0x07064b50, 4], [0, 4], [offset + size, 8], [1, 4]),
    record([0x06054b50, 4], [0, 4], [0xffff, 2], [0xffff, 2], [IN_ZIP64, 4], [IN_ZIP64, 4], [0, 2]),
  )
