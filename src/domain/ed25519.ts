import * as noble from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8 } from './bytes.ts'

noble.hashes.sha512 = sha512

/** Public key (32 bytes) of a 32-byte seed (RFC 8032 §5.1.5). */
export const publicKeyOf = (seed: Uint8Array): Uint8Array => noble.getPublicKey(seed)

/** Makes ready what the first use of a key would wait for: tables of multiples of the base point. */
export const warmUp = (): void => void noble.getPublicKey(new Uint8Array(32))

/** Signature (64 bytes) of a message under a 32-byte seed (RFC 8032 §5.1.6). */
export const signBytes = (seed: Uint8Array, message: Uint8Array): Uint8Array => noble.sign(message, seed)

/** The verdict of ZIP-215: one answer in every browser. Never throws: malformed input is false. */
export function verifyBytes(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return noble.verify(signature, message, key, { zip215: true })
  } catch {
    return false
  }
}

/** Checks a signature: key (32 bytes), message, signature (64 bytes). May be asynchronous and faster than noble. */
export type VerifySignature = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>

/** True for a canonical encoding of a point that is not of small order (those verify any message). */
export function isSoundKey(key: Uint8Array): boolean {
  if (key.length !== 32) return false
  const name = key.join()
  let sound = judged.get(name)
  if (sound === undefined) {
    sound = isSoundPoint(key)
    // A room has few keys, and each operation names two of them.
    if (judged.size >= JUDGED) judged.clear()
    judged.set(name, sound)
  }
  return sound
}

const JUDGED = 256
const judged = new Map<string, boolean>()

function isSoundPoint(key: Uint8Array): boolean {
  try {
    return !noble.Point.fromBytes(key, false).clearCofactor().is0()
  } catch {
    return false
  }
}

/** X25519 key (32 bytes, RFC 7748) of an Ed25519 public key: u = (1 + y) / (1 - y), as the did:key method has it. */
export function x25519Of(key: Uint8Array): Uint8Array {
  const p = noble.Point.CURVE().p
  const y = noble.Point.fromBytes(key, false).y
  let u = noble.etc.mod((1n + y) * noble.etc.invert(noble.etc.mod(1n - y, p), p), p)
  const bytes = new Uint8Array(32)
  for (let index = 0; index < 32; index++, u >>= 8n) bytes[index] = Number(u & 0xffn)
  return bytes
}

/** What a signature covers: the label, a zero byte, the bytes. */
export const labelled = (label: string, bytes: Uint8Array): Uint8Array => concatBytes(utf8(`${label}\0`), bytes)
