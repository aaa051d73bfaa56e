import type { Observable } from './rooms-api.ts'

/** A value to follow, and how to change it. */
export interface Source<T> extends Observable<T> {
  set(value: T): void
}

/** A value with subscribers, in the shape of a Svelte store. */
export function observable<T>(initial: T): Source<T> {
  let current = initial
  const subscribers = new Set<(value: T) => void>()
  return {
    get current() {
      return current
    },
    set(value) {
      current = value
      for (const subscriber of subscribers) subscriber(value)
    },
    subscribe(fn) {
      const own = (value: T) => fn(value)
      subscribers.add(own)
      fn(current)
      return () => void subscribers.delete(own)
    },
  }
}
