import { base58 } from '@scure/base'
import { concatBytes } from './bytes.ts'
import { isSoundKey } from './ed25519.ts'

const PREFIX = 'did:key:z'
const ED25519_PUB = Uint8Array.of(0xed, 0x01)

/** did:key of an Ed25519 public key (W3C did:key method: multicodec ed25519-pub, base58btc). Throws for unsound keys. */
export function didOf(publicKey: Uint8Array): string {
  if (!isSoundKey(publicKey)) throw new TypeError('not a sound Ed25519 public key')
  return PREFIX + base58.encode(concatBytes(ED25519_PUB, publicKey))
}

/** Public key (32 bytes) of an Ed25519 did:key, or undefined: another method or codec, not canonical, unsound key. */
export function keyOfDid(did: unknown): Uint8Array | undefined {
  if (typeof did !== 'string' || did.length > 64 || !did.startsWith(PREFIX)) return undefined
  try {
    const bytes = base58.decode(did.slice(PREFIX.length))
    if (bytes.length !== 34 || bytes[0] !== ED25519_PUB[0] || bytes[1] !== ED25519_PUB[1]) return undefined
    const key = bytes.slice(2)
    return isSoundKey(key) && didOf(key) === did ? key : undefined
  } catch {
    return undefined
  }
}
