import { utf8 } from '../domain/bytes.ts'
import { sha256Hex } from '../domain/hash.ts'
import type { InlineAsset } from './draft.ts'

/** Collects the pictures, sounds and files that lie inside one conversation as base64. */
export class InlineAssets {
  readonly #assets = new Map<string, InlineAsset>()

  /** All that were added, each once. */
  get all(): readonly InlineAsset[] {
    return [...this.#assets.values()]
  }

  /** Adds what a `data:` URL holds; undefined where it is none or cannot be decoded. */
  addUrl(url: string): { readonly pointer: string; readonly mimeType: string } | undefined {
    const head = /^data:([\w.+-]{1,60}\/[\w.+-]{1,80})?(?:;[\w.+-]{1,60}=[^;,]{0,80}){0,4}(;base64)?,/i.exec(
      url.slice(0, 600),
    )
    if (!head) return undefined
    const data = url.slice(head[0].length)
    const bytes = head[2] === undefined ? percentDecoded(data) : base64Decoded(data)
    return bytes && { pointer: this.#add(bytes), mimeType: head[1] ?? 'text/plain' }
  }

  /** Adds bytes in base64; their pointer, undefined where it is no base64. */
  addBase64(data: string): string | undefined {
    const bytes = base64Decoded(data)
    return bytes && this.#add(bytes)
  }

  /** The pointer is made of the bytes, so that it is the same in every export. */
  #add(bytes: Uint8Array<ArrayBuffer>): string {
    const pointer = `inline:${sha256Hex(bytes).slice(0, 32)}`
    this.#assets.set(pointer, { pointer, bytes })
    return pointer
  }
}

function base64Decoded(data: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(data)
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
