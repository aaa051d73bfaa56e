const DAY_MS = 86_400_000

/** Number of the day, in this place's time, since 1970: 0 is 1 January 1970. `at` in ms since 1970. */
export function localDay(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS
}

/** When a day begins in this place, ms since 1970. */
export function startOfDay(day: number): number {
  const date = new Date(day * DAY_MS)
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime()
}
