/** Calls `work` at once, then at most once every `ms`, and always once after the last call. */
export function throttle(ms: number, work: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const run = (): void => {
    waiting = setTimeout(() => {
      waiting = undefined
      if (again) {
        again = false
        run()
      }
    }, ms)
    work()
  }
  return () => {
    if (waiting === undefined) run()
    else again = true
  }
}
