import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex } from './byte-texts.ts'
import { didOf } from './did-key.ts'
import { publicKeyOf } from './ed25519.ts'
import type { RoomLink } from './room-link.ts'
import { cleanName, formatRoomLink, parseRoomLink } from './room-link.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const did = didOf(publicKeyOf(new Uint8Array(32).fill(1)))
const links: fc.Arbitrary<RoomLink> = fc
  .record({
    space: bytes(32).map(toHex),
    secret: bytes(16),
    inviteSeed: fc.option(bytes(32), { nil: undefined }),
    signaling: fc.array(fc.constantFrom('wss://a.example/signal', 'ws://localhost:4173/signal?x=1&y=ä'), {
      maxLength: 4,
    }),
    name: fc.option(fc.string({ unit: 'grapheme', maxLength: 80 }).map(cleanName), { nil: undefined }),
  })
  .map(({ space, secret, inviteSeed, signaling, name }) => ({
    space,
    secret,
    signaling,
    ...(inviteSeed ? { inviteSeed } : {}),
    ...(name === undefined ? {} : { owner: { did, name } }),
  }))

describe('room links', () => {
  it('give back what they were made of', () => {
    fc.assert(
      fc.property(links, (link) => {
        const text = formatRoomLink(link)
        expect(parseRoomLink(text)).toEqual(link)
        expect(parseRoomLink(text.slice(1))).toEqual(link)
        expect(new URL(text, 'https://vivim.example/').hash).toBe(text)
      }),
    )
  })

  it('are refused where they are no room links', () => {
    const good = formatRoomLink({ space: '0'.repeat(64), secret: new Uint8Array(16), signaling: [] })
    expect(parseRoomLink(good)).toBeDefined()
    for (const bad of [
      '',
      '#/library',
      good.replace('/r/', '/q/'),
      good.replace('.', ''),
      good.slice(0, 50),
      `${good}s=https%3A%2F%2Fexample.com`,
      `${good}s=javascript%3Aalert(1)`,
      `${good}s=ws%3A%2F%2Fuser%3Apw%40example.com`,
      `${good}o=did%3Akey%3Az6Mk`,
      `${good}${'s=ws%3A%2F%2Fa.example&'.repeat(5)}`,
      `${good}${'x'.repeat(5000)}`,
    ]) {
      expect(parseRoomLink(bad)).toBeUndefined()
    }
  })

  it('names are one line without invisible characters', () => {
    expect(cleanName('  Mira\u202e\n\u0000 Q. ')).toBe('Mira Q.')
    expect([...cleanName('🙂'.repeat(100))]).toHaveLength(64)
  })
})
