import { shownOf, type Derivation } from '../domain/acu.ts'
import type { Decision } from '../domain/backup.ts'
import { mediaTypeOf, pointersOf } from '../domain/asset.ts'
import type { ImportedConversation, Message } from '../domain/conversation.ts'
import { mergeConversation } from '../domain/merge-conversation.ts'
import { isVisible } from '../domain/message-tree.ts'
import type { ReadEvent, RefusedFile } from '../domain/ports/importing.ts'
import type { Derive } from '../domain/ports/knowledge.ts'
import { DiskFullError, type ImportStore, type Outcome, type Tally } from '../domain/ports/library-store.ts'
import { PERSONAL_FROM } from '../domain/privacy-list.ts'
import type { ImportState, ImportStatus, Receipt } from '../domain/receipt.ts'
import { ReceiptBuilder } from './receipt-builder.ts'

/** A file to read, in the browser or in Node. */
export type NamedBlob = Blob & { readonly name: string }

/** What an import needs of the other layers; the composition root hands it over. */
export interface ImportPorts {
  readonly store: ImportStore
  /** Here, or in a worker of its own. */
  readonly derive: (...of: Parameters<Derive>) => Derivation | Promise<Derivation>
  readonly read: (file: NamedBlob, options: { capturedAt: number; signal: AbortSignal }) => AsyncIterable<ReadEvent>
  /** What a reader's exception says about a whole file; undefined for one it did not foresee. */
  readonly refusal: (error: unknown) => RefusedFile | undefined
  /** SHA-256 of bytes, 64 hex characters. */
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
  /** Frees what this import can do without; false where there was nothing (left) to free. */
  readonly makeRoom: () => Promise<boolean>
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number
}

const REPORT_EVERY_MS = 250
/** So much may wait to be written: enough for a full transaction while one is under way, not more, to bound memory. */
const MAX_WAITING = { conversations: 64, bytes: 8 * 1024 * 1024 }

/**
 * Reads files into the library, each conversation whole or not at all, and keeps the receipt. Reading, deriving and
 * writing overlap by some conversations, so memory does not grow with the file. Called again with the same id after it was
 * interrupted, it counts what is already there instead of doing it again. Never rejects for what a file holds, nor for
 * a full disk: it stops, what fits is kept, and `isStored` says whether the receipt fitted too.
 */
export async function runImport(
  ports: ImportPorts,
  job: {
    readonly id: string
    readonly files: readonly NamedBlob[]
    readonly startedAt: number
    readonly sample: boolean
  },
  onState: (state: ImportState) => void,
  signal: AbortSignal,
): Promise<{ readonly receipt: Receipt; readonly isStored: boolean }> {
  const builder = new ReceiptBuilder(job)
  await putReceipt(ports, builder.receipt('running'))
  let lastReport = 0
  const report = (always = false): void => {
    const now = ports.now()
    if (!always && now - lastReport < REPORT_EVERY_MS) return
    lastReport = now
    onState(builder.state(now))
  }

  let status: ImportStatus = 'done'
  for (const file of job.files) {
    builder.beginFile(file.name, file.size, ports.now())
    report(true)
    try {
      await readFile(ports, job.id, file, builder, report, signal)
    } catch (error) {
      if (signal.aborted) status = 'cancelled'
      else if (error instanceof DiskFullError) {
        builder.refuse({
          code: 'disk-full',
          message:
            'This device has no room left for more. What was read so far is safe. Free some space, then choose the same file again to go on.',
        })
        status = 'interrupted'
      } else {
        builder.refuse(ports.refusal(error) ?? failed(error))
      }
    }
    if (status !== 'done') break
  }
  const receipt = builder.receipt(status, ports.now())
  const isStored = await putReceipt(ports, receipt)
  report(true)
  return { receipt, isStored }
}

/** Stores a receipt; false where there is no room even for that. */
async function putReceipt(ports: ImportPorts, receipt: Receipt): Promise<boolean> {
  try {
    await withRoom(ports, () => ports.store.putReceipt(receipt))
    return true
  } catch (error) {
    if (error instanceof DiskFullError) return false
    throw error
  }
}

/** Writes something; once more where the disk is full and something could be freed. */
async function withRoom(ports: ImportPorts, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!(error instanceof DiskFullError) || !(await ports.makeRoom())) throw error
    await write()
  }
}

/** For an exception nobody foresaw: the person still gets a receipt, and the message for a report. */
const failed = (error: unknown): RefusedFile => ({
  code: 'broken',
  message: `VIVIM could not go on with this file (${error instanceof Error ? error.message : String(error)}). What was read so far is safe.`,
})

