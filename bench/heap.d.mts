import type { BrowserContext, Page } from 'playwright-core'

/** See heap.mjs. */
export interface HeapSession {
  collect(): Promise<void>
  heap(): Promise<{ readonly used: number; readonly buffers: number; readonly heaps: number }>
}

export function watchHeaps(context: BrowserContext, page: Page): Promise<HeapSession>
