import type { VivimDatabase } from './database.ts'
import { translateQuota } from './quota.ts'

/** An import that has begun and not ended, with what is needed to go on after the app was killed. */
export interface ImportJob {
  readonly id: string
  readonly startedAt: number
  readonly sample: boolean
  readonly files: readonly { readonly name: string; readonly size: number }[]
}

const FOLDER = 'imports'

/** Imports under way. Their files are copied to the origin's private file system, so that a killed import resumes. */
export class ImportJobs {
  readonly #db: VivimDatabase

  constructor(db: VivimDatabase) {
    this.#db = db
  }

  /** Throws a DiskFullError where there is no room. */
  async begin(job: ImportJob): Promise<void> {
    await translateQuota(() => this.#db.importJobs.put(job))
  }

  open(): Promise<readonly ImportJob[]> {
    return this.#db.importJobs.orderBy('startedAt').toArray()
  }

  get(id: string): Promise<ImportJob | undefined> {
    return this.#db.importJobs.get(id)
  }

  /** Forgets a job and its copies. */
  async end(id: string): Promise<void> {
    await this.#db.importJobs.delete(id)
    await this.dropCopies(id)
  }

  /** Removes the copies of a job's files; false where there were none. */
  async dropCopies(id: string): Promise<boolean> {
    const folder = await spoolFolder(false)
    if (!folder) return false
    return folder.removeEntry(id, { recursive: true }).then(
      () => true,
      (error: unknown) => {
        ignoreMissing(error)
        return false
      },
    )
  }

  /**
   * Copies the files of a job. Resolves when all are copied or it was aborted; a browser without a private file system,
   * or without room for the copy, keeps none: then the person chooses the file again.
   */
  async spool(id: string, files: readonly Blob[], signal: AbortSignal): Promise<void> {
    try {
      const folder = await (await spoolFolder(true))?.getDirectoryHandle(id, { create: true })
      if (!folder) return
      for (const [n, file] of files.entries()) {
        const handle = await folder.getFileHandle(String(n), { create: true })
        await file.stream().pipeTo(await handle.createWritable(), { signal })
      }
    } catch {
      // Only the copy failed: the import itself goes on from the file that was given, and may need the room.
      await this.dropCopies(id)
    }
  }

  /** The copies of a job's files; undefined where one is missing or incomplete. */
  async spooled(job: ImportJob): Promise<readonly File[] | undefined> {
    try {
      const folder = await (await spoolFolder(false))?.getDirectoryHandle(job.id)
      if (!folder) return undefined
      const files: File[] = []
      for (const [n, { name, size }] of job.files.entries()) {
        const copy = await (await folder.getFileHandle(String(n))).getFile()
        if (copy.size !== size) return undefined
        files.push(new File([copy], name))
      }
      return files
    } catch (error) {
      ignoreMissing(error)
      return undefined
    }
  }
}

async function spoolFolder(create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
  // Old browsers and some private windows have none.
  const root = await navigator.storage?.getDirectory?.().catch(() => undefined)
  return root?.getDirectoryHandle(FOLDER, { create }).catch(() => undefined)
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error
}
