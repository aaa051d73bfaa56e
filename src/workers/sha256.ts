import { toHex } from '../domain/byte-texts.ts'
import { sha256Hex } from '../domain/hash.ts'

/** From here on asking the platform costs less than hashing here. */
const LARGE = 2048

/** SHA-256 of bytes as 64 hex characters, by the platform and beside other work where they are many. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (bytes.length < LARGE) return sha256Hex(bytes)
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
