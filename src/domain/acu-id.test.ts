import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acuId, canonicalContent, isCanonical } from './acu-id.ts'

describe('canonical content', () => {
  it('normalises line ends, trailing space and outer blank lines, and nothing else', () => {
    expect(canonicalContent('\r\n\n  def f():  \r\n\treturn 1 \n\n')).toBe('  def f():\n\treturn 1')
  })

  it('composes characters (NFC)', () => {
    expect(canonicalContent('e\u0301')).toBe('\u00e9')
  })

  it('is recognised without being built', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n', '\r\n', ' ', '\t', '\u2028', 'e\u0301', '\u00e9', '\ufeff'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        expect(isCanonical(text)).toBe(canonicalContent(text) === text)
        expect(isCanonical(canonicalContent(text))).toBe(
          canonicalContent(canonicalContent(text)) === canonicalContent(text),
        )
      }),
    )
  })
})

describe('card id', () => {
  it('is what openssl dgst -sha3-256 prints', () => {
    // printf 'A rollback creates a new revision.' | openssl dgst -sha3-256
    expect(acuId('A rollback creates a new revision. \n')).toBe(
      '4e325ba7413763f03d2cd93009a33fbfa1410bd89b77bd9bdc3a31586b8e9e24',
    )
  })
})
