import type { Head, SyncCursor } from './chain.ts'
import { placeInChain } from './chain.ts'
import { decodeHlc, isAhead } from './hlc.ts'
import type { MembershipEntry } from './membership.ts'
import { parseMembership } from './membership.ts'
import type { Operation } from './operation.ts'
import { cleanName } from './room-link.ts'
import { hasExactly } from './protocol-json.ts'
import { parseSharedCard } from './shared-card.ts'
import type { Genesis } from './space.ts'

/** Most operations of one device in a room. */
export const MAX_CHAIN = 4096
const MAX_DEVICES = 256

/** What is to be done with an operation whose bytes are in order. The signature is judged elsewhere. */
export type Verdict =
  | { readonly kind: 'accept' | 'known' | 'gap' }
  /** Nobody's fault: judged again later. */
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string }
  /** Another operation stands at its place: a fork, if its signature is right. */
  | { readonly kind: 'fork' }

/** What the accepted operations of a space add up to, as far as it decides about the next one. */
export class SpaceState {
  readonly space: string
  genesis: Genesis | undefined
  /** Packs named by accepted operations. */
  readonly packs = new Set<string>()
  /** Chains whose author signed two histories: nothing more is taken from them. */
  readonly forked = new Set<string>()
  /** Devices that may write, with the person and the place of the entry that let them in. */
  readonly #editors = new Map<string, { did: string; since: number }>()
  readonly #epochs = new Map<string, number>()
  readonly #chains = new Map<string, { did: string; ids: string[]; hlc: string; epoch: number }>()
  #latestHlc = ''
  #epoch: string | null = null

  constructor(space: string) {
    this.space = space
  }

  /** Id of the newest membership entry; null before the first. */
  get epoch(): string | null {
    return this.#epoch
  }

  /** The greatest clock reading accepted; empty before the first. */
  get latestHlc(): string {
    return this.#latestHlc
  }

  head(device: string): Head | undefined {
    const ids = this.#chains.get(device)?.ids
    return ids && { seq: ids.length, id: ids[ids.length - 1]! }
  }

  idAt(device: string, seq: number): string | undefined {
    return this.#chains.get(device)?.ids[seq - 1]
  }

