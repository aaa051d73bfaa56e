import type { LayoutTask } from '../app/graph-api.ts'
import { ForceLayout } from './force-layout.ts'

/** Positions as they are now. */
export interface LayoutAnswer {
  readonly positions: Float32Array
  readonly isDone: boolean
}

/** Between two pictures, milliseconds: the page has to draw each. */
const PICTURE_MS = 80

self.onmessage = ({ data }: MessageEvent<LayoutTask>) => {
  const layout = new ForceLayout(data)
  for (;;) {
    const until = performance.now() + PICTURE_MS
    while (!layout.isDone && performance.now() < until) layout.step()
    const positions = layout.positions()
    const answer: LayoutAnswer = { positions, isDone: layout.isDone }
    self.postMessage(answer, { transfer: [positions.buffer] })
    if (layout.isDone) return
  }
}
