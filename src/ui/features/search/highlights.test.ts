import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { highlightTerms } from './highlights.ts'

describe('highlightTerms', () => {
  test('marks whole words that begin with a term, without case and accents', () => {
    const text = 'Rolling back, Rôle and enrol'
    expect(highlightTerms(text, ['rol']).map((one) => text.slice(one.start, one.end))).toEqual(['Rolling', 'Rôle'])
  })

  test('ranges lie in the text, in order and apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, terms) => {
        let at = 0
        for (const { start, end } of highlightTerms(text, terms)) {
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          at = end
        }
        expect(at).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})
