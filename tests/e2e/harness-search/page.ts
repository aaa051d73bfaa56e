import { connectSearch } from '../../../src/search/search-client.ts'
import type { SearchConnection } from '../../../src/search/search-client.ts'

declare global {
  interface Window {
    search: SearchConnection
    /** How often this tab started a worker. */
    spawned: number
    crashWorker(): void
    /** Runs one step of bench/search.ts; all steps of a page run in the same worker. */
    measure(step: BenchStep): Promise<unknown>
  }
}

export type BenchStep =
  | { readonly do: 'generate'; readonly messages: number }
  | { readonly do: 'build' | 'reopen' | 'minisearch' }
  | { readonly do: 'hold'; readonly libraryId: string; readonly revision: number; readonly asked: readonly string[] }
  | { readonly do: 'hold-minisearch'; readonly asked: readonly string[] }

const parameters = new URLSearchParams(location.search)

if (parameters.has('bench')) {
  const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' })
  window.measure = (step) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = ({ message }) => reject(new Error(message))
      worker.postMessage(step)
    })
} else {
  let worker: Worker | undefined
  window.spawned = 0
  window.search = connectSearch({
    spawn: () => {
      window.spawned++
      worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: location.search })
      return worker
    },
  })
  window.crashWorker = () => worker?.dispatchEvent(new ErrorEvent('error', { message: 'crashed by the test' }))
}
