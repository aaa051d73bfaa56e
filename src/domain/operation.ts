import { fromUtf8 } from './bytes.ts'
import { toBase64Url } from './byte-texts.ts'
import { keyOfDid } from './did-key.ts'
import { isSoundKey, labelled, signBytes } from './ed25519.ts'
import { sha3Hex } from './hash.ts'
import { decodeHlc, hlcNode } from './hlc.ts'
import type { JsonObject } from './json.ts'
import { isObject } from './json.ts'
import { base64UrlOf, hasExactly, isHex, parseProtocolBytes, protocolBytes } from './protocol-json.ts'
import type { Result } from './result.ts'
import { err, ok } from './result.ts'
import { openStatement } from './statements.ts'

const LABEL = 'vivim-op-v1'

/** Largest operation, bytes. */
export const MAX_OPERATION_BYTES = 65_536
const KEYS = [
  ...['v', 'space', 'did', 'device', 'seq', 'prev', 'hlc', 'epoch', 'operation', 'tableName', 'recordId', 'payload'],
  '?cert',
]

/** One signed change to a space. Ids are 64 hex characters, the device is base64url of its 32-byte key. */
export interface Operation {
  readonly v: 1
  readonly space: string
  readonly did: string
  readonly device: string
  /** From 1, without gaps, in the chain of (space, device). */
  readonly seq: number
  /** Id of seq − 1; null at 1. */
  readonly prev: string | null
  readonly hlc: string
  /** Id of the newest membership entry its author knew; null before the first. */
  readonly epoch: string | null
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE'
  readonly tableName: string
  readonly recordId: string
  readonly payload: JsonObject
  /** The device's certificate, signed by the root: in operation 1 and only there. */
  readonly cert?: string
}

/** An operation with its exact bytes, id (SHA3-256 of the bytes) and signature (64 bytes). */
export interface SignedOperation {
  readonly operation: Operation
  readonly bytes: Uint8Array
  readonly id: string
  readonly sig: Uint8Array
}

/** Id of an operation: SHA3-256 of its bytes, 64 hex characters. */
export const operationId = (bytes: Uint8Array): string => sha3Hex(bytes)

/** What an operation's signature covers. */
export const operationMessage = (bytes: Uint8Array): Uint8Array => labelled(LABEL, bytes)

/** Signs an operation with the device's seed (32 bytes). Throws a RangeError above 64 KiB. */
export function signOperation(operation: Operation, deviceSeed: Uint8Array): SignedOperation {
  const bytes = protocolBytes(operation)
  if (bytes.length > MAX_OPERATION_BYTES) throw new RangeError(`an operation of ${bytes.length} bytes is over 64 KiB`)
  return { operation, bytes, id: operationId(bytes), sig: signBytes(deviceSeed, operationMessage(bytes)) }
}

/** The operation in bytes of our own log, which holds only what was checked before. */
export const readOperation = (bytes: Uint8Array): Operation => JSON.parse(fromUtf8(bytes)) as Operation

/**
 * Reads operation bytes that nobody has vouched for: size, canonical form, schema, keys, certificate at seq 1, clock's
 * node. The signature is not checked here. The error is the reason, in a few words.
 */
export function parseOperation(bytes: Uint8Array): Result<Operation, string> {
  if (bytes.length > MAX_OPERATION_BYTES) return err('larger than 64 KiB')
  const record = parseProtocolBytes(bytes, MAX_OPERATION_BYTES)
  if (!record) return err('not canonical JSON')
  if (!hasExactly(record, KEYS) || record['v'] !== 1) return err('not an operation of version 1')
  const { space, did, device, seq, prev, hlc, epoch, operation, tableName, recordId, payload, cert } = record
  if (!isHex(space, 32)) return err('no space')
  const key = base64UrlOf(device, 32)
  if (!key || !isSoundKey(key)) return err('unsound device key')
  if (!keyOfDid(did)) return err('no Ed25519 did:key')
  if (!Number.isSafeInteger(seq) || (seq as number) < 1) return err('no sequence number')
  if (seq === 1 ? prev !== null : !isHex(prev, 32)) return err('no previous id')
  if (epoch !== null && !isHex(epoch, 32)) return err('no epoch')
  if (decodeHlc(hlc)?.node !== hlcNode(key)) return err('clock of another device')
  if (operation !== 'INSERT' && operation !== 'UPDATE' && operation !== 'DELETE') return err('unknown operation')
  if (typeof tableName !== 'string' || !/^[a-zA-Z]{1,40}$/.test(tableName)) return err('no table name')
  if (typeof recordId !== 'string' || recordId === '' || recordId.length > 128) return err('no record id')
  if (!isObject(payload)) return err('no payload')
  if ((seq === 1) !== (cert !== undefined)) return err('certificate missing or out of place')
  if (cert !== undefined) {
    const statement = openStatement(cert)
    if (statement?.type !== 'cert' || statement.did !== did || statement.device !== toBase64Url(key)) {
      return err('not certified by its author')
    }
  }
  return ok(record as unknown as Operation)
}
