import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { concatBytes, utf8 } from '../domain/bytes.ts'
import { fromBase64Url } from '../domain/byte-texts.ts'
import { sha3 } from '../domain/hash.ts'
import { MAX_OPERATION_BYTES } from '../domain/operation.ts'
import { base64UrlOf } from '../domain/protocol-json.ts'
import { MAX_CHAIN } from '../domain/space-state.ts'
import type { Result } from '../domain/result.ts'
import { err, ok } from '../domain/result.ts'

/** Root type of the mirror document. */
export const MIRROR_ROOT = 'ops'
/** Largest update taken, bytes. */
export const MAX_UPDATE_BYTES = 1024 * 1024
/** Info byte of the one struct there is: an Item with ContentBinary (3) and a parentSub (0x20), no origins. */
const ITEM_INFO = 0x23

/** An operation as it stands in the mirror: not believed because it does. */
export interface MirrorEntry {
  readonly device: string
  readonly seq: number
  /** 64 bytes. */
  readonly sig: Uint8Array
  readonly bytes: Uint8Array
}

/** The Yjs client of a device (base64url): first 53 bits of SHA3-256(`vivim-client\0` ‖ device key). */
export function mirrorClient(device: string): number {
  const hash = sha3(concatBytes(utf8('vivim-client\0'), fromBase64Url(device)))
  const view = new DataView(hash.buffer, hash.byteOffset)
  return view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11)
}

/** Yjs update (version 1) with exactly these entries of one device, in order of `seq` without gaps. */
export function encodeEntries(entries: readonly MirrorEntry[]): Uint8Array {
  const encoder = encoding.createEncoder()
  const first = entries[0]
  encoding.writeVarUint(encoder, first ? 1 : 0)
  if (first) {
    encoding.writeVarUint(encoder, entries.length)
    encoding.writeVarUint(encoder, mirrorClient(first.device))
    encoding.writeVarUint(encoder, first.seq - 1)
    for (const { device, seq, sig, bytes } of entries) {
      encoding.writeUint8(encoder, ITEM_INFO)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, MIRROR_ROOT)
      encoding.writeVarString(encoder, `${device}/${seq}`)
      encoding.writeVarUint8Array(encoder, concatBytes(sig, bytes))
    }
  }
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

/**
 * Reads an update without applying it, and stops at the first thing that is not an entry: deletions, garbage-collection
 * structs, other parents, origins, clients or clocks that do not belong to the device. The error is the reason.
 */
export function decodeEntries(update: Uint8Array): Result<MirrorEntry[], string> {
  if (update.length > MAX_UPDATE_BYTES) return err('an update above 1 MiB')
  try {
    const decoder = decoding.createDecoder(update)
    const entries: MirrorEntry[] = []
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
      const structs = decoding.readVarUint(decoder)
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      for (let index = 0; index < structs; index++) {
        const entry = readEntry(decoder, client, clock + index)
        if (!entry.ok) return entry
        entries.push(entry.value)
      }
    }
    if (decoding.readVarUint(decoder) !== 0) return err('a delete set')
    if (decoding.hasContent(decoder)) return err('bytes after the update')
    return ok(entries)
  } catch {
    return err('not a Yjs update')
  }
}

function readEntry(decoder: decoding.Decoder, client: number, clock: number): Result<MirrorEntry, string> {
  if (decoding.readUint8(decoder) !== ITEM_INFO) return err('a struct that is no operation')
  if (decoding.readVarUint(decoder) !== 1 || decoding.readVarString(decoder) !== MIRROR_ROOT) {
    return err('a struct outside the operations')
  }
  const [, device, number] = /^([\w-]{43})\/([1-9]\d{0,3})$/.exec(decoding.readVarString(decoder)) ?? []
  if (device === undefined || !base64UrlOf(device, 32)) return err('a struct without device and number')
  const seq = Number(number)
  if (seq > MAX_CHAIN || client !== mirrorClient(device) || clock !== seq - 1) return err('a struct in another’s place')
  const content = decoding.readVarUint8Array(decoder)
  if (content.length <= 64 || content.length > MAX_OPERATION_BYTES + 64) return err('an operation of impossible size')
  // Copies, so that a small operation does not keep a large update alive.
  return ok({ device, seq, sig: content.slice(0, 64), bytes: content.slice(64) })
}
