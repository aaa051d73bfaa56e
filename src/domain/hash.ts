import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { sha3_256 } from '@noble/hashes/sha3.js'
import { utf8 } from './bytes.ts'
import { fromHex, toHex } from './byte-texts.ts'
import { sha3InWasm } from './keccak.ts'

let hashing: ((bytes: Uint8Array) => Uint8Array) | undefined

/** SHA3-256 (FIPS 202) of bytes, 32 bytes. */
export const sha3 = (bytes: Uint8Array): Uint8Array => (hashing ??= fastest())(bytes)

/** SHA3-256 of bytes as 64 lower-case hex characters. */
export const sha3Hex = (bytes: Uint8Array): string => toHex(sha3(bytes))

/** In WebAssembly where that may run, which is ten times as fast, else in JavaScript. */
function fastest(): (bytes: Uint8Array) => Uint8Array {
  try {
    return sha3InWasm()
  } catch {
    return sha3_256
  }
}

/** SHA-256 (FIPS 180-4) of bytes as 64 lower-case hex characters. */
export const sha256Hex = (bytes: Uint8Array): string => toHex(sha256(bytes))

/** The standard URL namespace of RFC 9562 §6.6. */
export const URL_NAMESPACE = '6ba7b811-9dad-11d1-80b4-00c04fd430c8'

/** The namespace used last: an import asks for thousands of names in each. */
let last = { namespace: '', bytes: new Uint8Array() }

/** Name-based UUID, version 5 (RFC 9562 §5.5): SHA-1 of namespace and name. */
export function uuidV5(namespace: string, name: string): string {
  if (last.namespace !== namespace)
    last = { namespace, bytes: fromHex(namespace.replaceAll('-', '')) as Uint8Array<ArrayBuffer> }
  const space = last.bytes
  const text = utf8(name)
  const input = new Uint8Array(space.length + text.length)
  input.set(space)
  input.set(text, space.length)
  const hash = sha1(input).slice(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = toHex(hash)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
