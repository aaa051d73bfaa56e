import { fromHex, toHex } from './byte-texts.ts'
import { sha3 } from './hash.ts'

/** A hybrid logical clock's reading: milliseconds since 1970 UTC and a 16-bit counter. */
export interface HlcTime {
  readonly ms: number
  readonly c: number
}

/** How far ahead of our clock an operation may be, milliseconds. */
export const MAX_DRIFT_MS = 300_000
const MAX_COUNTER = 0xffff
const MAX_MS = 0xffffffffffff

/**
 * The next reading for something we do (Kulkarni et al. 2014): strictly after `last`, also while the wall clock stands
 * still or goes back; a full counter borrows a millisecond.
 */
export const tick = (last: HlcTime, now: number): HlcTime => (now > last.ms ? { ms: now, c: 0 } : after(last))

/** Our reading once we have seen `remote`. One too far ahead never moves our clock: `local` comes back. */
export function observe(local: HlcTime, remote: HlcTime, now: number): HlcTime {
  if (isAhead(remote.ms, now)) return local
  if (now > local.ms && now > remote.ms) return { ms: now, c: 0 }
  if (local.ms === remote.ms) return after(local.c > remote.c ? local : remote)
  return after(local.ms > remote.ms ? local : remote)
}

/** True where a reading is more than {@link MAX_DRIFT_MS} ahead of the wall clock. */
export const isAhead = (ms: number, now: number): boolean => ms - now > MAX_DRIFT_MS

/** The node part: first 8 bytes of SHA3-256 of the device key (32 bytes), 16 hex characters. */
export const hlcNode = (deviceKey: Uint8Array): string => toHex(sha3(deviceKey).slice(0, 8))

/** 32 hex characters: 12 of milliseconds, 4 of counter, 16 of node. Text order is time order. */
export function encodeHlc(time: HlcTime, node: string): string {
  if (!Number.isInteger(time.ms) || time.ms < 0 || time.ms > MAX_MS) throw new RangeError('milliseconds need 48 bits')
  if (!Number.isInteger(time.c) || time.c < 0 || time.c > MAX_COUNTER) throw new RangeError('counter needs 16 bits')
  if (fromHex(node).length !== 8) throw new RangeError('node needs 8 bytes')
  return time.ms.toString(16).padStart(12, '0') + time.c.toString(16).padStart(4, '0') + node
}

/** Reads {@link encodeHlc}'s form; undefined for anything else. */
export function decodeHlc(text: unknown): (HlcTime & { readonly node: string }) | undefined {
  if (typeof text !== 'string' || !/^[0-9a-f]{32}$/.test(text)) return undefined
  return { ms: parseInt(text.slice(0, 12), 16), c: parseInt(text.slice(12, 16), 16), node: text.slice(16) }
}

const after = (time: HlcTime): HlcTime =>
  time.c < MAX_COUNTER ? { ms: time.ms, c: time.c + 1 } : { ms: time.ms + 1, c: 0 }
