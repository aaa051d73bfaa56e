import { expose } from 'comlink'
import type { RefusedFile } from '../domain/ports/importing.ts'
import type { ImportState, Receipt } from '../domain/receipt.ts'
import { DiskFullError } from '../domain/ports/library-store.ts'
import { runImport, type NamedBlob } from '../app/run-import.ts'
import { readExport } from '../importers/read-export.ts'
import { RefusedFileError } from '../importers/refused-file.ts'
import { signalChange } from '../storage/change-signal.ts'
import { VivimDatabase } from '../storage/database.ts'
import { ImportJobs, type ImportJob } from '../storage/import-jobs.ts'
import { importRepository } from '../storage/import-repository.ts'
import { DerivePool } from './derive-pool.ts'
import { IMPORT_LOCK, importChannel, type ImportSignal } from './import-channel.ts'
import { sha256 } from './sha256.ts'

const db = new VivimDatabase()
const store = importRepository(db)
const jobs = new ImportJobs(db)
const pool = new DerivePool()
const channel = importChannel()
const tell = (signal: ImportSignal): void => channel.postMessage(signal)

/** Resolves with the receipt where there was no room for it. */
async function run(job: ImportJob, files: readonly NamedBlob[], spool: boolean): Promise<Receipt | undefined> {
  const abort = new AbortController()
  const onSignal = (event: MessageEvent<ImportSignal>): void => {
    if (event.data.type === 'cancel' && event.data.id === job.id) abort.abort()
  }
  channel.addEventListener('message', onSignal)
  const spooling = new AbortController()
  let unstored: Receipt | undefined
  const copied = spool ? jobs.spool(job.id, files, spooling.signal) : Promise.resolve()
  try {
    const free = async (): Promise<boolean> => {
      spooling.abort()
      await copied
      return jobs.dropCopies(job.id)
    }
    let freeing: Promise<boolean> | undefined
    const makeRoom = (): Promise<boolean> => (freeing ??= free())
    const ports = { store, derive: pool.derive, read: readExport, refusal, sha256, makeRoom, now: Date.now }
    const onState = (state: ImportState): void => tell({ type: 'state', state })
    const { receipt, isStored } = await runImport(ports, { ...job, files }, onState, abort.signal)
    await makeRoom()
    // Without a receipt the job stays: at the next start what is left of it is told from that.
    if (isStored) await jobs.end(job.id)
    else unstored = receipt
  } finally {
    channel.removeEventListener('message', onSignal)
    // This worker is gone soon, and with it what it has not said.
    signalChange.flush()
    tell({ type: 'ended', id: job.id, ...(unstored && { receipt: unstored }) })
  }
  return unstored
}

const refusal = (error: unknown): RefusedFile | undefined =>
  error instanceof RefusedFileError ? error.refused : undefined

/** With no room for its job an import cannot go on after it was killed; it may still find that all is there already. */
function withoutRoom(error: unknown): void {
  if (!(error instanceof DiskFullError)) throw error
}

/** What is left of an import whose file is gone: it says so and how to go on. */
async function giveUp(job: ImportJob): Promise<void> {
  const receipt = await store.receipt(job.id)
  if (receipt) {
    const message =
      'This file was not read to its end: the app was closed, or the device was full. What was read is safe. Choose the same file again to go on; nothing will be doubled.'
    const files = receipt.files.length > 0 ? receipt.files : []
    await store.putReceipt({
      ...receipt,
      status: 'interrupted',
      files: files.map((file, n) => (n === files.length - 1 ? { ...file, refused: { code: 'lost', message } } : file)),
    })
  }
  await jobs.end(job.id)
  tell({ type: 'ended', id: job.id })
}

const worker = {
  /**
   * Reads files into the library, after whatever import runs already. Resolves when it has ended, with its receipt where
   * there was no room for it.
   */
  async run(id: string, files: readonly File[], sample: boolean): Promise<Receipt | undefined> {
    const job = { id, startedAt: Date.now(), sample, files: files.map(({ name, size }) => ({ name, size })) }
    return navigator.locks.request(IMPORT_LOCK, async () => {
      await jobs.begin(job).catch(withoutRoom)
      return run(job, files, true)
    })
  },
  /** Goes on with imports that were killed. Does nothing while another tab imports. */
  async resume(): Promise<void> {
    await navigator.locks.request(IMPORT_LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return
      for (const job of await jobs.open()) {
        const files = await jobs.spooled(job)
        if (files) await run(job, files, false)
        else await giveUp(job)
      }
    })
  },
}

export type ImportWorker = typeof worker

expose(worker)
