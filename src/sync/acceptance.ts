import { fromBase64Url } from '../domain/byte-texts.ts'
import { FORK_PROOF } from '../domain/chain.ts'
import type { VerifySignature } from '../domain/ed25519.ts'
import type { Operation, SignedOperation } from '../domain/operation.ts'
import { operationId, operationMessage, parseOperation, readOperation } from '../domain/operation.ts'
import type { OperationLog } from '../domain/ports/rooms.ts'
import { SpaceState } from '../domain/space-state.ts'
import type { MirrorEntry } from './mirror-codec.ts'

const BATCH = 128

export interface AcceptanceOptions {
  readonly space: string
  readonly log: OperationLog
  readonly verify: VerifySignature
  readonly now: () => number
  /** Called with each batch once it is committed, in order of acceptance. */
  readonly onAccepted: (entries: readonly MirrorEntry[], source: object | undefined) => void
}

/** What came of offered operations. */
export interface Outcome {
  readonly accepted: number
  /** Chains of which something before an offered operation is missing, or held back. */
  readonly incomplete: readonly string[]
  /** Devices that signed something that was refused. */
  readonly guilty: readonly string[]
}

/** Devices of whose forks the proof is kept. */
async function forkedDevices(log: OperationLog, space: string): Promise<string[]> {
  const rows = await log.quarantined(space)
  return rows.flatMap(({ reason, device }) => (reason === FORK_PROOF[1] && device !== undefined ? [device] : []))
}

interface Candidate {
  readonly entry: MirrorEntry
  readonly id: string
  readonly parsed: ReturnType<typeof parseOperation>
  readonly signed: boolean
}

/**
 * The one door into a space's log. Offers are handled one at a time whoever they come from, cheapest checks first;
 * what passes is committed before anybody hears of it, what does not goes to quarantine with the reason.
 */
export class Acceptance {
  readonly #options: AcceptanceOptions
  #state: SpaceState
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: AcceptanceOptions) {
    this.#options = options
    this.#state = new SpaceState(options.space)
  }

  /** What the accepted operations add up to. */
  get state(): SpaceState {
    return this.#state
  }

  /** Reads what the log has beyond the state: at the start, after our own writing, after another tab's. */
  pull(): Promise<void> {
    return this.#next(() => this.#readLog())
  }

  /** Judges operations from a peer (`source`), commits the good ones. */
  offer(entries: readonly MirrorEntry[], source?: object): Promise<Outcome> {
    return this.#next(async () => {
      const total = { accepted: 0, incomplete: new Set<string>(), guilty: new Set<string>() }
      for (let from = 0; from < entries.length; from += BATCH) {
        await this.#offerBatch(entries.slice(from, from + BATCH), source, total)
      }
      return { accepted: total.accepted, incomplete: [...total.incomplete], guilty: [...total.guilty] }
    })
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(run)
    this.#queue = result.catch(() => undefined)
    return result
  }

  async #readLog(): Promise<void> {
    const { log, space, onAccepted } = this.#options
    const entries: MirrorEntry[] = []
    const [cursor, forked] = await Promise.all([log.cursor(space), forkedDevices(log, space)])
    for (const device of forked) this.#state.forked.add(device)
    const rows = []
    for (const [device, head] of Object.entries(cursor)) {
      const from = (this.#state.head(device)?.seq ?? 0) + 1
      if (from <= head.seq) rows.push(...(await log.range(space, device, from, head.seq)))
    }
    // By clock, so that a membership entry comes before what it allowed.
    for (const row of rows.toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1))) {
      this.#state.apply(readOperation(row.bytes), row.id)
      entries.push({ device: row.device, seq: row.seq, sig: row.sig, bytes: row.bytes })
    }
    if (entries.length > 0) onAccepted(entries, undefined)
  }

  async #offerBatch(
    entries: readonly MirrorEntry[],
    source: object | undefined,
    total: { accepted: number; incomplete: Set<string>; guilty: Set<string> },
  ): Promise<void> {
    const { log, space, now, onAccepted } = this.#options
    const candidates = await Promise.all(entries.map((entry) => this.#examine(entry)))
    const accepted: { signed: SignedOperation; entry: MirrorEntry }[] = []
    for (const { entry, id, parsed, signed } of candidates) {
      if (this.#state.idAt(entry.device, entry.seq) === id) continue
      if (!parsed.ok) {
        await this.#refuse(entry, parsed.error)
        continue
      }
      const operation: Operation = parsed.value
      const verdict = this.#state.judge(operation, id, now())
      switch (verdict.kind) {
        case 'known':
          break
        case 'gap':
          total.incomplete.add(entry.device)
          break
        case 'held':
          total.incomplete.add(entry.device)
          break
        case 'refuse':
          await this.#refuse(entry, verdict.reason)
          if (signed) total.guilty.add(entry.device)
          break
        case 'fork':
          if (!signed) {
            await this.#refuse(entry, 'a false signature')
            break
          }
          total.guilty.add(entry.device)
          await this.#keepProof(entry)
          break
        case 'accept':
          if (!signed) {
            await this.#refuse(entry, 'a false signature')
            break
          }
          this.#state.apply(operation, id)
          accepted.push({ signed: { operation, id, bytes: entry.bytes, sig: entry.sig }, entry })
      }
    }
    if (accepted.length === 0) return
    if (
      await log.commit(
        space,
        accepted.map(({ signed }) => signed),
      )
    ) {
      total.accepted += accepted.length
      onAccepted(
        accepted.map(({ entry }) => entry),
        source,
      )
    } else {
      // Another tab committed first: the log is right, so the state is read from it again.
      this.#state = new SpaceState(space)
      for (const { entry } of accepted) total.incomplete.add(entry.device)
      await this.#readLog()
    }
  }

  async #examine(entry: MirrorEntry): Promise<Candidate> {
    const id = operationId(entry.bytes)
    if (this.#state.idAt(entry.device, entry.seq) === id) {
      return { entry, id, parsed: { ok: false, error: 'known' }, signed: false }
    }
    let parsed = parseOperation(entry.bytes)
    if (parsed.ok && (parsed.value.device !== entry.device || parsed.value.seq !== entry.seq)) {
      parsed = { ok: false, error: 'an operation in another’s place' }
    }
    const signed =
      parsed.ok && (await this.#options.verify(fromBase64Url(entry.device), operationMessage(entry.bytes), entry.sig))
    return { entry, id, parsed, signed }
  }

  async #keepProof(entry: MirrorEntry): Promise<void> {
    const { log, space } = this.#options
    this.#state.forked.add(entry.device)
    const other = (await log.range(space, entry.device, entry.seq, entry.seq))[0]
    if (other) await this.#refuse({ ...entry, bytes: other.bytes, sig: other.sig }, FORK_PROOF[0])
    await this.#refuse(entry, FORK_PROOF[1])
  }

  async #refuse(entry: MirrorEntry, reason: string): Promise<void> {
    const { log, space, now } = this.#options
    const { device, seq, bytes, sig } = entry
    const detail = `operation ${seq} of device ${device.slice(0, 8)}…`
    await log.quarantine({ space, at: now(), reason, detail, device, seq, bytes, sig })
  }
}
