import { concatBytes } from './bytes.ts'
import { fromBase64Url, toBase64Url } from './byte-texts.ts'
import { keyOfDid } from './did-key.ts'
import { isSoundKey, labelled, signBytes, verifyBytes, x25519Of } from './ed25519.ts'
import { base64UrlOf, hasExactly, isHex, parseProtocolBytes, protocolBytes } from './protocol-json.ts'

const LABEL = 'vivim-id-v1'
const MAX_BYTES = 1024

/** Says that a device may sign for a person. Keys are base64url of 32 bytes. */
export interface Cert {
  readonly v: 1
  readonly type: 'cert'
  readonly did: string
  readonly device: string
  readonly x25519: string
}

/** Says that a device may sign no longer. Final. */
export interface Revoke {
  readonly v: 1
  readonly type: 'revoke'
  readonly did: string
  readonly device: string
}

/** Says that a device's operations in a space beyond this head are void. */
export interface Cut {
  readonly v: 1
  readonly type: 'cut'
  readonly did: string
  readonly space: string
  readonly device: string
  readonly seq: number
  readonly id: string
}

/** What a root key says about devices: a grow-only set, so order never matters. */
export type Statement = Cert | Revoke | Cut

/** A device's certificate for the device key (32 bytes) of this person. */
export function certFor(did: string, device: Uint8Array): Cert {
  return { v: 1, type: 'cert', did, device: toBase64Url(device), x25519: toBase64Url(x25519Of(device)) }
}

/** Signs a statement with the root seed (32 bytes): base64url of signature (64 bytes) and statement bytes. */
export function signStatement(statement: Statement, rootSeed: Uint8Array): string {
  const bytes = protocolBytes(statement)
  return toBase64Url(concatBytes(signBytes(rootSeed, labelled(LABEL, bytes)), bytes))
}

/** Opens a signed statement; undefined where shape, keys or the root's signature are wrong. */
export function openStatement(signed: unknown): Statement | undefined {
  if (typeof signed !== 'string' || signed.length > MAX_BYTES * 2) return undefined
  const all = decode(signed)
  if (!all || all.length <= 64) return undefined
  const bytes = all.subarray(64)
  const statement = parseStatement(parseProtocolBytes(bytes, MAX_BYTES))
  const root = statement && keyOfDid(statement.did)
  if (!statement || !root) return undefined
  return verifyBytes(root, labelled(LABEL, bytes), all.subarray(0, 64)) ? statement : undefined
}

function decode(text: string): Uint8Array | undefined {
  try {
    const bytes = fromBase64Url(text)
    return toBase64Url(bytes) === text ? bytes : undefined
  } catch {
    return undefined
  }
}

function parseStatement(record: Record<string, unknown> | undefined): Statement | undefined {
  if (!record || record['v'] !== 1) return undefined
  const device = base64UrlOf(record['device'], 32)
  if (!device || !isSoundKey(device)) return undefined
  switch (record['type']) {
    case 'cert':
      if (!hasExactly(record, ['v', 'type', 'did', 'device', 'x25519'])) return undefined
      return base64UrlOf(record['x25519'], 32) ? (record as unknown as Cert) : undefined
    case 'revoke':
      return hasExactly(record, ['v', 'type', 'did', 'device']) ? (record as unknown as Revoke) : undefined
    case 'cut': {
      if (!hasExactly(record, ['v', 'type', 'did', 'space', 'device', 'seq', 'id'])) return undefined
      const sound = isHex(record['space'], 32) && isHex(record['id'], 32) && isSeq(record['seq'])
      return sound ? (record as unknown as Cut) : undefined
    }
    default:
      return undefined
  }
}

const isSeq = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1
