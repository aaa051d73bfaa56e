/** Files of the system and of version control, which no export is made of. */
const IGNORED = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/
const MAX_FILES = 20_000

/** Data of an export. A folder that has some is one that was unpacked, whose files belong together. */
const DATA = /\.(json|jsonl|ndjson|csv|html?)$/i

/**
 * What was dropped, as files to import (File and Directory Entries API). A folder with data becomes one archive, so that
 * pictures are found beside the conversations that name them; of any other each file stands for itself.
 * To be called in the event itself: afterwards the browser forgets what was dropped.
 */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []))
  if (!entries.some((entry) => entry.isDirectory)) return [...data.files]
  const all: File[] = []
  for (const entry of entries) {
    const files = await filesUnder(entry)
    if (!entry.isDirectory || !files.some(({ path }) => DATA.test(path))) all.push(...files.map(({ file }) => file))
    else {
      const { storedZip } = await import('../../domain/stored-zip.ts')
      all.push(new File([storedZip(files)], entry.name))
    }
  }
  return all
}

/** Files below an entry, by their paths from there, in the order of these. */
async function filesUnder(root: FileSystemEntry): Promise<{ path: string; file: File }[]> {
  const found: { path: string; file: File }[] = []
  const open: FileSystemEntry[] = [root]
  for (let entry = open.pop(); entry && found.length < MAX_FILES; entry = open.pop()) {
    const path = entry.fullPath.slice(entry === root ? 1 : root.fullPath.length + 1)
    if (IGNORED.test(path)) continue
    if (isDirectory(entry)) open.push(...(await childrenOf(entry)))
    else if (isFile(entry)) found.push({ path, file: await fileOf(entry) })
  }
  return found.toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }))
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** The reader gives at most a hundred at a time, then none. */
async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}
