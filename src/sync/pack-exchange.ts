import { concatBytes } from '../domain/bytes.ts'
import { CHUNK_BYTES, MAX_PACK_BYTES, chunkCount, chunkSealing, openPack, packKey } from '../domain/pack.ts'
import type { PackStore } from '../domain/ports/rooms.ts'
import type { PackChunk } from './wire.ts'

/** A peer to ask for packs. */
export interface PackPeer {
  wantPack(pack: string, from: number): void
}

export interface PackExchangeOptions {
  readonly space: string
  /** 32 bytes, key `content`. */
  readonly content: Uint8Array
  readonly store: PackStore
  readonly now: () => number
  readonly peers: () => readonly PackPeer[]
  readonly onPack: () => void
  readonly onRefused: (pack: string, reason: string) => Promise<void>
}

interface Fetching {
  peer: PackPeer
  /** Peers that were asked and did not have it, or did not answer. */
  readonly tried: Set<PackPeer>
  at: number
  next: number
  /** Chunks received and not stored yet. */
  loose: Map<number, Uint8Array>
}

const PATIENCE_MS = 5_000
const AT_ONCE = 2
/** Chunks stored together: what a lost connection costs at most. */
const STORED_AT_ONCE = 16

/** Fetches the packs that accepted operations name, chunk by chunk, resumable, and serves those of this space. */
export class PackExchange {
  readonly #options: PackExchangeOptions
  readonly #wanted = new Set<string>()
  readonly #fetching = new Map<string, Fetching>()
  readonly #keys = new Map<string, Promise<CryptoKey>>()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: PackExchangeOptions) {
    this.#options = options
  }

  /** Wants packs, where they are not here yet. */
  async want(packs: Iterable<string>): Promise<void> {
    const { store, space } = this.#options
    for (const pack of packs) {
      if (!this.#wanted.has(pack) && !(await store.get(space, pack))) this.#wanted.add(pack)
    }
    await this.advance()
  }

  /** Asks on: new peers, silent ones given up. Called each second and when something changed. */
  async advance(): Promise<void> {
    const { now, peers, store, space } = this.#options
    const here = new Set(peers())
    for (const [pack, fetching] of this.#fetching) {
      if (here.has(fetching.peer) && now() - fetching.at < PATIENCE_MS) continue
      this.#fetching.delete(pack)
      fetching.tried.add(fetching.peer)
      await store.putChunks(space, pack, fetching.loose)
      this.#ask(pack, fetching.tried, fetching.next, here)
    }
    for (const pack of this.#wanted) {
      if (this.#fetching.size >= AT_ONCE) return
      if (this.#fetching.has(pack) || here.size === 0) continue
      const from = contiguous(await store.chunks(space, pack))
      if (!this.#fetching.has(pack)) this.#ask(pack, new Set(), from, here)
    }
  }

  #ask(pack: string, tried: Set<PackPeer>, from: number, here: ReadonlySet<PackPeer>): void {
    if ([...here].every((peer) => tried.has(peer))) tried.clear()
    const peer = [...here].find((candidate) => !tried.has(candidate))
    if (!peer) return
    this.#fetching.set(pack, { peer, tried, at: this.#options.now(), next: from, loose: new Map() })
    peer.wantPack(pack, from)
  }

  /** The peer does not have it. */
  async lacking(pack: string, peer: PackPeer): Promise<void> {
    const fetching = this.#fetching.get(pack)
    if (fetching?.peer !== peer) return
    fetching.tried.add(peer)
    const others = this.#options.peers().filter((other) => !fetching.tried.has(other))
    // Nobody else to ask now: the patience of `advance` decides when to ask again.
    if (others.length === 0) return
    this.#fetching.delete(pack)
    this.#ask(pack, fetching.tried, fetching.next, new Set(others))
  }

  /** Takes a chunk; one that was not asked for is passed over. */
  take(chunk: PackChunk, peer: PackPeer): Promise<void> {
    const result = this.#queue.then(() => this.#take(chunk, peer))
    this.#queue = result.catch(() => undefined)
    return result
  }

  async #take({ pack, index, last, sealed }: PackChunk, peer: PackPeer): Promise<void> {
    const { store, space, now } = this.#options
    const fetching = this.#fetching.get(pack)
    if (fetching?.peer !== peer || index !== fetching.next || index > MAX_PACK_BYTES / CHUNK_BYTES) return
    fetching.at = now()
    fetching.next = index + 1
    fetching.loose.set(index, sealed)
    if (last) return this.#finish(pack, index, fetching.loose)
    if (fetching.loose.size < STORED_AT_ONCE) return
    await store.putChunks(space, pack, fetching.loose)
    fetching.loose.clear()
  }

  async #finish(pack: string, lastIndex: number, loose: ReadonlyMap<number, Uint8Array>): Promise<void> {
    const { store, space, onPack, onRefused } = this.#options
    const stored = await store.chunks(space, pack)
    const pieces: Uint8Array[] = []
    for (let index = 0; index <= lastIndex; index++) {
      const sealed = loose.get(index) ?? stored.get(index)
      const piece = sealed && (await this.#open(pack, index, index === lastIndex, sealed))
      if (piece) pieces.push(piece)
    }
    this.#fetching.delete(pack)
    await store.dropChunks(space, pack)
    const bytes = concatBytes(...pieces)
    if (openPack(pack, bytes)) {
      await store.put(space, pack, bytes)
      this.#wanted.delete(pack)
      onPack()
    } else {
      await onRefused(pack, 'a pack whose content is not what its id says')
    }
    await this.advance()
  }

  /** Sends the sealed chunks of a pack of this space from an index on; false where it is not one of them. */
  async serve(pack: string, from: number, send: (chunk: PackChunk) => Promise<void>): Promise<boolean> {
    const bytes = await this.#options.store.get(this.#options.space, pack)
    if (!bytes) return false
    const count = chunkCount(bytes.length)
    for (let index = from; index < count; index++) {
      const last = index === count - 1
      const piece = bytes.slice(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)
      const { nonce, aad } = chunkSealing(index, last)
      const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: aad }
      const sealed = await crypto.subtle.encrypt(algorithm, await this.#key(pack), piece)
      await send({ pack, index, last, sealed: new Uint8Array(sealed) })
    }
    return true
  }

  async #open(pack: string, index: number, last: boolean, sealed: Uint8Array): Promise<Uint8Array | undefined> {
    const { nonce, aad } = chunkSealing(index, last)
    try {
      const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: aad }
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, await this.#key(pack), new Uint8Array(sealed)))
    } catch {
      return undefined
    }
  }

  #key(pack: string): Promise<CryptoKey> {
    const known = this.#keys.get(pack)
    if (known) return known
    const raw = new Uint8Array(packKey(this.#options.content, pack))
    const key = crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    this.#keys.set(pack, key)
    return key
  }
}

/** How many chunks are there from 0 on without a gap. */
function contiguous(chunks: ReadonlyMap<number, Uint8Array>): number {
  let count = 0
  while (chunks.has(count)) count += 1
  return count
}
