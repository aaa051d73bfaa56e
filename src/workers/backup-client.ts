import { proxy, wrap } from 'comlink'
import type { Backups } from '../app/app.ts'
import type { BackupWorker } from './backup-worker.ts'

/** Writes backups away from the page, in a worker that lives as long as one takes. */
export const backups: Backups = {
  async write(onProgress, signal) {
    const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { type: 'module', name: 'backup' })
    try {
      return await new Promise<File>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
        worker.onerror = (event) => reject(new Error(event.message))
        wrap<BackupWorker>(worker).write(proxy(onProgress)).then(resolve, reject)
      })
    } finally {
      worker.terminate()
    }
  },
}
