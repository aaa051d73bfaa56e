import type { ImportFigures, ImportMode } from './worker.ts'

declare global {
  interface Window {
    measure(mode: ImportMode): Promise<ImportFigures>
  }
}

/** Imports the chosen file in one worker. */
window.measure = (mode) =>
  new Promise((resolve, reject) => {
    const file = document.querySelector('input')?.files?.[0]
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = (event: MessageEvent<ImportFigures>) => {
      worker.terminate()
      resolve(event.data)
    }
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage({ mode, file })
  })
