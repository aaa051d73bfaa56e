import { createHash } from 'node:crypto'
import { sha3_256 } from '@noble/hashes/sha3.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex } from './byte-texts.ts'
import { sha3InWasm } from './keccak.ts'

describe('SHA3-256 in WebAssembly', () => {
  const hash = sha3InWasm()

  it('gives the hash of nothing and of "abc" as FIPS 202 examples have them', () => {
    expect(toHex(hash(new Uint8Array()))).toBe('a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a')
    expect(toHex(hash(new TextEncoder().encode('abc')))).toBe(
      '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
    )
  })

  it('agrees with two other implementations at every length around a block, and far beyond its buffer', () => {
    for (const length of [...Array(300).keys(), 400 * 136 - 1, 400 * 136, 400 * 136 + 1, 1_000_003]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 0xff)
      const expected = createHash('sha3-256').update(bytes).digest('hex')
      expect(toHex(hash(bytes))).toBe(expected)
      expect(toHex(sha3_256(bytes))).toBe(expected)
    }
  })

  it('agrees on anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(toHex(hash(bytes))).toBe(toHex(sha3_256(bytes)))
      }),
    )
  })
})
