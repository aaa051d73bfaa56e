import { isObject } from '../domain/json.ts'
import type { ReadEvent } from '../domain/ports/importing.ts'
import type { ReadContext } from './draft.ts'
import { ElementSplitter } from './json/element-splitter.ts'
import { LineSplitter } from './json/line-splitter.ts'
import { parse } from './json/parse-bytes.ts'
import { peek, type Peeked } from './peek.ts'
import { readDocument } from './read-document.ts'
import { formatOfValue, MAX_ELEMENT_BYTES, readItems, type Item } from './read-items.ts'

/** Lists that hold conversations inside a top-level object. */
const LIST_NAMES = ['conversations', 'history', 'chats', 'chatHistory', 'data', 'items', 'loglines']
const MAX_DEPTH = 500
/** How much of a file is looked at to tell what it is. */
const HEAD_BYTES = 256 * 1024
/** Objects up to this size are parsed as a whole, to know what stands beside their list. */
const MAX_WHOLE_BYTES = 16 * 1024 * 1024
/** Lines that are tried before a file is taken for one JSON value. */
const LINES_TRIED = 5

/** What became of a data file. */
export interface DataFileResult {
  readonly format?: string
  /** Why nothing was read: it is nothing known, holds no element, none of a known shape, or broke off too early. */
  readonly nothing?: 'not-json' | 'no-elements' | 'unknown-shape' | 'cut-off' | 'known'
}

export interface DataFileContext extends Omit<ReadContext, 'header'> {
  readonly capturedAt: number
  readonly signal?: AbortSignal
  /** Formats that other files of the same archive were read as. */
  readonly known?: ReadonlySet<string>
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Reads a file of conversations from its bytes, whatever it is: JSON, JSON Lines, a page, a table, a transcript. */
export async function* readDataFile(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  context: DataFileContext,
): AsyncGenerator<ReadEvent, DataFileResult> {
  const start = await peek(chunks, HEAD_BYTES)
  context.signal?.throwIfAborted()
  switch (firstCharacter(start.head)) {
    case '[':
      return yield* readJson(start.from(0), context)
    case '{':
      return isJsonLines(start) ? yield* readLines(start.from(0), context) : yield* readObject(start.from(0), context)
    default: {
      const listAt = listInPage(start.head)
      if (listAt !== undefined && context.known?.has('chatgpt')) return { nothing: 'known' }
      if (listAt !== undefined) return yield* readJson(start.from(listAt), context)
      return yield* readDocument(start, context)
    }
  }
}

/** How JSON of conversations begins. Texts begin with brackets too: `[10:22] You:`, `[A link](https://…)`, `{braces}`. */
const JSON_START =
  /^(?:\{(?:\s*(?:["}]|$)|.{0,400}"\s*:)|(?:\[\s*)+(?:["{\]]|true|false|null|-?\d[\d.eE+-]*\s*(?:,|\]\s*$)|$))/

/** The first character after byte order mark and white space, where JSON begins there; '' for all else. */
function firstCharacter(head: Uint8Array): string {
  const start = decoder.decode(head.subarray(0, 4096)).replace(/^[\ufeff\s]+/, '')
  return JSON_START.test(start) ? start.charAt(0) : ''
}

/** `chat.html` of a ChatGPT export: the offset at which its list of conversations begins. */
function listInPage(head: Uint8Array): number | undefined {
  // One character a byte, so that the index is an offset.
  const found = /var\s+jsonData\s*=\s*(?=\[)/.exec(new TextDecoder('latin1').decode(head))
  return found ? found.index + found[0].length : undefined
}

/** True where one of the first lines is a whole JSON object and another line follows it. */
function isJsonLines({ head, complete }: Peeked): boolean {
  const lines = decoder
    .decode(head)
    .replace(/^\ufeff/, '')
    .split('\n')
  if (!complete) lines.pop()
  const filled = lines.filter((line) => line.trim() !== '').slice(0, LINES_TRIED)
  return filled.length > 1 && filled.some((line) => isObject(parse(new TextEncoder().encode(line))?.value))
}

/** An object: a conversation, or what its list of conversations lies in. */
async function* readObject(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  context: DataFileContext,
): AsyncGenerator<ReadEvent, DataFileResult> {
  const whole = await peek(chunks, MAX_WHOLE_BYTES)
  context.signal?.throwIfAborted()
  const value = whole.complete ? parse(trimmed(whole.head))?.value : undefined
  if (!isObject(value)) return yield* readJson(whole.from(0), context)
  if (!formatOfValue(value)) return yield* readJson(whole.from(0), { ...context, header: value })
  const only = async function* (): AsyncGenerator<Item> {
    yield { kind: 'element', index: 0, bytes: trimmed(whole.head) }
  }
  return yield* readItems(only(), { ...context, unit: 'conversation' })
}

async function* readJson(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  context: DataFileContext & Pick<ReadContext, 'header'>,
): AsyncGenerator<ReadEvent, DataFileResult> {
  const splitter = new ElementSplitter({
    listNames: LIST_NAMES,
    maxElementBytes: MAX_ELEMENT_BYTES,
    maxDepth: MAX_DEPTH,
  })
  const items = split(chunks, splitter, () => splitter.done, context.signal)
  const result = yield* readItems(items, { ...context, unit: 'conversation' })
  return result.format === undefined && splitter.notJson ? { nothing: 'not-json' } : result
}

async function* readLines(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  context: DataFileContext,
): AsyncGenerator<ReadEvent, DataFileResult> {
  const items = split(chunks, new LineSplitter(MAX_ELEMENT_BYTES), () => false, context.signal)
  return yield* readItems(items, { ...context, unit: 'line' })
}

async function* split(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  splitter: ElementSplitter | LineSplitter,
  isDone: () => boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted()
      for (const item of splitter.push(chunk)) {
        yield item
        signal?.throwIfAborted()
      }
      if (isDone()) return
    }
  } catch (error) {
    signal?.throwIfAborted()
    yield { kind: 'failed', error }
    return
  }
  yield* splitter.end()
}

/** Without byte order mark and white space around it: the exact bytes of the value. */
function trimmed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const isSpace = (byte: number | undefined): boolean =>
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let end = bytes.length
  while (start < end && isSpace(bytes[start])) start++
  while (end > start && isSpace(bytes[end - 1])) end--
  return bytes.slice(start, end)
}