async function readFile(
  ports: ImportPorts,
  importId: string,
  file: NamedBlob,
  builder: ReceiptBuilder,
  report: () => void,
  signal: AbortSignal,
): Promise<void> {
  const capturedAt = ports.now()
  /** Conversations being written, by id: the next copy of one must see it. */
  const writing = new Map<string, Promise<void>>()
  /** Of their originals. */
  let bytes = 0
  const decisions: Decision[] = []
  try {
    for await (const event of ports.read(file, { capturedAt, signal })) {
      signal.throwIfAborted()
      if (event.type === 'conversation') {
        const { imported, original } = event
        const { id } = imported.conversation
        // Not awaited yet: only what is known already is compared by it.
        const originalHash = ports.sha256(original)
        await writing.get(id)
        const next = await prepare(ports, importId, event, originalHash, builder)
        while (writing.size >= MAX_WAITING.conversations || (bytes > MAX_WAITING.bytes && writing.size > 0))
          await Promise.race(writing.values())
        if (next) {
          bytes += original.length
          const written = write(ports, importId, next, event, originalHash).then((tally) => {
            builder.count(next.outcome, tally, next.imported.conversation, event.companion)
            bytes -= original.length
            writing.delete(id)
          })
          // Handled where it is awaited; this only keeps it from being reported as unhandled meanwhile.
          written.catch(() => undefined)
          writing.set(id, written)
        }
      } else if (event.type === 'decision') decisions.push(event.decision)
      else builder.add(event)
      report()
    }
    await Promise.all(writing.values())
    // Last, so that what they are about is there.
    if (decisions.length > 0) await ports.store.decide(importId, decisions)
  } finally {
    await Promise.allSettled(writing.values())
  }
}

/** Derives the cards of a conversation and writes it with its files; gives what there was to count. */
async function write(
  ports: ImportPorts,
  importId: string,
  prepared: Prepared,
  { original, assets }: Extract<ReadEvent, { type: 'conversation' }>,
  originalHash: Promise<string>,
): Promise<Tally> {
  const { conversation, messages } = prepared.imported
  const derivation = await ports.derive(conversation, messages)
  const counted = tallyOf(prepared.imported, derivation)
  const { id } = conversation
  let found = 0
  // One after the other, since each may be large.
  for (const { pointer, name, read } of assets) {
    const bytes = await read().catch(() => undefined)
    if (!bytes) continue
    const sha256 = await ports.sha256(bytes)
    const mediaType = mediaTypeOf(bytes)
    const asset = { pointer, sha256, bytes, mediaType, ...(name !== undefined && { name }) }
    await withRoom(ports, () => ports.store.saveAsset(id, asset))
    found++
  }
  const named = pointersOf(messages).length
  const tally = { ...counted, assets: found, assetsMissing: Math.max(0, named - found) }
  const whole = { ...prepared, derivation, tally, importId, original, originalHash: await originalHash }
  await withRoom(ports, () => ports.store.save(whole))
  return tally
}

interface Prepared {
  readonly outcome: 'new' | 'updated'
  readonly imported: ImportedConversation
  readonly former: readonly Message[]
}

/** Decides what to write of a conversation; counts it at once where there is nothing to write. */
async function prepare(
  ports: ImportPorts,
  importId: string,
  { imported, companion }: Extract<ReadEvent, { type: 'conversation' }>,
  originalHash: Promise<string>,
  builder: ReceiptBuilder,
): Promise<Prepared | undefined> {
  const { conversation } = imported
  const known = await ports.store.known(originalHash, imported, importId)
  const skip = (outcome: Outcome, tally?: Tally): undefined => {
    builder.count(outcome, tally, conversation, companion)
    return undefined
  }
  if (known?.state === 'deleted') return skip('deleted')
  if (known?.state === 'same')
    return known.resumed ? skip(known.resumed.outcome, known.resumed.tally) : skip('unchanged')
  if (!known) return { outcome: 'new', imported, former: [] }

  const stored = await ports.store.read(conversation.id)
  if (!stored) return { outcome: 'new', imported, former: [] }
  const merged = mergeConversation(stored, imported)
  return merged.changed ? { outcome: 'updated', imported: merged.imported, former: merged.former } : skip('unchanged')
}

function tallyOf({ conversation, messages }: ImportedConversation, derivation: Derivation): Tally {
  const shown = shownOf(derivation)
  return {
    messages: messages.filter(isVisible).length,
    cards: shown.cards.length,
    links: shown.links.length,
    forks: conversation.counts.forks,
    secrets: derivation.cards.filter((card) => card.securityLevel >= PERSONAL_FROM).length,
    assets: 0,
    assetsMissing: 0,
  }
}
