const DAY_MS = 86_400_000
const YEAR = 365.25
/** Days on either side that still count: few people open the app on the very day. */
const AROUND = 1

/** A round time between two days. */
export interface Anniversary {
  readonly unit: 'week' | 'month' | 'year'
  /** Years; 1 for a week or a month. */
  readonly count: number
}

/**
 * The day so many months before another, in numbers of days since 1970; the last of its month where that has no such
 * day.
 */
export function monthsBefore(day: number, months: number): number {
  const date = new Date(day * DAY_MS)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(last, date.getUTCDate())) / DAY_MS
}

/** The round time that has gone by between two days, within a day: one week, one month, or whole years. */
export function anniversaryOf(made: number, day: number): Anniversary | undefined {
  const isNear = (then: number): boolean => Math.abs(made - then) <= AROUND
  if (isNear(day - 7)) return { unit: 'week', count: 1 }
  if (isNear(monthsBefore(day, 1))) return { unit: 'month', count: 1 }
  const years = Math.round((day - made) / YEAR)
  return years >= 1 && isNear(monthsBefore(day, 12 * years)) ? { unit: 'year', count: years } : undefined
}

/** First and last day of what has an anniversary on `day`: a week, a month, and so many years before. */
export function anniversaryDays(day: number, years: number): readonly (readonly [first: number, last: number])[] {
  const months = [1, ...Array.from({ length: years }, (_, at) => 12 * (at + 1))]
  return [day - 7, ...months.map((count) => monthsBefore(day, count))].map((then) => [then - AROUND, then + AROUND])
}

/** The first day after `day` that is a week after `made`, within a day; infinite where that is over. */
export const nextAnniversary = (made: number, day: number): number =>
  day < made + 7 + AROUND ? Math.max(day + 1, made + 7 - AROUND) : Infinity
