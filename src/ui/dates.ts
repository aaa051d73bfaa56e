/*
 * Dates as English lists write them. Written out here because making one `Intl` formatter costs 10–20 ms, and the
 * first screen needs five of them.
 */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const DAY = 86_400_000

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)
const short = (name: string): string => name.slice(0, 3)
const month = (date: Date): string => MONTHS[date.getMonth()] ?? ''
const two = (value: number): string => String(value).padStart(2, '0')
const sameYear = (date: Date, now: number): boolean => date.getFullYear() === new Date(now).getFullYear()

/** A day: `24 November`, with the year where it is another one. Times in ms since 1970, here and below. */
export function longDate(at: number, now: number): string {
  const date = new Date(at)
  return `${date.getDate()} ${month(date)}${sameYear(date, now) ? '' : ` ${date.getFullYear()}`}`
}

/** A day as anything can sort it: `2026-11-24`. */
export function isoDay(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** A time of the day: `14:12`. */
export function timeOfDay(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** A moment as short as a list needs it: `14:12`, `Sun`, `29 Oct`, `Mar 2023`. */
export function shortDate(at: number, now: number): string {
  const today = startOfDay(now)
  if (at >= today) return timeOfDay(at)
  const date = new Date(at)
  if (at >= today - 6 * DAY) return short(WEEKDAYS[date.getDay()] ?? '')
  return sameYear(date, now) ? `${date.getDate()} ${short(month(date))}` : `${short(month(date))} ${date.getFullYear()}`
}

/** Names the group of a moment in a list: one of the two names given, then `October`, `March 2023`. */
export function dayGroups(now: number, names: { today: string; thisWeek: string }): (at: number) => string {
  const today = startOfDay(now)
  const week = today - 6 * DAY
  const thisYear = new Date(now).getFullYear()
  return (at) => {
    if (at >= today) return names.today
    if (at >= week) return names.thisWeek
    const date = new Date(at)
    return date.getFullYear() === thisYear ? month(date) : `${month(date)} ${date.getFullYear()}`
  }
}
