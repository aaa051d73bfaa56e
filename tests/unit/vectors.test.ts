import { readFileSync } from 'node:fs'
import { mnemonicToSeedSync } from '@scure/bip39'
import { base58 } from '@scure/base'
import { expand, extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/domain/bytes.ts'
import { fromHex, toHex } from '../../src/domain/byte-texts.ts'
import { canonicalJson, canonicalJsonBytes, parseCanonicalJson } from '../../src/domain/canonical-json.ts'
import { didOf, keyOfDid } from '../../src/domain/did-key.ts'
import { isSoundKey, publicKeyOf, signBytes, verifyBytes, x25519Of } from '../../src/domain/ed25519.ts'
import { sha3Hex } from '../../src/domain/hash.ts'
import type { HlcTime } from '../../src/domain/hlc.ts'
import { decodeHlc, encodeHlc, isAhead, observe, tick } from '../../src/domain/hlc.ts'
import { seedOf, wordsOf } from '../../src/domain/recovery-words.ts'
import { verifySignature } from '../../src/sync/verify-signature.ts'

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')) as T
}

describe('did:key', () => {
  const cases = vectors<{ did: string; seed: string; x25519: string }[]>('did-key.json')

  it.each(cases)('$did from its seed', ({ did, seed, x25519 }) => {
    const key = publicKeyOf(fromHex(seed))
    expect(didOf(key)).toBe(did)
    expect(toHex(keyOfDid(did)!)).toBe(toHex(key))
    expect(`z${base58.encode(Uint8Array.of(0xec, 1, ...x25519Of(key)))}`).toBe(x25519)
  })

  it.each([
    [
      'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
      '2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6',
    ],
    [
      'z6Mkf5rGMoatrSj1f4CyvuHBeXJELe9RPdzo2PKGNCKVtZxP',
      '095f9a1a595dde755d82786864ad03dfa5a4fbd68832566364e2b65e13cc9e44',
    ],
  ])('the specification’s %s', (id, key) => {
    expect(toHex(keyOfDid(`did:key:${id}`)!)).toBe(key)
  })

  it('refuses other codecs, methods, small orders and encodings that are not canonical', () => {
    const small = Uint8Array.from([1, ...new Array<number>(31).fill(0)])
    const notCanonical = Uint8Array.from([0xee, ...new Array<number>(30).fill(0xff), 0x7f])
    for (const key of [small, notCanonical]) {
      expect(isSoundKey(key)).toBe(false)
      expect(() => didOf(key)).toThrow(TypeError)
      expect(keyOfDid(`did:key:z${base58.encode(Uint8Array.from([0xed, 1, ...key]))}`)).toBeUndefined()
    }
    expect(keyOfDid('did:key:z6LShs9GGnqk85isEBzzshkuVWrVKsRp24GnDuHk8QWkARMW')).toBeUndefined()
    expect(keyOfDid('did:web:example.com')).toBeUndefined()
  })
})

describe('Ed25519', () => {
  it('gives the keys and signatures of RFC 8032', () => {
    for (const { priv, pub, msg, sig } of vectors<Record<'priv' | 'pub' | 'msg' | 'sig', string>[]>(
      'ed25519-rfc8032.json',
    )) {
      expect(toHex(publicKeyOf(fromHex(priv)))).toBe(pub)
      expect(toHex(signBytes(fromHex(priv), fromHex(msg)))).toBe(sig)
    }
  })

  it('gives the verdicts of ZIP-215, alone and behind WebCrypto', async () => {
    for (const [key, sig, valid] of vectors<[string, string, boolean][]>('ed25519-zip215.json')) {
      expect(verifyBytes(fromHex(key), utf8('Zcash'), fromHex(sig))).toBe(valid)
      expect(await verifySignature(fromHex(key), utf8('Zcash'), fromHex(sig))).toBe(valid)
    }
  })

  it('gives the same verdict on the edge cases with and without WebCrypto', async () => {
    const cases = vectors<{ message: string; pub_key: string; signature: string }[]>('ed25519-edge-cases.json')
    const verdicts: boolean[] = []
    for (const { message, pub_key, signature } of cases) {
      const verdict = verifyBytes(fromHex(pub_key), fromHex(message), fromHex(signature))
      expect(await verifySignature(fromHex(pub_key), fromHex(message), fromHex(signature))).toBe(verdict)
      verdicts.push(verdict)
    }
    expect(verdicts).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((index) => index < 6 || index > 8))
  })

  it('agrees with Wycheproof, but for the one case ZIP-215 accepts on purpose', async () => {
    const groups = vectors<{ pk: string; tests: [number, string, string, string][] }[]>('ed25519-wycheproof.json')
    const different: number[] = []
    for (const { pk, tests } of groups) {
      for (const [id, msg, sig, result] of tests) {
        const verdict = verifyBytes(fromHex(pk), fromHex(msg), fromHex(sig))
        expect(await verifySignature(fromHex(pk), fromHex(msg), fromHex(sig))).toBe(verdict)
        if (verdict !== (result === 'valid')) different.push(id)
      }
    }
    expect(different).toHaveLength(1)
  })
})