  cursor(): SyncCursor {
    return Object.fromEntries([...this.#chains.keys()].map((device) => [device, this.head(device)!]))
  }

  /** True where the device may write as this person. */
  mayWrite(device: string, did: string): boolean {
    return this.#isAdmin(device, did) || this.#editors.get(device)?.did === did
  }

  /** How many devices were let in beside the admin. */
  get admitted(): number {
    return this.#editors.size
  }

  /** Judges an operation against the accepted ones: space, certificate, role, clock, place, record. */
  judge(operation: Operation, id: string, now: number): Verdict {
    if (operation.space !== this.space) return refuse('an operation of another space')
    const chain = this.#chains.get(operation.device)
    const idAt = (seq: number) => this.idAt(operation.device, seq)
    if (chain && operation.seq <= chain.ids.length && idAt(operation.seq) === id) return { kind: 'known' }
    if (chain && chain.did !== operation.did) return refuse('another author than its device’s')
    if (this.forked.has(operation.device)) return refuse('a chain its author forked')
    const role = this.#judgeRole(operation)
    if (role) return role
    const time = decodeHlc(operation.hlc)!
    if (isAhead(time.ms, now)) return { kind: 'held', reason: 'its clock is more than five minutes ahead' }
    const place = placeInChain({ seq: operation.seq, prev: operation.prev, id }, this.head(operation.device), idAt)
    if (place === 'fork') return { kind: 'fork' }
    if (place !== 'next') return { kind: place }
    if (operation.seq > MAX_CHAIN) return refuse('more operations than a room holds')
    if (chain && operation.hlc <= chain.hlc) return refuse('a clock that went back along its chain')
    if (!chain && this.#chains.size >= MAX_DEVICES) return refuse('more devices than a room holds')
    return judgeRecord(operation) ?? { kind: 'accept' }
  }

  /** Adds an operation that {@link judge} accepts, or that was accepted before. */
  apply(operation: Operation, id: string): void {
    const { device, did } = operation
    const chain = this.#chains.get(device) ?? { did, ids: [], hlc: '', epoch: -1 }
    chain.ids.push(id)
    chain.hlc = operation.hlc
    chain.epoch = operation.epoch === null ? -1 : (this.#epochs.get(operation.epoch) ?? -1)
    this.#chains.set(device, chain)
    if (operation.hlc > this.#latestHlc) this.#latestHlc = operation.hlc
    if (operation.tableName === 'membership') {
      const entry = parseMembership(this.space, operation.payload)
      if (entry) this.#enter(entry, id)
    } else if (operation.tableName === 'acus' && typeof operation.payload['pack'] === 'string') {
      this.packs.add(operation.payload['pack'])
    }
  }

  #enter(entry: MembershipEntry, id: string): void {
    this.#epochs.set(id, this.#epochs.size)
    this.#epoch = id
    if (entry.type === 'create') this.genesis = entry.genesis
    else this.#editors.set(entry.device, { did: entry.did, since: this.#epochs.size - 1 })
  }

  #isAdmin(device: string, did: string): boolean {
    return this.genesis?.adminDevice === device && this.genesis.ownerDid === did
  }

  #judgeRole(operation: Operation): Verdict | undefined {
    const { device, did, tableName, epoch, seq } = operation
    if (tableName === 'membership') {
      const entry = parseMembership(this.space, operation.payload)
      if (!entry || operation.recordId !== this.space || operation.operation !== 'INSERT') {
        return refuse('no membership entry')
      }
      if (entry.type === 'create') {
        const { adminDevice, ownerDid } = entry.genesis
        const first = seq === 1 && epoch === null && adminDevice === device && ownerDid === did
        return first ? undefined : refuse('a beginning by somebody else')
      }
      if (!this.genesis) return { kind: 'gap' }
      if (!this.#isAdmin(device, did)) return refuse('a membership entry by somebody who is not the admin')
    }
    if (!this.genesis) return { kind: 'gap' }
    const editor = this.#editors.get(device)
    if (!this.#isAdmin(device, did) && editor?.did !== did) {
      return editor
        ? refuse('another author than the device let in')
        : { kind: 'held', reason: 'its device is not let in' }
    }
    if (epoch === null) return refuse('no epoch')
    const at = this.#epochs.get(epoch)
    if (at === undefined) return { kind: 'held', reason: 'a membership entry not known yet' }
    if (editor && at < editor.since) return refuse('written before its device was let in')
    if (at < (this.#chains.get(device)?.epoch ?? -1) && seq > (this.#chains.get(device)?.ids.length ?? 0)) {
      return refuse('an epoch that went back along its chain')
    }
    return undefined
  }
}

function judgeRecord({ did, operation, tableName, recordId, payload }: Operation): Verdict | undefined {
  switch (tableName) {
    case 'membership':
      return undefined
    case 'profiles': {
      const { v, name } = payload
      const sound =
        v === 1 && hasExactly(payload, ['v', 'name']) && typeof name === 'string' && cleanName(name) === name
      return sound && recordId === did && operation !== 'DELETE' ? undefined : refuse('no name of its author')
    }
    case 'acus':
      if (operation === 'DELETE') return hasExactly(payload, []) ? undefined : refuse('a deletion with content')
      if (operation === 'UPDATE') return refuse('a change of a card, which cannot change')
      return parseSharedCard(recordId, payload) ? undefined : refuse('a card whose content is not what its id says')
    default:
      return refuse('a table rooms do not have')
  }
}

const refuse = (reason: string): Verdict => ({ kind: 'refuse', reason })
