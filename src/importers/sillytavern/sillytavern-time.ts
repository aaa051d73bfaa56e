import { asTime } from '../raw-values.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `2024-6-5 @15h 45m 30s 123ms`, also without spaces and milliseconds. */
const HUMANIZED = /^(\d{4})-(\d{1,2})-(\d{1,2}) ?@ ?(\d{1,2})h ?(\d{1,2})m ?(?:(\d{1,2})s ?)?(?:(\d{1,3})ms)?$/
/** `June 5, 2024 3:45pm`. */
const SPOKEN = /^([a-z]{3,9})\.? (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d)(?::(\d\d))? ?([ap]m)?$/i

/** A time as any version of SillyTavern writes it, in milliseconds since 1970; UTC is taken where no zone is given. */
export function asSillyTime(value: unknown): number | undefined {
  const known = asTime(value)
  if (known !== undefined || typeof value !== 'string' || value.length > 60) return known
  const text = value.trim()
  const humanized = HUMANIZED.exec(text)
  if (humanized) {
    const [year, month, day, hour, minute, second = 0, millisecond = 0] = humanized
      .slice(1)
      .map((part) => (part === undefined ? undefined : Number(part)))
    return Date.UTC(year!, month! - 1, day, hour, minute, second, millisecond)
  }
  const spoken = SPOKEN.exec(text)
  const month = MONTHS.indexOf(spoken?.[1]!.slice(0, 3).toLowerCase() ?? '')
  if (!spoken || month < 0) return undefined
  const half = spoken[7]?.toLowerCase()
  const hour = half === undefined ? Number(spoken[4]) : (Number(spoken[4]) % 12) + (half === 'pm' ? 12 : 0)
  return Date.UTC(Number(spoken[3]), month, Number(spoken[2]), hour, Number(spoken[5]), Number(spoken[6] ?? 0))
}
