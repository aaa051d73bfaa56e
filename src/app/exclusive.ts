import type { Exclusive } from '../domain/ports/rooms.ts'

/** One at a time by name: across tabs with Web Locks, within this process where there are none. */
export function exclusiveBy(locks: LockManager | undefined): Exclusive {
  if (locks) return (name, run) => locks.request(name, run) as ReturnType<typeof run>
  const tails = new Map<string, Promise<unknown>>()
  return (name, run) => {
    const result = (tails.get(name) ?? Promise.resolve()).then(run)
    tails.set(
      name,
      result.catch(() => undefined),
    )
    return result
  }
}
