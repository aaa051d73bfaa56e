import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from './bytes.ts'
import { fromHex, toBase64Url, toHex } from './byte-texts.ts'
import { keyOfDid } from './did-key.ts'
import { isSoundKey, labelled, publicKeyOf, signBytes, verifyBytes } from './ed25519.ts'
import { sha3Hex } from './hash.ts'
import { base64UrlOf, base64UrlUpTo, hasExactly, parseProtocolBytes, protocolBytes } from './protocol-json.ts'

const GENESIS_LABEL = 'vivim-space-v1'
const JOIN_LABEL = 'vivim-join-v1'
const MAX_BYTES = 2048

/** How a space began. Its SHA3-256 is the space's id. Keys and nonce are base64url. */
export interface Genesis {
  readonly v: 1
  readonly kind: 'self' | 'room' | 'circle' | 'shelf'
  readonly ownerDid: string
  readonly adminDevice: string
  /** Public key of the seed in links that may write. */
  readonly inviteKey?: string
  /** Milliseconds since 1970 UTC. Binds honest apps. */
  readonly expires?: number
  /** How many devices the admin lets in. */
  readonly maxUses?: number
  /** 16 random bytes. */
  readonly nonce: string
}

/** A genesis with its bytes and the admin device's signature over them. */
export interface SignedGenesis {
  readonly genesis: Genesis
  readonly space: string
  readonly bytes: Uint8Array
  readonly sig: Uint8Array
}

/** Id of a space: SHA3-256 of its genesis bytes, 64 hex characters. */
export const spaceId = (genesisBytes: Uint8Array): string => sha3Hex(genesisBytes)

/** Signs a genesis with the admin device's seed (32 bytes). */
export function signGenesis(genesis: Genesis, deviceSeed: Uint8Array): SignedGenesis {
  const bytes = protocolBytes(genesis)
  return { genesis, bytes, space: spaceId(bytes), sig: signBytes(deviceSeed, labelled(GENESIS_LABEL, bytes)) }
}

/** The genesis of a space, where bytes (base64url), signature (base64url) and id belong together; else undefined. */
export function openGenesis(space: string, bytes: unknown, sig: unknown): Genesis | undefined {
  const raw = base64UrlUpTo(bytes, MAX_BYTES)
  const signature = base64UrlOf(sig, 64)
  if (!raw || !signature || spaceId(raw) !== space) return undefined
  const record = parseProtocolBytes(raw, MAX_BYTES)
  if (!record || record['v'] !== 1 || !hasExactly(record, GENESIS_KEYS)) return undefined
  const admin = base64UrlOf(record['adminDevice'], 32)
  if (!admin || !isSoundKey(admin) || !keyOfDid(record['ownerDid'])) return undefined
  if (!['self', 'room', 'circle', 'shelf'].includes(record['kind'] as string)) return undefined
  const { inviteKey, expires, maxUses } = record
  if (inviteKey !== undefined && !isSoundKey(base64UrlOf(inviteKey, 32) ?? new Uint8Array())) return undefined
  if (expires !== undefined && !isCount(expires)) return undefined
  if (maxUses !== undefined && !isCount(maxUses)) return undefined
  if (!base64UrlOf(record['nonce'], 16)) return undefined
  return verifyBytes(admin, labelled(GENESIS_LABEL, raw), signature) ? (record as unknown as Genesis) : undefined
}

const GENESIS_KEYS = ['v', 'kind', 'ownerDid', 'adminDevice', '?inviteKey', '?expires', '?maxUses', 'nonce']

/** Keys of a space for one period, derived from its secret (HKDF-SHA256, RFC 5869). */
export interface SpaceKeys {
  /** Name at the signaling server: 64 hex characters. */
  readonly topic: string
  /** Password that seals signaling: base64url. */
  readonly signal: string
  /** MAC key of the handshake, 32 bytes. */
  readonly hello: Uint8Array
  /** Key from which the keys of packs come, 32 bytes. */
  readonly content: Uint8Array
}

/** PRK = Extract(salt = space, secret); each key = Expand(PRK, `vivim/v1/` + label, 32). */
export function spaceKeys(space: string, secret: Uint8Array): SpaceKeys {
  const prk = extract(sha256, secret, fromHex(space))
  const key = (label: string) => expand(sha256, prk, utf8(`vivim/v1/${label}`), 32)
  return {
    topic: toHex(key('topic')),
    signal: toBase64Url(key('signal')),
    hello: key('hello'),
    content: key('content'),
  }
}

/** Asks the admin to let a device write: made by whoever has the link's invite seed. */
export interface Join {
  readonly v: 1
  readonly space: string
  readonly did: string
  readonly device: string
}

/** Signs a join with the invite seed (32 bytes): bytes and signature. */
export function signJoin(join: Join, inviteSeed: Uint8Array): { bytes: Uint8Array; sig: Uint8Array } {
  const bytes = protocolBytes(join)
  return { bytes, sig: signBytes(inviteSeed, labelled(JOIN_LABEL, bytes)) }
}

/** The join, where it is for this space and signed by the invite key (base64url); else undefined. */
export function openJoin(space: string, inviteKey: string, bytes: Uint8Array, sig: Uint8Array): Join | undefined {
  const record = parseProtocolBytes(bytes, MAX_BYTES)
  const key = base64UrlOf(inviteKey, 32)
  if (!record || !key || !hasExactly(record, ['v', 'space', 'did', 'device'])) return undefined
  const device = base64UrlOf(record['device'], 32)
  if (record['v'] !== 1 || record['space'] !== space || !keyOfDid(record['did'])) return undefined
  if (!device || !isSoundKey(device)) return undefined
  return verifyBytes(key, labelled(JOIN_LABEL, bytes), sig) ? (record as unknown as Join) : undefined
}

/** Public invite key (base64url) of an invite seed (32 bytes). */
export const inviteKeyOf = (seed: Uint8Array): string => toBase64Url(publicKeyOf(seed))

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1
