import type { Graphs } from '../app/graph-api.ts'
import type { LayoutAnswer } from './graph-layout-worker.ts'

/** Lays a graph out in a worker that lives as long as that takes. */
export const layOut: Graphs['layOut'] = (task, onPositions) => {
  const worker = new Worker(new URL('./graph-layout-worker.ts', import.meta.url), { type: 'module', name: 'layout' })
  const stop = (): void => worker.terminate()
  worker.onmessage = ({ data: { positions, isDone } }: MessageEvent<LayoutAnswer>) => {
    if (isDone) stop()
    onPositions(positions, isDone)
  }
  // Where it could not run, nodes stay where they began.
  worker.onerror = () => {
    stop()
    onPositions(task.positions, true)
  }
  worker.postMessage(task)
  return stop
}
