import type { ImportFigures, ImportMode } from './worker.ts'

declare global {
  interface Window {
    measure(mode: ImportMode): Promise<ImportFigures>
  }
}

/** Imports the chosen file in one worker; with search, until a second one has indexed all of it. */
window.measure = async (mode) => {
  const file = document.querySelector('input')?.files?.[0]
  const started = performance.now()
  if (mode === 'search') {
    await indexing('with-cards').finish()
    return { conversations: 0, seconds: (performance.now() - started) / 1000 }
  }
  const index = mode === 'with-search' ? indexing(mode) : undefined
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'import' })
  const figures = await answerOf<ImportFigures>(worker, { mode, file })
  if (!index) return figures
  await index.finish()
  return { ...figures, seconds: (performance.now() - started) / 1000, importSeconds: figures.seconds }
}

function indexing(library: string): { finish(): Promise<void> } {
  const worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module', name: 'search' })
  worker.postMessage({ library })
  return { finish: () => answerOf(worker, { finish: true }) }
}

/** The worker's only answer, after which it ends. */
function answerOf<T>(worker: Worker, asked: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<T>) => {
      worker.terminate()
      resolve(event.data)
    }
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(asked)
  })
}
