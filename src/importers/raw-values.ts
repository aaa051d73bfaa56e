import { isObject, type Json } from '../domain/json.ts'

/** Deepest nesting that raw values keep; canonical JSON allows 64 with what lies around them. */
const MAX_RAW_DEPTH = 48

/** The value where it is a string, with lone surrogates replaced (they have no UTF-8), else undefined. */
export const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? (value.isWellFormed() ? value : value.toWellFormed()) : undefined

/** The value where it is a string with something else than white space in it, well-formed, else undefined. */
export function asFilledText(value: unknown): string | undefined {
  const text = asText(value)
  return text === undefined || text.trim() === '' ? undefined : text
}

/** The value where it is an object, else an empty object without prototype. */
export const asObject = (value: unknown): Record<string, unknown> =>
  isObject(value) ? value : (Object.create(null) as Record<string, unknown>)

/** The value where it is a list, else an empty list. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The value where it is a finite number that is not negative, else undefined. */
export const asSize = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined

const LAST_MILLISECOND = 8.64e15
/** Seconds beyond this (year 5138) are milliseconds. */
const MAX_SECONDS = 1e11

/**
 * A time in milliseconds since 1970 UTC, of float seconds, milliseconds, numbers in strings or ISO 8601 (UTC where no
 * zone is given). Undefined for everything else.
 */
export function asTime(value: unknown): number | undefined {
  if (typeof value === 'number') {
    if (!Number.isFinite(value) || value <= 0) return undefined
    const milliseconds = Math.round(value > MAX_SECONDS ? value : value * 1000)
    return milliseconds <= LAST_MILLISECOND ? milliseconds : undefined
  }
  if (typeof value !== 'string' || value.length > 40) return undefined
  const text = value.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return asTime(Number(text))
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || text.length === 10
  const parsed = Date.parse(hasZone ? text : `${text}Z`)
  return Number.isNaN(parsed) ? undefined : parsed
}

/**
 * A copy of a parsed value that always has canonical JSON: strings and keys well-formed, no infinities (`1e999`), and
 * what is nested too deeply replaced by a note; the golden record still has it.
 */
export function asJson(value: unknown, depth = 0): Json {
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null) return null
  if (depth >= MAX_RAW_DEPTH) return '(nested too deeply)'
  if (Array.isArray(value)) return value.map((item) => asJson(item, depth + 1))
  // fromEntries defines own members, so a key named __proto__ stays a key.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), asJson(item, depth + 1)]))
}
