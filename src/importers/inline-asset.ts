import { sha256Hex } from '../domain/hash.ts'
import type { InlineAsset } from './draft.ts'

/** Larger pictures and sounds inside a conversation are not taken out. */
const MAX_INLINE_BYTES = 32 * 1024 * 1024

/**
 * The picture, sound or file that lies in a conversation as base64 (RFC 4648 §4 or §5, padded or not, with line ends),
 * also as a `data:` URL. Its pointer is `inline:` and the SHA-256 of its bytes, so the same bytes have the same pointer.
 * Undefined where it is empty, no base64, or larger than 32 MB.
 */
export function inlineAsset(base64: string): InlineAsset | undefined {
  if (base64.length > MAX_INLINE_BYTES * 1.4) return undefined
  const data = /^data:[^,]{0,200};base64,/i.exec(base64)
  const bytes = decode(data ? base64.slice(data[0].length) : base64)
  if (!bytes || bytes.length === 0 || bytes.length > MAX_INLINE_BYTES) return undefined
  return { pointer: `inline:${sha256Hex(bytes)}`, bytes }
}

function decode(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  } catch {
    return undefined
  }
}
