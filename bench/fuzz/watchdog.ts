import { Worker } from 'node:worker_threads'

/** In a thread of its own, since code that never gives way is what it is for. */
const CODE = `
const { workerData } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const state = new Float64Array(workerData.state)
setInterval(() => {
  const [seed, since] = state
  if (since === 0 || Date.now() - since < workerData.limit) return
  writeSync(2, 'seed ' + seed + ': still reading after ' + workerData.limit + ' ms\\n')
  process.kill(process.pid, 'SIGKILL')
}, 200)`

/** Ends the process, naming the seed, where reading one input takes longer than `limit` milliseconds. */
export function startWatchdog(limit: number): { readonly watch: (seed: number) => void; readonly stop: () => void } {
  const shared = new SharedArrayBuffer(16)
  const state = new Float64Array(shared)
  const worker = new Worker(CODE, { eval: true, workerData: { state: shared, limit } })
  worker.unref()
  return {
    watch: (seed) => {
      state[0] = seed
      state[1] = Date.now()
    },
    stop: () => void worker.terminate(),
  }
}