describe('hashes and keys', () => {
  it('gives the SHA3-256 digests of NIST', () => {
    for (const [message, digest] of vectors<[string, string][]>('sha3-256.json')) {
      expect(sha3Hex(fromHex(message))).toBe(digest)
    }
  })

  it('gives the HKDF-SHA-256 outputs of Wycheproof', () => {
    type Case = Record<'ikm' | 'salt' | 'info' | 'okm' | 'result', string> & { size: number }
    for (const { ikm, salt, info, okm, size } of vectors<Case[]>('hkdf-sha256.json')) {
      expect(toHex(expand(sha256, extract(sha256, fromHex(ikm), fromHex(salt)), fromHex(info), size))).toBe(okm)
    }
  })
})

describe('canonical JSON', () => {
  it.each(vectors<{ name: string; input: string; hex: string }[]>('jcs.json'))('$name', ({ input, hex }) => {
    const value: unknown = JSON.parse(input)
    expect(toHex(canonicalJsonBytes(value))).toBe(hex)
    expect(parseCanonicalJson(fromHex(hex))).toEqual(value)
    expect(canonicalJson(parseCanonicalJson(fromHex(hex)))).toBe(canonicalJson(value))
  })
})

describe('recovery words', () => {
  const cases = vectors<[string, string, string][]>('bip39-english.json')

  it.each(cases.filter(([entropy]) => entropy.length === 64))('%s', (entropy, words, seed) => {
    expect(wordsOf(fromHex(entropy)).join(' ')).toBe(words)
    expect(toHex(seedOf(words)!)).toBe(entropy)
    expect(toHex(mnemonicToSeedSync(words, 'TREZOR'))).toBe(seed)
  })

  it('are refused with a wrong word, a wrong checksum or another count', () => {
    const words = cases.filter(([entropy]) => entropy.length === 64).map(([, text]) => text)
    expect(seedOf(words[0]!.replace(/\w+$/, 'abandon'))).toBeUndefined()
    expect(seedOf(words[0]!.replace(/^\w+/, 'vivim'))).toBeUndefined()
    expect(seedOf(cases[0]![1])).toBeUndefined()
    expect(seedOf(`  ${words[1]!.toUpperCase().replaceAll(' ', '\n ')} `)).toBeDefined()
  })
})

describe('hybrid logical clock', () => {
  interface Case {
    op: 'send' | 'receive' | 'encode'
    name: string
    local: HlcTime
    remote: HlcTime
    now: number
    expect: HlcTime & { error?: 'overflow' | 'drift' }
    samples: (HlcTime & { node: string; hex: string })[]
  }
  const { cases } = vectors<{ cases: Case[] }>('hlc.json')

  it.each(cases.filter(({ op }) => op !== 'encode'))('$op: $name', ({ op, local, remote, now, expect: wanted }) => {
    const got = op === 'send' ? tick(local, now) : observe(local, remote, now)
    switch (wanted.error) {
      case undefined:
        expect(got).toEqual(wanted)
        expect(isAhead(op === 'send' ? local.ms : remote.ms, now)).toBe(false)
        break
      case 'overflow':
        // Where the paper stops, this clock borrows a millisecond.
        expect(got).toEqual({ ms: Math.max(local.ms, op === 'send' ? 0 : remote.ms) + 1, c: 0 })
        break
      case 'drift':
        expect(isAhead(op === 'send' ? local.ms : remote.ms, now)).toBe(true)
        expect(op === 'send' ? got.ms >= local.ms : got).toEqual(op === 'send' ? true : local)
    }
  })

  it('is written so that text order is time order', () => {
    const samples = cases.flatMap(({ op, samples }) => (op === 'encode' ? samples : []))
    for (const { ms, c, node, hex } of samples) {
      expect(encodeHlc({ ms, c }, node)).toBe(hex)
      expect(decodeHlc(hex)).toEqual({ ms, c, node })
    }
    const texts = samples.map(({ hex }) => hex)
    expect(texts.toSorted()).toEqual(texts)
  })
})
