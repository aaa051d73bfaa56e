import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countWords, endOfRun, endOfWord } from './count-words.ts'
import { wordsIn } from './relate/tokens.ts'

const piece = fc.oneof(
  fc.constantFrom('a', 'ab', "don't", "o'", '_x', '3.14', '1,', '2026-11-03', '10x', '4ab_c', ' ', '\n', "'", '.', '-'),
  fc.string({ maxLength: 6, unit: 'grapheme-ascii' }).map((text) => text.toLowerCase()),
)
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))

const counted = (words: readonly string[]) => {
  const different = new Set(words)
  return { many: words.length, different: different.size, letters: [...different].join('').length }
}

describe('counting words', () => {
  it('counts what taking them out counts', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (given, most) => {
        expect(countWords(given, endOfWord)).toEqual(counted(wordsIn(given).map(({ word }) => word)))
        expect(countWords(given, endOfRun, most)).toEqual(counted((given.match(/\w+/g) ?? []).slice(0, most)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('counts more different words than there is room for at first', () => {
    const words = Array.from({ length: 3_000 }, (_, n) => `w${n % 1_700}`)
    expect(countWords(words.join(' '), endOfWord)).toEqual(counted(words))
  })
})
