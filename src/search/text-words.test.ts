import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainWords, tokenWords } from './text-words.ts'

const word = fc.oneof(
  fc.constantFrom('a', 'ab', 'abc', 'b', 'x1', '1', 'Ab', 'z'.repeat(70)),
  fc.stringMatching(/^[a-cA-C1]{1,3}$/),
)
const text = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '  ', '-', '.\n', '_', "'")), { maxLength: 30 })
  .map((parts) => parts.flat().join(''))
const marker = fc.record({
  terms: fc.array(
    word.map((one) => one.toLowerCase().slice(0, 64)),
    { minLength: 1, maxLength: 3 },
  ),
  prefix: fc.boolean(),
})

it('finds in plain text what is found in any', () => {
  fc.assert(
    fc.property(text, fc.array(marker, { maxLength: 4 }), fc.nat(60), (given, markers, at) => {
      const [plain, any] = [plainWords(given), tokenWords(given)]
      expect(plain.matches(markers)).toEqual(any.matches(markers))
      const place = Math.min(at, given.length)
      expect(plain.startFrom(place)).toBe(any.startFrom(place))
      expect(plain.endUpTo(place)).toBe(any.endUpTo(place))
    }),
    { numRuns: 2_000 },
  )
})
