import { nextTask } from '../domain/next-task.ts'

/** Work between two breaths of the page, milliseconds. */
const SLICE_MS = 30

/** A function to await between pieces of long work: it lets the page go on whenever a slice of time is used up. */
export function breather(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < SLICE_MS) return
    await nextTask()
    since = performance.now()
  }
}
