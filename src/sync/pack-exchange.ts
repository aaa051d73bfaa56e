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
  readonly loose: Map<number, Uint8Array>
}

const PATIENCE_MS = 5_000
const AT_ONCE = 4
/** Chunks stored together: what a lost connection costs at most. */
const STORED_AT_ONCE = 16

/** Fetches the packs that accepted operations name, chunk by chunk, resumable, and serves those of this space. */
export class PackExchange {
  readonly #options: PackExchangeOptions
  /** Packs not here yet, with how many of their chunks are stored from 0 on. */
  readonly #wanted = new Map<string, number>()
  /** Packs looked up before: here, or wanted. */
  readonly #known = new Set<string>()
  readonly #fetching = new Map<string, Fetching>()
  /** Packs whose last chunk came, being opened and stored. */
  readonly #finishing = new Set<string>()
  readonly #keys = new Map<string, Promise<CryptoKey>>()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: PackExchangeOptions) {
    this.#options = options
  }

  /** Wants packs, where they are not here yet. */
  async want(packs: Iterable<string>): Promise<void> {
    const { store, space } = this.#options
    const unknown = [...packs].filter((pack) => !this.#known.has(pack))
    unknown.forEach((pack) => this.#known.add(pack))
    await Promise.all(
      unknown.map(async (pack) => {
        const [bytes, chunks] = await Promise.all([store.get(space, pack), store.chunks(space, pack)])
        if (!bytes) this.#wanted.set(pack, contiguous(chunks))
      }),
    )
    await this.advance()
  }

  /** Asks on: new peers, silent ones given up. Called each second and when something changed. */
  async advance(): Promise<void> {
    const { now, peers } = this.#options
    const here = new Set(peers())
    for (const [pack, fetching] of this.#fetching) {
      if (here.has(fetching.peer) && now() - fetching.at < PATIENCE_MS) continue
      this.#fetching.delete(pack)
      fetching.tried.add(fetching.peer)
      await this.#store(pack, fetching)
      this.#ask(pack, fetching.tried, fetching.next, here)
    }
    for (const [pack, stored] of this.#wanted) {
      if (this.#fetching.size >= AT_ONCE) return
      if (!this.#fetching.has(pack) && !this.#finishing.has(pack)) this.#ask(pack, new Set(), stored, here)
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
    const { now } = this.#options
    const fetching = this.#fetching.get(pack)
    if (fetching?.peer !== peer || index !== fetching.next || index > MAX_PACK_BYTES / CHUNK_BYTES) return
    fetching.at = now()
    fetching.next = index + 1
    fetching.loose.set(index, sealed)
    if (last) {
      this.#fetching.delete(pack)
      this.#finishing.add(pack)
      // Not waited for: chunks of other packs come meanwhile. A pack that cannot be stored is asked for again.
      void this.#finish(pack, index, fetching.loose)
        .catch(() => undefined)
        .finally(() => this.#finishing.delete(pack))
      await this.advance()
    } else if (fetching.loose.size >= STORED_AT_ONCE) await this.#store(pack, fetching)
  }

  /** Puts chunks where a reload finds them. */
  async #store(pack: string, fetching: Fetching): Promise<void> {
    const { store, space } = this.#options
    await store.putChunks(space, pack, fetching.loose)
    fetching.loose.clear()
    this.#wanted.set(pack, fetching.next)
  }

  async #finish(pack: string, lastIndex: number, loose: ReadonlyMap<number, Uint8Array>): Promise<void> {
    const { store, space, onPack, onRefused } = this.#options
    const isPartlyStored = (this.#wanted.get(pack) ?? 0) > 0
    const stored = isPartlyStored ? await store.chunks(space, pack) : new Map<number, Uint8Array>()
    const opened = await Promise.all(
      Array.from({ length: lastIndex + 1 }, async (_, index) => {
        const sealed = loose.get(index) ?? stored.get(index)
        return (sealed && (await this.#open(pack, index, index === lastIndex, sealed))) ?? new Uint8Array()
      }),
    )
    if (isPartlyStored) await store.dropChunks(space, pack)
    this.#wanted.set(pack, 0)
    const bytes = concatBytes(...opened)
    if (openPack(pack, bytes)) {
      await store.put(space, pack, bytes)
      this.#wanted.delete(pack)
      onPack()
    } else {
      await onRefused(pack, 'a pack whose content is not what its id says')
    }
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
