import { concatBytes } from '../../domain/bytes.ts'
import type { SplitItem } from './element-splitter.ts'

const NEWLINE = 0x0a
const MAX_HEAD = 64 * 1024

/**
 * Finds the lines of JSON Lines in a stream of bytes, holding one at a time: a line that is broken takes no other with
 * it. Blank lines count for the position and are not given.
 */
export class LineSplitter {
  readonly #maxLineBytes: number
  #index = 0
  #pieces: Uint8Array<ArrayBuffer>[] = []
  #held = 0

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes
  }

  /** Reads the next bytes; gives the lines that end in them, in order. */
  push(chunk: Uint8Array<ArrayBuffer>): SplitItem[] {
    const items: SplitItem[] = []
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      this.#hold(chunk.subarray(from, at))
      this.#finish(items)
      from = at + 1
    }
    this.#hold(chunk.subarray(from))
    return items
  }

  /** To be called when the input has ended; gives the last line where it has no end. */
  end(): SplitItem[] {
    const items: SplitItem[] = []
    this.#finish(items)
    return items
  }

  #hold(bytes: Uint8Array<ArrayBuffer>): void {
    const room = this.#held > this.#maxLineBytes ? 0 : bytes.length
    this.#held += bytes.length
    if (room > 0) this.#pieces.push(bytes.slice())
  }

  #finish(items: SplitItem[]): void {
    const index = this.#index++
    const bytes = trim(concatBytes(...this.#pieces))
    if (this.#held > this.#maxLineBytes)
      items.push({ kind: 'oversized', index, head: bytes.slice(0, MAX_HEAD), why: 'size' })
    else if (bytes.length > 0) items.push({ kind: 'element', index, bytes })
    this.#pieces = []
    this.#held = 0
  }
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0d || byte === 0x09

function trim(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let start = 0
  let end = bytes.length
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) start = 3
  while (start < end && isBlank(bytes[start])) start++
  while (end > start && isBlank(bytes[end - 1])) end--
  return bytes.slice(start, end)
}
