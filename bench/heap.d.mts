import type { BrowserContext, Page } from 'playwright-core'

/** See heap.mjs. */
export function watchHeaps(
  context: BrowserContext,
  page: Page,
): Promise<{
  heap(): Promise<{ used: number; buffers: number; heaps: number }>
  collect(): Promise<void>
}>
