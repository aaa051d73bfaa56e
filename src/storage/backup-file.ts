import { Zip, ZipDeflate } from 'fflate'
import { utf8 } from '../domain/bytes.ts'
import { backupLines } from './backup-lines.ts'
import type { VivimDatabase } from './database.ts'

const FOLDER = 'backup'
const NAME = 'vivim-backup.zip'

/**
 * Writes a backup to the private file system, line by line, and answers with the file there; the former one goes.
 * Rejects where there is no room, or the browser has no such file system.
 */
export async function writeBackup(db: VivimDatabase, now: number, onConversation: () => void): Promise<File> {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(FOLDER, { create: true })
  const handle = await folder.getFileHandle(NAME, { create: true })
  const file = await handle.createWritable()
  try {
    for await (const chunk of zipped(db, now, onConversation)) await file.write(chunk)
    await file.close()
  } catch (error) {
    await file.abort().catch(() => undefined)
    throw error
  }
  return handle.getFile()
}

/** The zip with its one entry, in pieces. */
async function* zipped(
  db: VivimDatabase,
  now: number,
  onConversation: () => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const ready: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, data) => {
    if (error) throw error
    ready.push(data.slice())
  })
  const entry = new ZipDeflate('vivim-backup.jsonl', { level: 6 })
  zip.add(entry)
  for await (const line of backupLines(db, now, onConversation)) {
    entry.push(utf8(`${JSON.stringify(line)}\n`))
    yield* ready.splice(0)
  }
  entry.push(new Uint8Array(), true)
  zip.end()
  yield* ready.splice(0)
}
