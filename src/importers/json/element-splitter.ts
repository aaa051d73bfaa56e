import { concatBytes } from '../../domain/bytes.ts'

/** What the splitter finds. `index` counts the elements of the list from 0, in the order of the file. */
export type SplitItem =
  /** A whole element: its exact bytes, no white space or comma around it. */
  | { readonly kind: 'element'; readonly index: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** An element that is too large or nested too deeply to be parsed safely; `head` is its start. */
  | {
      readonly kind: 'oversized'
      readonly index: number
      readonly head: Uint8Array<ArrayBuffer>
      readonly why: 'size' | 'depth'
    }
  /** The input ended inside this element; `head` is what there was of it. */
  | { readonly kind: 'cut'; readonly index: number; readonly head: Uint8Array<ArrayBuffer> }
  /** The input ended between two elements, before the list was closed. */
  | { readonly kind: 'unclosed'; readonly index: number }

export interface SplitterOptions {
  /** Names of a list inside a top-level object whose elements are wanted, for example `conversations`. */
  readonly listNames: readonly string[]
  /** Elements of more bytes than this are passed over. */
  readonly maxElementBytes: number
  /** Elements nested deeper than this are passed over. */
  readonly maxDepth: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
/** Bit that turns `[` into `{` and `]` into `}`: one comparison tells opening from closing. */
const BRACKET_BIT = 0x20
const CLOSE_OBJECT = 0x7d
const BOM = [0xef, 0xbb, 0xbf]
const MAX_HEAD = 64 * 1024
const MAX_KEY = 32

type Mode = 'start' | 'between' | 'container' | 'string' | 'scalar' | 'done' | 'not-json'

/**
 * Finds the elements of a JSON list in a stream of bytes, without parsing them, holding one element at a time.
 * Reads a top-level list, one of the lists named in the options inside a top-level object, or a single object, which
 * is then the only element. Only brackets and strings are looked at, so a broken element is still found whole.
 */
export class ElementSplitter {
  readonly #options: SplitterOptions
  #mode: Mode = 'start'
  #bomRead = 0
  #depth = 0
  #escaped = false
  /** The string being read is an element of its own, not part of one. */
  #bareString = false
  #index = 0
  #pieces: Uint8Array<ArrayBuffer>[] = []
  #held = 0
  #oversized: 'size' | 'depth' | undefined
  /** Inside a top-level object that may turn out to hold the list. */
  #top = false
  #key: number[] = []
  #keyBeforeColon = ''

  constructor(options: SplitterOptions) {
    this.#options = options
  }

  /** True once it is certain that the input is no JSON list or object. */
  get notJson(): boolean {
    return this.#mode === 'not-json'
  }

  /** True once everything that is wanted was read; the rest of the input does not matter. */
  get done(): boolean {
    return this.#mode === 'done' || this.#mode === 'not-json'
  }

  /** Reads the next bytes; gives the items that end in them, in order. */
  push(chunk: Uint8Array<ArrayBuffer>): SplitItem[] {
    const items: SplitItem[] = []
    let at = 0
    /** Where the current element starts in this chunk; 0 when it began in an earlier one. */
    let from = 0
    while (at < chunk.length) {
      // A copy, since the methods below change the mode.
      const mode = this.#mode
      switch (mode) {
        case 'start':
          at = this.#start(chunk, at)
          from = this.#top ? at - 1 : at
          break
        case 'between':
          from = at = this.#skipBetween(chunk, at)
          if (at < chunk.length && !this.done) at = this.#begin(chunk, at)
          break
        case 'container':
          at = this.#container(chunk, at)
          if (this.#depth === 0) {
            this.#finish(chunk.subarray(from, at), items)
            this.#mode = this.#top ? 'done' : 'between'
          } else if (this.#mode === 'between') this.#discard()
          break
        case 'string':
          at = this.#string(chunk, at)
          if (this.#bareString && this.#mode === 'container') {
            this.#bareString = false
            this.#finish(chunk.subarray(from, at), items)
            this.#mode = 'between'
          }
          break
        case 'scalar':
          at = scalarEnd(chunk, at)
          if (at < chunk.length) {
            this.#finish(chunk.subarray(from, at), items)
            this.#mode = 'between'
          }
          break
        case 'done':
        case 'not-json':
          return items
      }
    }
    if (this.#inElement) this.#hold(chunk.subarray(from))
    return items
  }

  /** To be called when the input has ended; gives what was left open, if anything. */
  end(): SplitItem[] {
    if (this.#mode === 'start') {
      this.#mode = 'not-json'
      return []
    }
    if (this.#inElement) {
      const head = this.#head(this.#options.maxElementBytes)
      this.#mode = 'done'
      return [{ kind: 'cut', index: this.#index, head }]
    }
    return this.#mode === 'between' ? [{ kind: 'unclosed', index: this.#index }] : []
  }

  get #inElement(): boolean {
    return this.#mode === 'container' || this.#mode === 'string' || this.#mode === 'scalar'
  }

  #start(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!
    if (this.#bomRead < 3 && byte === BOM[this.#bomRead]) this.#bomRead++
    else if (byte === OPEN_LIST) this.#mode = 'between'
    else if (byte === OPEN_OBJECT) {
      this.#mode = 'container'
      this.#depth = 1
      this.#top = true
    } else if (!isSpace(byte)) this.#mode = 'not-json'
    return at + 1
  }

  /** Goes to the next element or past the end of the list. */
  #skipBetween(chunk: Uint8Array, from: number): number {
    let at = from
    while (at < chunk.length && (isSpace(chunk[at]!) || chunk[at] === COMMA)) at++
    if (chunk[at] === CLOSE_LIST) {
      this.#mode = 'done'
      at++
    }
    return at
  }

  #begin(chunk: Uint8Array, at: number): number {
    const byte = chunk[at]!
    if (byte === QUOTE) {
      this.#mode = 'string'
      this.#bareString = true
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      this.#mode = 'container'
      this.#depth = 1
    } else this.#mode = 'scalar'
    return at + 1
  }

  /** Inside an element: up to its end, the next string, the wanted list, or the end of the chunk. */
  #container(chunk: Uint8Array, from: number): number {
    const { length } = chunk
    const deepest = this.#options.maxDepth
    let depth = this.#depth
    let at = from
    while (at < length) {
      const byte = chunk[at++]!
      if (byte === QUOTE) {
        this.#mode = 'string'
        this.#key.length = 0
        break
      }
      const bracket = byte | BRACKET_BIT
      if (bracket === OPEN_OBJECT && byte >= OPEN_LIST) {
        if (this.#top && depth === 1 && byte === OPEN_LIST && this.#options.listNames.includes(this.#keyBeforeColon)) {
          this.#mode = 'between'
          break
        }
        if (++depth > deepest) this.#oversized ??= 'depth'
      } else if (bracket === CLOSE_OBJECT && byte >= CLOSE_LIST) {
        if (--depth === 0) break
      } else if (this.#top && depth === 1) {
        if (byte === COLON) this.#keyBeforeColon = String.fromCharCode(...this.#key)
        else if (byte === COMMA) this.#keyBeforeColon = ''
      }
    }
    this.#depth = depth
    return at
  }

  #string(chunk: Uint8Array, from: number): number {
    const { length } = chunk
    let at = from
    if (this.#escaped) {
      this.#escaped = false
      at++
    }
    while (at < length) {
      const byte = chunk[at++]!
      if (byte === QUOTE) {
        this.#mode = 'container'
        break
      }
      if (byte === BACKSLASH) {
        if (at === length) this.#escaped = true
        at++
      }
    }
    if (this.#top && this.#depth === 1 && this.#key.length < MAX_KEY)
      this.#key.push(...chunk.subarray(from, Math.min(at - (this.#mode === 'container' ? 1 : 0), from + MAX_KEY)))
    return Math.min(at, length)
  }

  /** The top-level object holds the list: what was held of the object is not an element. */
  #discard(): void {
    this.#pieces = []
    this.#held = 0
    this.#oversized = undefined
    this.#top = false
    this.#depth = 0
  }

  #hold(bytes: Uint8Array<ArrayBuffer>): void {
    this.#held += bytes.length
    if (this.#held > this.#options.maxElementBytes) this.#oversized ??= 'size'
    if (this.#oversized === undefined) this.#pieces.push(bytes.slice())
    else if (this.#pieces.length > 0 || this.#held === bytes.length) {
      this.#pieces.push(bytes.slice(0, MAX_HEAD))
      this.#pieces = [this.#head(MAX_HEAD)]
    }
  }

  #head(limit: number): Uint8Array<ArrayBuffer> {
    return concatBytes(...this.#pieces).slice(0, limit)
  }

  #finish(last: Uint8Array<ArrayBuffer>, items: SplitItem[]): void {
    const index = this.#index++
    if (this.#held + last.length > this.#options.maxElementBytes) this.#oversized ??= 'size'
    if (this.#oversized === undefined) items.push({ kind: 'element', index, bytes: concatBytes(...this.#pieces, last) })
    else {
      this.#pieces.push(last.slice(0, MAX_HEAD))
      items.push({ kind: 'oversized', index, head: this.#head(MAX_HEAD), why: this.#oversized })
    }
    this.#pieces = []
    this.#held = 0
    this.#oversized = undefined
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

function scalarEnd(chunk: Uint8Array, from: number): number {
  let at = from
  while (at < chunk.length && chunk[at] !== COMMA && chunk[at] !== CLOSE_LIST && !isSpace(chunk[at]!)) at++
  return at
}
