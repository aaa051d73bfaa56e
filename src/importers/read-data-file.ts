import type { ReadEvent } from '../domain/ports/importing.ts'
import { assemble } from './assemble.ts'
import type { ConversationParser } from './draft.ts'
import { ElementSplitter, type SplitItem } from './json/element-splitter.ts'
import { nameOfCut } from './name-of-cut.ts'
import { EXPORT_FORMATS, type ExportFormat } from './registry.ts'

const LIMITS = { listNames: ['conversations'], maxElementBytes: 64 * 1024 * 1024, maxDepth: 500 }
/** How many elements of no known shape are looked at before a file is given up, and how large they may be together. */
const MAX_UNKNOWN_ELEMENTS = 50
const MAX_UNKNOWN_BYTES = 16 * 1024 * 1024

/** What became of a data file. */
export interface DataFileResult {
  readonly format?: string
  /** Why nothing was read: it is no JSON, holds no element, none of a known shape, or broke off before the first. */
  readonly nothing?: 'not-json' | 'no-elements' | 'unknown-shape' | 'cut-off'
}

export interface DataFileContext {
  /** Name of the entry, for people. */
  readonly entry: string
  readonly capturedAt: number
  readonly signal?: AbortSignal
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Reads a JSON file of conversations from its bytes. The format is told by the first elements that parse, so a damaged
 * first one does no harm. Each element stands for itself: what cannot be read is named and the rest goes on.
 */
export async function* readDataFile(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  context: DataFileContext,
): AsyncGenerator<ReadEvent, DataFileResult> {
  const splitter = new ElementSplitter(LIMITS)
  const waiting: SplitItem[] = []
  let waitingBytes = 0
  let format: ExportFormat | undefined
  let parser: ConversationParser | undefined

  const take = async function* (items: readonly SplitItem[]): AsyncGenerator<ReadEvent> {
    for (const item of items) {
      context.signal?.throwIfAborted()
      if (format && parser) {
        yield* readItem(item, format, parser, context)
        continue
      }
      waiting.push(item)
      waitingBytes += item.kind === 'element' ? item.bytes.length : 0
      format = formatOf(item)
      if (!format) continue
      parser = await format.load()
      yield { type: 'detected', entry: context.entry, format: format.name, provider: format.provider }
      for (const earlier of waiting) yield* readItem(earlier, format, parser, context)
      waiting.length = 0
    }
  }

  let failure: unknown
  try {
    for await (const chunk of chunks) {
      context.signal?.throwIfAborted()
      yield* take(splitter.push(chunk))
      if (splitter.done) break
      if (!format && (waiting.length > MAX_UNKNOWN_ELEMENTS || waitingBytes > MAX_UNKNOWN_BYTES)) break
    }
  } catch (error) {
    context.signal?.throwIfAborted()
    failure = error
  }
  if (splitter.notJson) return { nothing: 'not-json' }
  const unknownShape = waiting.length > MAX_UNKNOWN_ELEMENTS || waitingBytes > MAX_UNKNOWN_BYTES
  if (failure === undefined && !unknownShape) yield* take(splitter.end())
  if (failure !== undefined) {
    if (!format) throw failure
    yield {
      type: 'unreadable',
      entry: context.entry,
      name: `the rest of ${context.entry}`,
      reason: failure instanceof Error ? failure.message : String(failure),
    }
  }
  if (format) return { format: format.name }
  if (splitter.notJson) return { nothing: 'not-json' }
  if (waiting.length === 0) return { nothing: 'no-elements' }
  return { nothing: waiting.some(({ kind }) => kind === 'cut') ? 'cut-off' : 'unknown-shape' }
}

function formatOf(item: SplitItem): ExportFormat | undefined {
  if (item.kind === 'unclosed') return undefined
  if (item.kind === 'element') {
    const parsed = parse(item.bytes)
    return parsed && EXPORT_FORMATS.find((format) => format.sniff(parsed.value))
  }
  const text = decoder.decode(item.head)
  return EXPORT_FORMATS.find((format) => format.sniffCut(text))
}

function parse(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoder.decode(bytes)) as unknown }
  } catch {
    return undefined
  }
}

function readItem(
  item: SplitItem,
  format: ExportFormat,
  parser: ConversationParser,
  { entry, capturedAt }: DataFileContext,
): ReadEvent[] {
  const place = `conversation ${item.index + 1} of ${entry}`
  const unreadable = (name: string | undefined, reason: string, original?: Uint8Array<ArrayBuffer>): ReadEvent => ({
    type: 'unreadable',
    entry,
    name: name ?? place,
    reason,
    ...(original && { original }),
  })
  switch (item.kind) {
    case 'unclosed':
      return [
        unreadable(
          `the rest of ${entry}`,
          'The file ends before its list of conversations does: more may be missing. Download the export again.',
        ),
      ]
    case 'cut':
      return [
        unreadable(
          nameOfCut(item.head, format),
          'The file ends in the middle of it. Download the export again.',
          item.head,
        ),
      ]
    case 'oversized':
      return [
        unreadable(
          nameOfCut(item.head, format),
          item.why === 'size'
            ? `It is larger than ${LIMITS.maxElementBytes / 1024 / 1024} MB.`
            : 'It is nested deeper than any conversation is.',
        ),
      ]
    case 'element': {
      const parsed = parse(item.bytes)
      if (!parsed) return [unreadable(nameOfCut(item.bytes, format), 'It is not valid JSON.', item.bytes)]
      const result = parser(parsed.value)
      if (!result.ok) return [unreadable(result.title ?? result.id, result.reason, item.bytes)]
      const imported = assemble(result.draft, item.bytes, capturedAt)
      const events: ReadEvent[] = [{ type: 'conversation', entry, original: item.bytes, imported }]
      if (result.problem !== undefined) events.push(unreadable(imported.conversation.title, result.problem, item.bytes))
      return events
    }
  }
}
