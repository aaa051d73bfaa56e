import type { BrowserContext, Page } from 'playwright-core'

export interface HeapSession {
  /** Bytes of JS heap of page and workers together, and how many heaps that were. */
  heap(): Promise<{ used: number; heaps: number }>
  /** Lets everything that nothing holds go. */
  collect(): Promise<void>
}

export function watchHeaps(context: BrowserContext, page: Page): Promise<HeapSession>
