const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** Below this many characters a call of the platform's encoder costs more than the work. */
const SHORT = 96

/** UTF-8 bytes of a string. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > SHORT) return encoder.encode(text)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return encoder.encode(text)
    bytes[at] = code
  }
  return bytes
}

let lent = new Uint8Array(16 * 1024)
/** Longer texts get bytes of their own, so that one of them does not hold memory for ever. */
const MOST_LENT = 512 * 1024

/**
 * Lends the UTF-8 bytes of a string until the next call. For hashing, which needs no copy: an import asks for a hundred
 * thousand of them, and making room for each takes longer than writing it.
 */
export function lendUtf8(text: string): Uint8Array {
  const most = text.length * 3
  if (most > MOST_LENT) return utf8(text)
  if (most > lent.length) lent = new Uint8Array(2 * most)
  return lent.subarray(0, encoder.encodeInto(text, lent).written)
}

/** The string of UTF-8 bytes. Throws a TypeError where the bytes are not UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)

/** Joins byte arrays. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** True where both arrays hold the same bytes. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}
