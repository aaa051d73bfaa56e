import type { Conversation, Provider } from '../domain/conversation.ts'
import type { ReadEvent } from '../domain/ports/importing.ts'
import { redactedSample } from '../domain/redacted-sample.ts'
import type { Outcome, Tally } from '../domain/ports/library-store.ts'
import {
  NO_COUNTS,
  addCounts,
  type FileReceipt,
  type ImportCounts,
  type ImportState,
  type ImportStatus,
  type Receipt,
  type SkippedItem,
  type UnreadableItem,
} from '../domain/receipt.ts'

/** Lists in a receipt end here; the counts go on. A file made to fill the receipt should not. */
const MAX_LISTED = 1000
const RECENT = 3
/** Samples of unreadable things are kept for the first few: the others are mostly broken in the same way. */
const MAX_SAMPLES = 10
/** Enough to see the shape of what is at its start. */
const MAX_SAMPLED_BYTES = 2 * 1024 * 1024

interface OpenFile {
  readonly name: string
  readonly size: number
  readonly beganAt: number
  format?: string
  provider?: Provider
  counts: ImportCounts
  read: number
  refused?: NonNullable<FileReceipt['refused']>
  readonly unreadable: UnreadableItem[]
  readonly skipped: SkippedItem[]
}

/** Counts what an import does, for its live state and its receipt. */
export class ReceiptBuilder {
  readonly #job: { readonly id: string; readonly startedAt: number; readonly sample: boolean }
  readonly #files: OpenFile[] = []
  #recent: ImportState['recent'] = []

  constructor(job: { readonly id: string; readonly startedAt: number; readonly sample: boolean }) {
    this.#job = job
  }

  /** A file begins; `now` in ms. */
  beginFile(name: string, size: number, now: number): void {
    this.#files.push({ name, size, beganAt: now, counts: NO_COUNTS, read: 0, unreadable: [], skipped: [] })
  }

  /** An event of the reader other than a conversation. */
  add(event: Exclude<ReadEvent, { type: 'conversation' }>): void {
    const file = this.#file()
    switch (event.type) {
      case 'detected':
        file.format ??= event.format
        file.provider ??= event.provider
        break
      case 'progress':
        file.read = event.read
        break
      case 'skipped':
        if (file.skipped.length < MAX_LISTED) file.skipped.push({ entry: event.entry, reason: event.reason })
        break
      case 'unreadable':
        file.counts = addCounts(file.counts, { ...NO_COUNTS, unreadable: 1 })
        if (file.unreadable.length < MAX_LISTED) file.unreadable.push(itemOf(event, file.unreadable.length))
        break
    }
  }

  /** A conversation is done. Sums count only what this import wrote; companions are counted by themselves. */
  count(outcome: Outcome, tally: Tally | undefined, conversation: Conversation, isCompanion = false): void {
    const file = this.#file()
    if (isCompanion) {
      const written = outcome === 'new' || outcome === 'updated' ? 1 : 0
      file.counts = addCounts(file.counts, { ...NO_COUNTS, companions: written })
      return
    }
    file.counts = addCounts(file.counts, { ...NO_COUNTS, ...tally, read: 1, [outcome]: 1 })
    if (outcome === 'new' || outcome === 'updated') {
      const { id, title, provider } = conversation
      this.#recent = [{ id, title, provider, cards: tally?.cards ?? 0 }, ...this.#recent].slice(0, RECENT)
    }
  }

  /** The rest of the file will not be read. */
  refuse(why: NonNullable<FileReceipt['refused']>): void {
    this.#file().refused = why
  }

  /** The receipt so far. */
  receipt(status: ImportStatus, finishedAt?: number): Receipt {
    const files = this.#files.map(
      ({ name, size, format, provider, counts, unreadable, skipped, refused }): FileReceipt => ({
        name,
        size,
        ...(format !== undefined && { format }),
        ...(provider !== undefined && { provider }),
        counts,
        unreadable: [...unreadable],
        skipped: [...skipped],
        ...(refused !== undefined && { refused }),
      }),
    )
    return {
      ...this.#job,
      status,
      ...(finishedAt !== undefined && { finishedAt }),
      files,
      counts: files.reduce((sum, file) => addCounts(sum, file.counts), NO_COUNTS),
    }
  }

  /** The live state; `now` in ms. Time left is told once 3 % and 2 s are behind us, from the pace so far. */
  state(now: number): ImportState {
    const file = this.#file()
    const elapsed = (now - file.beganAt) / 1000
    const share = file.size > 0 ? file.read / file.size : 0
    return {
      id: this.#job.id,
      receipt: this.receipt('running'),
      file: file.name,
      bytesRead: file.read,
      bytesTotal: file.size,
      ...(share > 0.03 && elapsed > 2 && { secondsLeft: Math.round((elapsed * (1 - share)) / share) }),
      recent: this.#recent,
    }
  }

  #file(): OpenFile {
    const file = this.#files.at(-1)
    if (!file) throw new Error('no file has begun')
    return file
  }
}

function itemOf(
  { entry, name, reason, original }: Extract<ReadEvent, { type: 'unreadable' }>,
  listed: number,
): UnreadableItem {
  if (!original || listed >= MAX_SAMPLES || original.length > MAX_SAMPLED_BYTES) return { entry, name, reason }
  return { entry, name, reason, sample: redactedSample(new TextDecoder().decode(original)) }
}
