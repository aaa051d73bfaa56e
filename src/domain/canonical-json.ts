import { fromUtf8, utf8 } from './bytes.ts'
import { equalBytes } from './bytes.ts'

const MAX_DEPTH = 64

/**
 * Canonical JSON text of a value (RFC 8785, JCS): keys sorted by UTF-16 code units, numbers as ECMAScript prints them.
 * `undefined` members are left out. Throws a TypeError for what JSON cannot carry: NaN, infinities, lone surrogates,
 * functions, and anything nested deeper than 64.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

/** UTF-8 bytes of {@link canonicalJson}. */
export const canonicalJsonBytes = (value: unknown): Uint8Array => utf8(canonicalJson(value))

/**
 * Parses bytes that must be canonical JSON (`JCS(parse(bytes)) = bytes`).
 * Returns undefined where they are not: other spacing, key order, duplicate keys, or no JSON at all.
 */
export function parseCanonicalJson(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes))
    return equalBytes(canonicalJsonBytes(value), bytes) ? value : undefined
  } catch {
    return undefined
  }
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new TypeError('nested too deeply for canonical JSON')
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw new TypeError('a lone surrogate has no canonical JSON')
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
      return JSON.stringify(value)
    case 'boolean':
      return String(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null, depth + 1)).join(',')}]`
      return writeObject(value as Record<string, unknown>, depth)
    default:
      throw new TypeError(`a ${typeof value} has no JSON form`)
  }
}

function writeObject(object: Record<string, unknown>, depth: number): string {
  const members = Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort()
    .map((key) => `${write(key, depth)}:${write(object[key], depth + 1)}`)
  return `{${members.join(',')}}`
}
