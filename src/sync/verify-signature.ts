import type { VerifySignature } from '../domain/ed25519.ts'
import { verifyBytes } from '../domain/ed25519.ts'

/**
 * The verdict of ZIP-215, fast: what WebCrypto accepts is accepted; what it refuses, or cannot judge, noble judges, so
 * that every browser gives the same answer.
 */
export const verifySignature: VerifySignature = async (key, message, signature) =>
  (await webCryptoAccepts(key, message, signature)) || verifyBytes(key, message, signature)

async function webCryptoAccepts(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey('raw', own(key), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', imported, own(signature), own(message))
  } catch {
    return false
  }
}

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
