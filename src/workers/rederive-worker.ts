import { expose } from 'comlink'
import { rederive, type RederiveProgress } from '../app/rederive.ts'
import { throttle } from '../domain/throttle.ts'
import { derive } from '../knowledge/derive.ts'
import { EXTRACTOR_VERSION } from '../knowledge/extractor-version.ts'
import { signalChange } from '../storage/change-signal.ts'
import { VivimDatabase } from '../storage/database.ts'
import { derivationRepository } from '../storage/derivation-repository.ts'
import { IMPORT_LOCK } from './import-channel.ts'

const REPORT_EVERY_MS = 250
const LOCK = 'vivim-rederive'

const worker = {
  /** One pass over the library; nothing where another tab is at it. Resolves when it has ended. */
  async run(onProgress: (progress: RederiveProgress) => void): Promise<void> {
    let progress: RederiveProgress | undefined
    const report = throttle(REPORT_EVERY_MS, () => progress && onProgress(progress))
    const ports = {
      store: derivationRepository(new VivimDatabase()),
      derive,
      version: EXTRACTOR_VERSION,
      apart: <T>(work: () => Promise<T>): Promise<T> => navigator.locks.request(IMPORT_LOCK, work) as Promise<T>,
      // As long as it worked: a phone stays cool, and the search index gets its turn.
      rest: (worked: number) => new Promise<void>((resolve) => setTimeout(resolve, worked)),
      now: () => performance.now(),
    }
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return
      await rederive(ports, (next) => {
        progress = next
        report()
      })
    })
    // This worker is gone soon, and with it what it has not said.
    signalChange.flush()
  },
}

export type RederiveWorker = typeof worker

expose(worker)
