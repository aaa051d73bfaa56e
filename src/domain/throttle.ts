/** A function that is throttled. */
export interface Throttled {
  (): void
  /** Does at once what still waits, if anything. */
  flush(): void
}

/** Calls `work` at once, then at most once every `ms`, and always once after the last call. */
export function throttle(ms: number, work: () => void): Throttled {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let again = false
  const run = (): void => {
    again = false
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      waiting = undefined
      if (again) run()
    }, ms)
    work()
  }
  const throttled = (): void => {
    if (waiting === undefined) run()
    else again = true
  }
  return Object.assign(throttled, {
    flush: () => {
      if (again) run()
    },
  })
}
