import type { ReadEvent } from '../domain/ports/importing.ts'
import type { ConversationParser, ReadContext, Row } from './draft.ts'
import type { DataFormat, ElementFormat, RowFormat } from './format.ts'
import type { SplitItem } from './json/element-splitter.ts'
import { parse } from './json/parse-bytes.ts'
import { nameOfCut } from './name-of-cut.ts'
import { eventsOf, unreadableEvent } from './reading-events.ts'
import { DATA_FORMATS } from './registry.ts'

/** Elements of more bytes than this are passed over. */
export const MAX_ELEMENT_BYTES = 64 * 1024 * 1024
/** How many elements of no known shape are looked at before a file is given up, and how large they may be together. */
const MAX_UNKNOWN_ELEMENTS = 50
const MAX_UNKNOWN_BYTES = 16 * 1024 * 1024

/** What the file is split into, or the error that ended its stream early. */
export type Item = SplitItem | { readonly kind: 'failed'; readonly error: unknown }

export interface ItemContext extends ReadContext {
  /** What one item is called to people. */
  readonly unit: 'conversation' | 'line'
  readonly capturedAt: number
  /** Formats that other files of the same archive were read as. */
  readonly known?: ReadonlySet<string>
}

/** The format, or why nothing was read: no element, none of a known shape, or broken off too early. */
export type ItemsResult =
  | { readonly format: string }
  | { readonly format?: never; readonly nothing: 'no-elements' | 'unknown-shape' | 'cut-off' }

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Reads the elements of a JSON list or the lines of JSON Lines. The format is told by the first that parse, so a
 * damaged first one does no harm. Each element stands for itself: what cannot be read is named and the rest goes on.
 */
export async function* readItems(
  items: AsyncIterable<Item>,
  context: ItemContext,
): AsyncGenerator<ReadEvent, ItemsResult> {
  const source = items[Symbol.asyncIterator]()
  const waiting: Item[] = []
  let bytes = 0
  let format: DataFormat | undefined
  for (let next = await source.next(); !next.done; next = await source.next()) {
    const item = next.value
    if (item.kind === 'failed') throw item.error
    waiting.push(item)
    bytes += item.kind === 'element' ? item.bytes.length : 0
    format = formatOf(item)
    if (format || waiting.length > MAX_UNKNOWN_ELEMENTS || bytes > MAX_UNKNOWN_BYTES) break
  }
  if (!format) {
    await source.return?.(undefined)
    if (waiting.length === 0) return { nothing: 'no-elements' }
    return { nothing: waiting.some(({ kind }) => kind === 'cut') ? 'cut-off' : 'unknown-shape' }
  }

  const isCompanion = format.companionOf !== undefined && context.known?.has(format.companionOf) === true
  if (!isCompanion) yield { type: 'detected', entry: context.entry, format: format.name, provider: format.provider }
  const all = async function* (): AsyncGenerator<Item> {
    for (let item = waiting.shift(); item; item = waiting.shift()) yield item
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
  }
  const events = format.unit === 'element' ? readElements(all(), format, context) : readRows(all(), format, context)
  for await (const event of events)
    yield isCompanion && event.type === 'conversation' ? { ...event, companion: true } : event
  return { format: format.name }
}

function formatOf(item: Item): DataFormat | undefined {
  switch (item.kind) {
    case 'element': {
      const parsed = parse(item.bytes)
      return parsed && formatOfValue(parsed.value)
    }
    case 'cut':
    case 'oversized': {
      const text = decoder.decode(item.head)
      return DATA_FORMATS.find((format) => format.unit === 'element' && format.sniffCut?.(text) === true)
    }
    default:
      return undefined
  }
}

/** The format a parsed value is of. */
export const formatOfValue = (value: unknown): DataFormat | undefined =>
  DATA_FORMATS.find((format) => format.sniff(value))

async function* readElements(
  items: AsyncIterable<Item>,
  format: ElementFormat,
  context: ItemContext,
): AsyncGenerator<ReadEvent> {
  const parser = await format.load()
  for await (const item of items) {
    if (item.kind === 'element') yield* readElement(item.bytes, item.index, format, parser, context)
    else yield broken(item, format, context)
  }
}

function readElement(
  bytes: Uint8Array<ArrayBuffer>,
  index: number,
  format: ElementFormat,
  parser: ConversationParser,
  context: ItemContext,
): ReadEvent[] {
  const { entry, unit } = context
  const name = `${unit} ${index + 1} of ${entry}`
  const parsed = parse(bytes)
  if (!parsed)
    return eventsOf(
      {
        type: 'unreadable',
        name: nameOfCut(bytes, format.titleName) ?? name,
        reason: 'It is not valid JSON.',
        original: bytes,
      },
      context,
    )
  return eventsOf({ type: 'conversation', parsed: parser(parsed.value, context), original: bytes }, context, name)
}

async function* readRows(
  items: AsyncIterable<Item>,
  format: RowFormat,
  context: ItemContext,
): AsyncGenerator<ReadEvent> {
  const read = await format.load()
  /** What is no row, told as soon as the reader gives something. */
  const aside: ReadEvent[] = []
  const rows = async function* (): AsyncGenerator<Row> {
    for await (const item of items) {
      const parsed = item.kind === 'element' ? parse(item.bytes) : undefined
      if (item.kind === 'element' && parsed) yield { value: parsed.value, bytes: item.bytes, index: item.index }
      else aside.push(broken(item, format, context))
    }
  }
  for await (const reading of read(rows(), context)) {
    yield* aside.splice(0)
    yield* eventsOf(reading, context)
  }
  yield* aside
}

function broken(item: Item, format: DataFormat, { entry, unit }: ItemContext): ReadEvent {
  const unreadable = (name: string, reason: string, original?: Uint8Array<ArrayBuffer>): ReadEvent =>
    unreadableEvent(entry, name, reason, original)
  if (item.kind === 'failed')
    return unreadable(`the rest of ${entry}`, item.error instanceof Error ? item.error.message : String(item.error))
  if (item.kind === 'unclosed')
    return unreadable(
      `the rest of ${entry}`,
      'The file ends before its list of conversations does: more may be missing. Download the export again.',
    )
  const bytes = item.kind === 'element' ? item.bytes : item.head
  const title = format.unit === 'element' ? nameOfCut(bytes, format.titleName) : undefined
  const name = title ?? `${unit} ${item.index + 1} of ${entry}`
  switch (item.kind) {
    case 'element':
      return unreadable(name, 'It is not valid JSON.', bytes)
    case 'cut':
      return unreadable(name, 'The file ends in the middle of it. Download the export again.', bytes)
    case 'oversized':
      return unreadable(
        name,
        item.why === 'size'
          ? `It is larger than ${MAX_ELEMENT_BYTES / 1024 / 1024} MB.`
          : 'It is nested deeper than any conversation is.',
      )
  }
}
