import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lendUtf8, utf8 } from './bytes.ts'

const encoder = new TextEncoder()
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  // Lone surrogates too, and lengths around the places where the way of encoding changes.
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 120 }).map((codes) => String.fromCharCode(...codes)),
  fc.nat(200_000).map((length) => 'é'.repeat(length)),
)

it('gives the bytes the platform gives, new ones or lent', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const expected = encoder.encode(text)
      const own = utf8(text)
      const lent = lendUtf8(text)
      expect(own).toEqual(expected)
      expect(lent.length).toBe(expected.length)
      expect(lent.every((byte, at) => byte === expected[at])).toBe(true)
    }),
  )
})
