import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalBytes } from '../domain/bytes.ts'
import { FRAME_BYTES, MAX_MESSAGE_BYTES, Reassembly, toFrames } from './frames.ts'
import { TokenBucket } from './token-bucket.ts'

describe('frames', () => {
  it('give back every message, in frames of at most 64 KiB', () => {
    const sizes = fc.oneof(fc.nat(100), fc.integer({ min: FRAME_BYTES - 3, max: FRAME_BYTES + 3 }), fc.nat(300_000))
    fc.assert(
      fc.property(fc.array(sizes, { minLength: 1, maxLength: 4 }), (lengths) => {
        const reassembly = new Reassembly()
        const messages = lengths.map((length, n) => new Uint8Array(length).fill(n + 1))
        const frames = messages.flatMap(toFrames)
        expect(frames.every((frame) => frame.length <= FRAME_BYTES)).toBe(true)
        const got = frames.map((frame) => reassembly.take(frame)).filter((message) => message !== undefined)
        expect(got).toHaveLength(messages.length)
        expect(messages.every((message, n) => equalBytes(message, got[n] as Uint8Array))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('refuses frames no honest peer sends', () => {
    const bad = [new Uint8Array(), Uint8Array.of(2), Uint8Array.of(1, 5), new Uint8Array(FRAME_BYTES + 1)]
    for (const frame of bad) expect(new Reassembly().take(frame)).toBe('malformed')
  })

  it('stops putting together at 16 MiB', () => {
    const reassembly = new Reassembly()
    const frame = new Uint8Array(FRAME_BYTES)
    frame[0] = 1
    const full = Math.floor(MAX_MESSAGE_BYTES / (FRAME_BYTES - 1))
    for (let n = 0; n < full; n++) expect(reassembly.take(frame)).toBeUndefined()
    expect(reassembly.take(frame)).toBe('malformed')
  })
})

describe('token bucket', () => {
  it('lets a burst through, then the rate', () => {
    const bucket = new TokenBucket(10, 20, 0)
    expect(Array.from({ length: 21 }, () => bucket.take(1, 0)).filter(Boolean)).toHaveLength(20)
    expect(bucket.take(10, 1_000)).toBe(true)
    expect(bucket.take(1, 1_000)).toBe(false)
    expect(bucket.take(1, 500)).toBe(false)
  })
})
