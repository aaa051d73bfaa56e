import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Pattern, plainTwin } from './pattern.ts'

/** Every form that patterns of this folder have. */
const PATTERNS: readonly RegExp[] = [
  /^[\s*_>"'(]*(?:this|both|el|она)(?![\p{L}\p{N}])/iu,
  /(?<!\p{L})(?:below|as follows|ниже|следующ\p{L}+)(?!\p{L})|以下|下面/iu,
  /^\s*(?:[*_]*\p{Lu}[\p{L} .'’-]{0,24}[*_]* ?[(（][^()（）]{1,80}[)）][*_]* ?[:：]|[\p{Lo}]{2,6}[:：]\s?["“「]|[[【(（][\p{L}\d][^\])】）]{3,}[\])】）]\s*$)/u,
  /[\p{L}'’]+/gu,
  /(?<=[\p{Ll},] )\p{Lu}\p{Ll}+/gu,
  /^[\s*_#>\p{Extended_Pictographic}]+|[\s*_]+$/u,
  /(?:(?![\p{Script=Han}ー])[\p{L}\p{M}\p{N}_])+/u,
  /^(?<verb>[\p{L}-]+)(?:\*\*|__|[*_`])*\s*(.*)/isu,
  /^\p{L}*[\p{L} -]{3,40}, |\u{1F6A8}|\bfin\.$/imu,
]

const plain = fc
  .array(
    fc.oneof(fc.constantFrom('this ', 'A', 'the', 'below', 'as follows', ' X: "', '(b)', '\n', 'fin.'), fc.string()),
  )
  .map((parts) => parts.join('').replace(/[^\x00-\x7f]/g, ''))

describe('the twin of a pattern', () => {
  it.each(PATTERNS)('%s finds the same in plain ASCII', (pattern) => {
    const twin = plainTwin(pattern)
    expect(twin.flags).not.toContain('u')
    fc.assert(
      fc.property(plain, (text) => {
        expect([...text.matchAll(all(twin))].map(found)).toEqual([...text.matchAll(all(pattern))].map(found))
      }),
    )
  })

  it('is not used where a text has other letters, whichever text was looked at before', () => {
    const word = new Pattern(/^\p{L}+$/u)
    for (const [text, isWord] of [
      ['bread', true],
      ['хлеб', true],
      ['b3', false],
      ['хлеб', true],
      ['Brötchen', true],
    ] as const) {
      expect(word.test(text)).toBe(isWord)
    }
  })
})

const all = (pattern: RegExp): RegExp => new RegExp(pattern, `${pattern.flags.replace('g', '')}g`)
const found = (match: RegExpMatchArray): unknown => [match.index, ...match, match.groups?.['verb']]
