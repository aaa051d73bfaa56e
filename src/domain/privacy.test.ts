import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AtomicChatUnit, Finding, SecurityLevel } from './acu.ts'
import { masked } from './masked.ts'
import { foldWord, ownWordFinder, tidyWord } from './own-words.ts'
import { harmlessFinding, harmlessKey, privacyJudge } from './privacy.ts'

const found = (words: readonly string[], text: string): string[] =>
  ownWordFinder(words)(text).map(({ start, end }) => text.slice(start, end))

describe('words of one’s own', () => {
  it.each([
    ['Anna', 'Ask anna. ANNA’s school; anna_key and "Anna"', ['anna', 'ANNA', 'anna', 'Anna']],
    ['Anna', 'Hannah, Annabel, Johanna, anna2 and Annaé', []],
    ['Anna', '我叫Anna今天', ['Anna']],
    ['Acme Corp', 'At Acme\n  corp. we', ['Acme\n  corp']],
    ['C++', 'in c++, not C', ['c++']],
    ['陈明', '我和陈明去了', ['陈明']],
    ['民水', '민수', []],
    ['민수', '민수가 왔다', ['민수']],
    ['สมชาย', 'คุณสมชายไป', ['สมชาย']],
    ['José', 'Jose\u0301 and JOSE\u0301, not Jose or Joséphine', ['Jose\u0301', 'JOSE\u0301']],
    ['Jose', 'Jose\u0301', []],
    ['한', '\u1112\u1161\u11ab', ['\u1112\u1161\u11ab']],
    ['οδός', 'ΟΔΌΣ', ['ΟΔΌΣ']],
    ['𝒜x', 'an 𝒜x here', ['𝒜x']],
    ['a.c', 'abc a.c', ['a.c']],
    ["O'Brien", "o'brien, O’Brien’s and OʼBrien, not OBrien", ["o'brien", 'O’Brien', 'OʼBrien']],
    ['OʼBrien', "O'Brien or O’Brien", ["O'Brien", 'O’Brien']],
    ['Anna', 'Annaʼs', ['Anna']],
    [
      'Anne-Marie',
      'anne-marie, Anne\u2010Marie, Anne\u2011Marie, Anne Marie',
      ['anne-marie', 'Anne\u2010Marie', 'Anne\u2011Marie'],
    ],
    ['Anne\u2011Marie', 'Anne-Marie', ['Anne-Marie']],
  ])('%s in %s', (word, text, wanted) => {
    expect(found([word], text)).toEqual(wanted)
  })

  it('that overlap are one place, and of two that begin alike the longer is found', () => {
    expect(found(['New York', 'York Times', 'New'], 'the New York Times, New')).toEqual(['New York Times', 'New'])
  })

  it('are tidied, and none where they would be found everywhere', () => {
    expect(['  Acme\t\n Corp ', 'Jose\u0301', 'x', '--', '李', '7', 'ab', 'ʼʼ', 'xʼ'].map(tidyWord)).toEqual([
      'Acme Corp',
      'José',
      undefined,
      undefined,
      '李',
      undefined,
      'ab',
      undefined,
      undefined,
    ])
  })

  const letters = fc.constantFrom(
    'a',
    'B',
    'b',
    'é',
    'e\u0301',
    '\u0301',
    '陈',
    '가',
    '\u1100',
    '\u1161',
    '1',
    ' ',
    '-',
    '\u2011',
    "'",
    '’',
    'ʼ',
    '𝒜',
  )
  const text = fc.array(letters, { maxLength: 24 }).map((all) => all.join(''))
  const word = text.map(tidyWord).filter((one) => one !== undefined)

  it('are where a look at every place finds them', () => {
    const isSolid = (character: string | undefined): boolean =>
      character !== undefined &&
      /[\p{L}\p{N}\p{M}]/u.test(character) &&
      character !== 'ʼ' &&
      !/[陈가\u1100-\u11ff\uac00-\ud7a3]/u.test(character)
    /** Every place of a word in a text that is NFC already: code point by code point. */
    const covered = (words: readonly string[], composed: string): boolean[] => {
      const all = [...composed]
      const marks = all.map(() => false)
      for (const one of words.map((each) => [...each])) {
        for (let at = 0; at + one.length <= all.length; at++) {
          const here = all.slice(at, at + one.length)
          if (foldWord(here.join('')) !== foldWord(one.join(''))) continue
          if (isSolid(one[0]) && isSolid(all[at - 1])) continue
          if (isSolid(one.at(-1)) && isSolid(all[at + one.length])) continue
          marks.fill(true, at, at + one.length)
        }
      }
      return marks
    }
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), text, (words, raw) => {
        // One space at a time: any amount of white space is looked at above.
        const composed = raw.normalize('NFC').replace(/ +/g, ' ')
        const marks = covered(words, composed)
        const units = [...composed].flatMap((character, at) =>
          Array.from(character, () => marks[at]).concat(character.length > 1 ? [marks[at]] : []),
        )
        const ranges = ownWordFinder(words)(composed)
        const seen = Array.from({ length: composed.length }, (_, at) =>
          ranges.some(({ start, end }) => at >= start && at < end),
        )
        expect(seen).toEqual(units)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are found in any normal form, and a range never cuts a character from its marks', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), text, (words, raw) => {
        const find = ownWordFinder(words)
        // Marks that stand after a word without belonging to it are in the range or not, as the text is composed.
        const bare = (one: string): string => one.normalize('NFD').replace(/\p{M}+$/u, '')
        const slices = (one: string): string[] => find(one).map(({ start, end }) => bare(one.slice(start, end)))
        const composed = raw.normalize('NFC')
        expect(slices(raw)).toEqual(slices(composed))
        expect(slices(raw.normalize('NFD'))).toEqual(slices(composed))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('the person’s list', () => {
  const VALUES = ['ab@c.de', 'x-y', 'anna', '10.1'] as const
  const RULES = [
    ['email', 3],
    ['host', 2],
    ['token', 5],
  ] as const
  const finding = fc.record({
    rule: fc.constantFrom(...RULES),
    start: fc.nat(20),
    length: fc.integer({ min: 1, max: 8 }),
  })
  const content = fc.array(fc.constantFrom(...VALUES, ' ', '. '), { maxLength: 8 }).map((all) => all.join(''))

  const cardOf = (text: string, findings: readonly Finding[]): AtomicChatUnit => {
    const securityLevel = findings.reduce<SecurityLevel>((most, { level }) => (level > most ? level : most), 0)
    return {
      id: 'a'.repeat(64),
      content: text,
      type: 'claim',
      category: 'conceptual',
      quality: { overall: 1, richness: 1, integrity: 1, uniqueness: 1, selfContained: 1 },
      securityLevel,
      findings,
      state: 'ACTIVE',
      createdAt: 1,
      origin: 'extraction',
      extractorVersion: 1,
      isPersonal: securityLevel >= 3,
      pinned: false,
      tags: [],
    }
  }

  it('takes away exactly what is harmless, and adds every word that no personal finding holds', () => {
    fc.assert(
      fc.property(
        content,
        fc.array(finding, { maxLength: 4 }),
        fc.array(fc.tuple(fc.constantFrom('email', 'host', 'token'), fc.constantFrom(...VALUES)), { maxLength: 3 }),
        fc.constantFrom([], ['anna'], ['Anna', 'x-y']),
        (text, some, marked, words) => {
          const raw = some
            .map(({ rule: [rule, level], start, length }): Finding => {
              return { rule, kind: rule, start, end: start + length, level, confidence: 1 }
            })
            .filter(({ end }) => end <= text.length)
          const judge = privacyJudge({
            words: words.map((one) => ({ word: one, at: 0 })),
            harmless: marked.map(([rule, value]) => ({
              key: harmlessKey(rule, value),
              kind: rule,
              excerpt: '',
              at: 0,
            })),
          })
          const before = cardOf(text, raw)
          const after = judge.card(before)
          const valueOf = ({ start, end }: Finding): string => text.slice(start, end)
          const stay = raw.filter((one) => !marked.some(([rule, value]) => rule === one.rule && value === valueOf(one)))
          const own = ownWordFinder(words)(text).filter(
            (range) => !stay.some(({ level, start, end }) => level >= 3 && start <= range.start && end >= range.end),
          )
          expect(after.findings.filter(({ rule }) => rule !== 'own-word')).toHaveLength(stay.length)
          expect(new Set(after.findings)).toEqual(
            new Set([...stay, ...after.findings.filter((one) => one.rule === 'own-word')]),
          )
          expect(
            after.findings
              .filter(({ rule }) => rule === 'own-word')
              .map(({ start, end, level }) => ({ start, end, level })),
          ).toEqual(own.map((range) => ({ ...range, level: 1 })))
          expect(after.securityLevel).toBe(Math.max(0, ...stay.map(({ level }) => level), own.length > 0 ? 1 : 0))
          expect(after.isPersonal).toBe(after.securityLevel >= 3 || own.length > 0)
          const { findings: _f, securityLevel: _l, isPersonal: _p, ...rest } = after
          expect(before).toMatchObject(rest)
          // Nothing to say: the card as it is. And judging again changes nothing.
          if (stay.length === raw.length && own.length === 0) expect(after).toBe(before)
          expect(judge.card(after)).toEqual(after)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('believes no word that a card claims to have', () => {
    const claimed = cardOf('abc', [{ rule: 'own-word', kind: 'own word', start: 0, end: 3, level: 1, confidence: 1 }])
    expect(privacyJudge({ words: [], harmless: [] }).card(claimed)).toMatchObject({ findings: [], securityLevel: 0 })
  })

  it('keeps a hash of rule and value, and little of the value', () => {
    const text = 'mail ab@c.de'
    const one = harmlessFinding(
      text,
      { rule: 'email', kind: 'e-mail address', start: 5, end: 12, level: 3, confidence: 1 },
      7,
    )
    expect(one).toEqual({ key: harmlessKey('email', 'ab@c.de'), kind: 'e-mail address', excerpt: 'a…', at: 7 })
    expect(harmlessKey('phone', 'ab@c.de')).not.toBe(one.key)
    expect(masked(['ghp_', 'x'.repeat(34), 'k9'].join(''))).toBe('ghp_…k9')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 4 }), (value) => {
        expect([...masked(value)].length - 1).toBeLessThanOrEqual([...value].length / 2)
      }),
    )
  })
})
