import { canonicalJsonBytes, parseCanonicalJson } from './canonical-json.ts'
import { fromBase64Url, toBase64Url } from './byte-texts.ts'
import { isObject } from './json.ts'

const MAX_DEPTH = 16

/**
 * Canonical bytes (RFC 8785, UTF-8) of a record that is signed or hashed.
 * Throws a TypeError for numbers that are not safe integers, lone surrogates and nesting deeper than 16.
 */
export function protocolBytes(record: object): Uint8Array {
  if (!isProtocolValue(record, 1)) throw new TypeError('not a protocol record: safe integers and depth 16 at most')
  return canonicalJsonBytes(record)
}

/**
 * The record of canonical bytes, or undefined where they are too long, not canonical, no object, deeper than 16 or hold
 * a number that is not a safe integer.
 */
export function parseProtocolBytes(bytes: Uint8Array, maxBytes: number): Record<string, unknown> | undefined {
  if (bytes.length > maxBytes) return undefined
  const value = parseCanonicalJson(bytes)
  return isObject(value) && isProtocolValue(value, 1) ? value : undefined
}

function isProtocolValue(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (value === null || typeof value !== 'object') return typeof value !== 'bigint'
  if (depth > MAX_DEPTH) return false
  return Object.values(value).every((member) => isProtocolValue(member, depth + 1))
}

/** True where the object has exactly these keys; those after a `?` may be absent. */
export function hasExactly(object: Record<string, unknown>, keys: readonly string[]): boolean {
  const required = keys.filter((key) => !key.startsWith('?'))
  const known = new Set(keys.map((key) => key.replace('?', '')))
  return required.every((key) => Object.hasOwn(object, key)) && Object.keys(object).every((key) => known.has(key))
}

/** True for `bytes` bytes in lower-case hexadecimal. */
export const isHex = (value: unknown, bytes: number): value is string =>
  typeof value === 'string' && value.length === bytes * 2 && /^[0-9a-f]*$/.test(value)

/** Bytes of canonical base64url of exactly this length, else undefined. */
export function base64UrlOf(value: unknown, length: number): Uint8Array | undefined {
  if (typeof value !== 'string' || value.length !== Math.ceil((length * 4) / 3)) return undefined
  try {
    const bytes = fromBase64Url(value)
    return bytes.length === length && toBase64Url(bytes) === value ? bytes : undefined
  } catch {
    return undefined
  }
}

/** Bytes of canonical base64url of at most this length, else undefined. */
export function base64UrlUpTo(value: unknown, maxLength: number): Uint8Array | undefined {
  if (typeof value !== 'string' || value.length > Math.ceil((maxLength * 4) / 3)) return undefined
  return base64UrlOf(value, Math.floor((value.length * 3) / 4))
}
