/** Files of the system and of version control, which no export is made of. */
const IGNORED = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/
const MAX_FILES = 20_000

/**
 * All files of what was dropped, those in folders too (File and Directory Entries API), in the order of their paths.
 * To be called in the event itself: afterwards the browser forgets what was dropped.
 */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []))
  if (!entries.some((entry) => entry.isDirectory)) return [...data.files]
  const found: { path: string; file: File }[] = []
  const open: FileSystemEntry[] = [...entries]
  for (let entry = open.pop(); entry && found.length < MAX_FILES; entry = open.pop()) {
    if (IGNORED.test(entry.fullPath.slice(1))) continue
    if (isDirectory(entry)) open.push(...(await childrenOf(entry)))
    else if (isFile(entry)) found.push({ path: entry.fullPath, file: await fileOf(entry) })
  }
  return found.toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true })).map(({ file }) => file)
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
