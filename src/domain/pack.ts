import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, fromUtf8, utf8 } from './bytes.ts'
import { fromHex } from './byte-texts.ts'
import { canonicalJson, canonicalJsonBytes } from './canonical-json.ts'
import { sha3Hex } from './hash.ts'
import { isObject } from './json.ts'
import { hasExactly, isHex } from './protocol-json.ts'
import { contentMatches } from './shared-card.ts'

/** Plain bytes in one chunk of a pack: one frame on the wire. */
export const CHUNK_BYTES = 65_000
/** Largest pack, bytes. */
export const MAX_PACK_BYTES = 4 * 1024 * 1024
const MAX_ITEMS = 50

/** Contents of cards that are too long for an operation. */
export interface CardPack {
  readonly v: 1
  readonly kind: 'contents'
  readonly items: readonly { readonly id: string; readonly content: string }[]
}

/** A pack as it is made: its id, its bytes, and the ids of the cards in it. */
export interface MadePack {
  readonly id: string
  readonly bytes: Uint8Array
  readonly cards: readonly string[]
}

/** Packs of contents (id and canonical text), each at most 50 items and 4 MiB, with the bytes and their SHA3-256. */
export function packContents(contents: readonly { id: string; content: string }[]): MadePack[] {
  const packs: MadePack[] = []
  let items: { id: string; content: string }[] = []
  let size = 0
  const close = () => {
    if (items.length === 0) return
    const bytes = canonicalJsonBytes({ v: 1, kind: 'contents', items })
    packs.push({ id: sha3Hex(bytes), bytes, cards: items.map(({ id }) => id) })
    items = []
    size = 0
  }
  for (const { id, content } of contents) {
    const bytes = canonicalJsonBytes({ content, id }).length + 1
    if (bytes > MAX_PACK_BYTES - 64) throw new RangeError('content too long for a pack')
    if (items.length === MAX_ITEMS || size + bytes > MAX_PACK_BYTES - 64) close()
    items.push({ id, content })
    size += bytes
  }
  close()
  return packs
}

/** The pack of these bytes, where size, hash, canonical form, schema and every content hash are right. */
export function openPack(id: string, bytes: Uint8Array): CardPack | undefined {
  if (bytes.length > MAX_PACK_BYTES || sha3Hex(bytes) !== id) return undefined
  const record = parse(bytes)
  if (!record || !hasExactly(record, ['v', 'kind', 'items']) || record['v'] !== 1) return undefined
  const { kind, items } = record
  if (kind !== 'contents' || !Array.isArray(items) || items.length === 0 || items.length > MAX_ITEMS) return undefined
  const sound = items.every(
    (item: unknown) =>
      isObject(item) &&
      hasExactly(item, ['id', 'content']) &&
      isHex(item['id'], 32) &&
      typeof item['content'] === 'string' &&
      contentMatches(item['id'], item['content']),
  )
  return sound ? (record as unknown as CardPack) : undefined
}

function parse(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const text = fromUtf8(bytes)
    const value: unknown = JSON.parse(text)
    return isObject(value) && canonicalJson(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

/** The pack in bytes of our own store, which holds only what was checked before. */
export const readPack = (bytes: Uint8Array): CardPack => JSON.parse(fromUtf8(bytes)) as CardPack

/** How many chunks a pack of this many bytes has. */
export const chunkCount = (bytes: number): number => Math.max(1, Math.ceil(bytes / CHUNK_BYTES))

/** Key (32 bytes) that seals a pack on its way: HKDF(salt packId, key `content`, `vivim/v1/pack`). */
export const packKey = (content: Uint8Array, packId: string): Uint8Array =>
  expand(sha256, extract(sha256, content, fromHex(packId)), utf8('vivim/v1/pack'), 32)

/** AES-256-GCM nonce (96-bit index) and additional data of chunk `index`. */
export function chunkSealing(
  index: number,
  last: boolean,
): { nonce: Uint8Array<ArrayBuffer>; aad: Uint8Array<ArrayBuffer> } {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(8, index)
  return { nonce, aad: concatBytes(utf8('vivim-pack-v1'), nonce, Uint8Array.of(last ? 1 : 0)) }
}
