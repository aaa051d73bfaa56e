import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { concatBytes } from '../domain/bytes.ts'
import { fromHex, toHex } from '../domain/byte-texts.ts'
import { canonicalJsonBytes } from '../domain/canonical-json.ts'
import type { SyncCursor } from '../domain/chain.ts'
import { isObject } from '../domain/json.ts'
import { base64UrlOf, base64UrlUpTo, hasExactly, isHex, parseProtocolBytes } from '../domain/protocol-json.ts'
import { MAX_CHAIN } from '../domain/space-state.ts'
import type { MirrorEntry } from './mirror-codec.ts'

/** First byte of a message. 0 is y-webrtc's own, and of those only updates are taken. */
export const YJS = 0
const CONTROL = 0x10
const OPERATIONS = 0x11
const CHUNK = 0x12
const MAX_CONTROL_BYTES = 128 * 1024

/** What peers say to each other once both are verified. */
export type Control =
  /** How far the sender is, in each chain. */
  | { readonly type: 'cursors'; readonly cursors: SyncCursor }
  /** Asks for a range of a chain, both ends included. */
  | { readonly type: 'want'; readonly device: string; readonly from: number; readonly to: number }
  /** Asks for the chunks of a pack from an index on. */
  | { readonly type: 'want-pack'; readonly pack: string; readonly from: number }
  | { readonly type: 'no-pack'; readonly pack: string }
  /** Asks the admin to let the sender write: base64url of a signed join. */
  | { readonly type: 'join'; readonly join: Uint8Array; readonly sig: Uint8Array }

/** One sealed chunk of a pack. */
export interface PackChunk {
  readonly pack: string
  readonly index: number
  readonly last: boolean
  readonly sealed: Uint8Array
}

/** A message, read; `undefined` stands for what no honest peer sends. */
export type Message =
  | { readonly kind: 'update'; readonly update: Uint8Array }
  | { readonly kind: 'control'; readonly control: Control }
  | { readonly kind: 'operations'; readonly entries: readonly MirrorEntry[] }
  | { readonly kind: 'chunk'; readonly chunk: PackChunk }

/** Bytes of a control message (its `join` and `sig` given as base64url). */
export const controlMessage = (control: Record<string, unknown>): Uint8Array =>
  concatBytes(Uint8Array.of(CONTROL), canonicalJsonBytes(control))

/** Bytes of a message with operations. */
export function operationsMessage(entries: readonly MirrorEntry[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, OPERATIONS)
  encoding.writeVarUint(encoder, entries.length)
  for (const { device, seq, sig, bytes } of entries) {
    encoding.writeVarString(encoder, device)
    encoding.writeVarUint(encoder, seq)
    encoding.writeUint8Array(encoder, sig)
    encoding.writeVarUint8Array(encoder, bytes)
  }
  return encoding.toUint8Array(encoder)
}

/** Bytes of a chunk: one frame. */
export function chunkMessage({ pack, index, last, sealed }: PackChunk): Uint8Array {
  const head = new Uint8Array(6)
  const view = new DataView(head.buffer)
  view.setUint8(0, CHUNK)
  view.setUint32(1, index)
  view.setUint8(5, last ? 1 : 0)
  return concatBytes(head, fromHex(pack), sealed)
}

/** Reads a message of a verified peer. */
export function readMessage(message: Uint8Array): Message | undefined {
  try {
    switch (message[0]) {
      case YJS:
        return readUpdate(message)
      case CONTROL: {
        const control = readControl(parseProtocolBytes(message.subarray(1), MAX_CONTROL_BYTES))
        return control && { kind: 'control', control }
      }
      case OPERATIONS:
        return readOperations(message)
      case CHUNK:
        return readChunk(message)
      default:
        return undefined
    }
  } catch {
    return undefined
  }
}

function readUpdate(message: Uint8Array): Message | undefined {
  const decoder = decoding.createDecoder(message.subarray(1))
  // 0 and 1 are Yjs's sync steps, which are neither sent nor answered here.
  if (decoding.readVarUint(decoder) !== 2) return undefined
  const update = decoding.readVarUint8Array(decoder)
  return decoding.hasContent(decoder) ? undefined : { kind: 'update', update }
}

function readOperations(message: Uint8Array): Message | undefined {
  const decoder = decoding.createDecoder(message.subarray(1))
  const count = decoding.readVarUint(decoder)
  if (count > MAX_CHAIN) return undefined
  const entries: MirrorEntry[] = []
  for (let index = 0; index < count; index++) {
    const device = decoding.readVarString(decoder)
    const seq = decoding.readVarUint(decoder)
    const sig = decoding.readUint8Array(decoder, 64).slice()
    const bytes = decoding.readVarUint8Array(decoder).slice()
    if (!base64UrlOf(device, 32) || !isSeq(seq)) return undefined
    entries.push({ device, seq, sig, bytes })
  }
  return decoding.hasContent(decoder) ? undefined : { kind: 'operations', entries }
}

function readChunk(message: Uint8Array): Message | undefined {
  if (message.length < 38 + 16) return undefined
  const view = new DataView(message.buffer, message.byteOffset)
  const last = view.getUint8(5)
  if (last > 1) return undefined
  const pack = toHex(message.subarray(6, 38))
  const chunk = { pack, index: view.getUint32(1), last: last === 1, sealed: message.slice(38) }
  return { kind: 'chunk', chunk }
}

function readControl(record: Record<string, unknown> | undefined): Control | undefined {
  switch (record?.['type']) {
    case 'cursors': {
      const { cursors } = record
      if (!hasExactly(record, ['type', 'cursors']) || !isObject(cursors)) return undefined
      return Object.entries(cursors).every(isCursor) ? { type: 'cursors', cursors: cursors as SyncCursor } : undefined
    }
    case 'want': {
      const { device, from, to } = record
      if (!hasExactly(record, ['type', 'device', 'from', 'to']) || !base64UrlOf(device, 32)) return undefined
      return isSeq(from) && isSeq(to) && from <= to ? { type: 'want', device: device as string, from, to } : undefined
    }
    case 'want-pack': {
      const { pack, from } = record
      const sound = hasExactly(record, ['type', 'pack', 'from']) && isHex(pack, 32) && Number.isSafeInteger(from)
      return sound && (from as number) >= 0 ? { type: 'want-pack', pack, from: from as number } : undefined
    }
    case 'no-pack':
      return hasExactly(record, ['type', 'pack']) && isHex(record['pack'], 32)
        ? { type: 'no-pack', pack: record['pack'] }
        : undefined
    case 'join': {
      const join = base64UrlUpTo(record['join'], 2048)
      const sig = base64UrlOf(record['sig'], 64)
      return hasExactly(record, ['type', 'join', 'sig']) && join && sig ? { type: 'join', join, sig } : undefined
    }
    default:
      return undefined
  }
}

const isSeq = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MAX_CHAIN

function isCursor([device, head]: [string, unknown]): boolean {
  return (
    base64UrlOf(device, 32) !== undefined &&
    isObject(head) &&
    hasExactly(head, ['seq', 'id']) &&
    isSeq(head['seq']) &&
    isHex(head['id'], 32)
  )
}
