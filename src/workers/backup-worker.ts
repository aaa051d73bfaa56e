import { expose } from 'comlink'
import { throttle } from '../domain/throttle.ts'
import { writeBackup } from '../storage/backup-file.ts'
import { VivimDatabase } from '../storage/database.ts'

const REPORT_EVERY_MS = 250

const worker = {
  /** Writes a backup; `onProgress` hears how many conversations are in it. */
  async write(onProgress: (conversations: number) => void): Promise<File> {
    const db = new VivimDatabase()
    let done = 0
    const report = throttle(REPORT_EVERY_MS, () => onProgress(done))
    return writeBackup(db, Date.now(), () => {
      done++
      report()
    })
  },
}

export type BackupWorker = typeof worker

expose(worker)
