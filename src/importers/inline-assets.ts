import { utf8 } from '../domain/bytes.ts'
import { sha256Hex } from '../domain/hash.ts'
import type { InlineAsset } from './draft.ts'

/** Larger pictures and sounds inside a conversation are not taken out. */
const MAX_INLINE_BYTES = 32 * 1024 * 1024
/** Characters of a `data:` URL of so many bytes, each of which may be written in three characters. */
const MAX_CHARACTERS = 3 * MAX_INLINE_BYTES

/**
 * Collects the pictures, sounds and files that lie inside one conversation. The pointer of one is `inline:` and the
 * SHA-256 of its bytes, so that the same bytes have the same pointer in every export.
 */
export class InlineAssets {
  readonly #assets = new Map<string, InlineAsset>()

  /** All that were added, each once. */
  get all(): readonly InlineAsset[] {
    return [...this.#assets.values()]
  }

  /** Adds what a `data:` URL holds; undefined where it is none, cannot be decoded, is empty or larger than 32 MB. */
  addUrl(url: string): { readonly pointer: string; readonly mimeType: string } | undefined {
    const head = /^data:([\w.+-]{1,60}\/[\w.+-]{1,80})?(?:;[\w.+-]{1,60}=[^;,]{0,80}){0,4}(;base64)?,/i.exec(
      url.slice(0, 600),
    )
    if (!head || url.length > MAX_CHARACTERS) return undefined
    const data = url.slice(head[0].length)
    const pointer = this.#add(head[2] === undefined ? percentDecoded(data) : base64Decoded(data))
    return pointer === undefined ? undefined : { pointer, mimeType: head[1] ?? 'text/plain' }
  }

  /**
   * Adds bytes in base64 (RFC 4648 §4 or §5, padded or not, with line ends), also as a `data:` URL, and gives their
   * pointer; undefined where it is no base64, empty or larger than 32 MB.
   */
  addBase64(data: string): string | undefined {
    if (data.length > MAX_CHARACTERS) return undefined
    return /^data:/i.test(data) ? this.addUrl(data)?.pointer : this.#add(base64Decoded(data))
  }

  #add(bytes: Uint8Array<ArrayBuffer> | undefined): string | undefined {
    if (!bytes || bytes.length === 0 || bytes.length > MAX_INLINE_BYTES) return undefined
    const pointer = `inline:${sha256Hex(bytes)}`
    this.#assets.set(pointer, { pointer, bytes })
    return pointer
  }
}

function base64Decoded(data: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(data.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = new Uint8Array(binary.length)
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  } catch {
    return undefined
  }
}

function percentDecoded(data: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(utf8(decodeURIComponent(data)))
  } catch {
    return undefined
  }
}
