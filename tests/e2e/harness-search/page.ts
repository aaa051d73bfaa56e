import { connectSearch } from '../../../src/search/search-client.ts'
import type { SearchConnection } from '../../../src/search/search-client.ts'

declare global {
  interface Window {
    search: SearchConnection
    /** How often this tab started a worker. */
    spawned: number
    crashWorker(): void
    /** Runs the measurements of bench/search.ts in a worker of their own. */
    measure(options: object): Promise<unknown>
  }
}

const parameters = new URLSearchParams(location.search)

if (parameters.has('bench')) {
  window.measure = (options) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' })
      worker.onmessage = ({ data }) => resolve(data)
      worker.onerror = ({ message }) => reject(new Error(message))
      worker.postMessage(options)
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
