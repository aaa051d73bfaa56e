import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldOf, piecesOf } from './fold.ts'

describe('the fold of a long card', () => {
  it('leaves short cards as they are', () => {
    expect(foldOf('One line.')).toBeUndefined()
    expect(foldOf(Array.from({ length: 24 }, (_, n) => `line ${n}`).join('\n'))).toBeUndefined()
    expect(foldOf('x'.repeat(2_400))).toBeUndefined()
  })

  it('shows twenty whole lines', () => {
    const lines = Array.from({ length: 1_000 }, (_, n) => `line ${n}`)
    expect(foldOf(lines.join('\n'))).toBe(lines.slice(0, 20).join('\n'))
  })

  it('shows at most 2,000 characters, and is a beginning of the content', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300 }), { maxLength: 60 }), (lines) => {
        const content = lines.join('\n')
        const fold = foldOf(content)
        expect(fold === undefined ? content.length <= 2_400 : fold.length > 0 && fold.length <= 2_000).toBe(true)
        if (fold !== undefined) expect(content.startsWith(fold)).toBe(true)
      }),
    )
    expect(foldOf('y'.repeat(1_000_000))).toHaveLength(2_000)
  })
})

describe('the pieces of a very long text', () => {
  it('are the text, each of at most 2,000 characters', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5_000, unit: 'binary' }), { maxLength: 6 }), (lines) => {
        const text = lines.join('\n')
        const pieces = piecesOf(text)
        expect(pieces.join('')).toBe(text)
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= 2_000 && piece.isWellFormed())).toBe(true)
      }),
      { numRuns: 25 },
    )
  })
})
