import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RelatableCard } from '../../domain/related.ts'
import { gapsBetween } from './align.ts'
import { conflictOf } from './conflict.ts'
import { differencesOf } from './differences.ts'
import { relate } from './relate.ts'
import { similarity } from './similarity.ts'

/** Texts with words of many scripts, numbers, negations and marks in them. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom('port', 'is', 'not', '8080', '30s', 'never', 'always', '不', '支持', 'nicht', '.', '\n', '`'),
    )
    .map((words) => words.join(' ')),
)

describe('similarity', () => {
  it('is symmetric, between 0 and 1, and 1 for the same text', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const value = similarity(a, b)
        expect(value).toBe(similarity(b, a))
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        expect(similarity(a, a)).toBe(1)
      }),
    )
  })

  it.each([
    [
      'The index is rebuilt after each deploy of the search service.',
      'The index is rebuilt after every deploy of the search service.',
    ],
    [
      'Der Teig ruht vier Stunden bei Zimmertemperatur im Korb.',
      'Der Teig ruht etwa vier Stunden bei Zimmertemperatur im Korb.',
    ],
    ['索引在每次部署之后都会重新建立。', '索引在每次部署之后会重新建立。'],
    ['Индекс строится заново после каждой выкладки сервиса.', 'Индекс строится снова после каждой выкладки сервиса.'],
  ])('is high for a wording of “%s”', (a, b) => {
    expect(similarity(a, b)).toBeGreaterThanOrEqual(0.5)
  })

  it('is low for another statement in the same words', () => {
    expect(
      similarity('Ana owes Ben ten francs since May.', 'Since May the francs of Ben buy ten Ana less.'),
    ).toBeLessThan(0.3)
  })
})

describe('conflicts', () => {
  it.each([
    // Numbers of one measure
    [
      'The gateway closes idle connections after 30 seconds.',
      'The gateway closes idle connections after 60 s.',
      '30 seconds',
      '60 s',
    ],
    ['The API listens on port 8080 by default.', 'By default the API listens on port 3000.', '8080', '3000'],
    ['You deduct €6 for each day at home.', 'You deduct €5 for each day at home.', '€6', '€5'],
    ['Der Teig ruht 4 Stunden im Kühlschrank.', 'Der Teig ruht 12 Stunden im Kühlschrank.', '4 Stunden', '12 Stunden'],
    [
      'Le fichier de configuration accepte 10 entrées.',
      'Le fichier de configuration accepte 20 entrées.',
      '10 entrées',
      '20 entrées',
    ],
    // Negation
    [
      'Postgres locks the table for this migration.',
      'Postgres does not lock the table for this migration.',
      'locks',
      'not lock',
    ],
    [
      'SQLite unterstützt gleichzeitige Schreiber.',
      'SQLite unterstützt keine gleichzeitigen Schreiber.',
      'gleichzeitige',
      'keine gleichzeitigen',
    ],
    ['Этот метод изменяет исходный массив.', 'Этот метод не изменяет исходный массив.', 'изменяет', 'не изменяет'],
    ['这个函数支持异步调用。', '这个函数不支持异步调用。', '数支', '数不支'],
    ['この関数は配列を変更します。', 'この関数は配列を変更しません。', 'ます', 'ません'],
    // Words that exclude each other
    [
      'Always commit the lock file of an application.',
      'Never commit the lock file of an application.',
      'Always',
      'Never',
    ],
    [
      'Renewal of the passport is mandatory in May.',
      'Renewal of the passport is optional in May.',
      'mandatory',
      'optional',
    ],
    [
      'Siempre se debe guardar la clave en el servidor.',
      'Nunca se debe guardar la clave en el servidor.',
      'Siempre',
      'Nunca',
    ],
  ])('“%s” and “%s”', (a, b, inA, inB) => {
    const found = conflictOf(a, b)
    expect(found && [a.slice(found.a.start, found.a.end), b.slice(found.b.start, found.b.end)]).toEqual([inA, inB])
  })

  it.each([
    ['another subject', 'The parser reads 30 lines at once.', 'The printer holds 60 sheets of paper.'],
    ['another measure', 'The cache holds 500 entries for users.', 'The cache holds users for 20 minutes.'],
    ['the same number written otherwise', 'The quota is 1,260 euros a year.', 'The quota is 1260 euros a year.'],
    ['about so much', 'The build takes about 30 seconds on CI.', 'The build takes 32 seconds on CI.'],
    ['the number of a step', 'See step 3 of the install guide.', 'See step 4 of the install guide.'],
    ['a made-up number', 'For example, the box holds 5 red apples.', 'For example, the box holds 7 red apples.'],
    ['both are denied', 'Redis does not keep keys on disk.', 'Redis never keeps keys on disk.'],
    ['only in part', 'The command not only lists the files but counts them.', 'The command lists the files.'],
    ['a case', 'If the service is not running, start the service.', 'The service is running on the host.'],
    ['turned around', 'Run the linter before the tests.', 'Run the tests after the linter.'],
    ['a comparison', 'Reading is fast and writing is slow.', 'Writing is slow.'],
    ['a question', 'Does npm ci delete the modules folder?', 'npm ci does not delete the modules folder.'],
    ['very, not “not”', '这个算法非常稳定。', '这个算法很稳定。'],
  ])('are not made of %s', (_why, a, b) => {
    expect(conflictOf(a, b)).toBeUndefined()
    expect(conflictOf(b, a)).toBeUndefined()
  })

  it('are the same from both sides, lie in their texts, and never are with the text itself', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const [there, back] = [conflictOf(a, b), conflictOf(b, a)]
        expect(there && { ...there, a: there.b, b: there.a }).toEqual(back)
        for (const [text, range] of there
          ? ([
              [a, there.a],
              [b, there.b],
            ] as const)
          : []) {
          expect(range.start).toBeLessThan(range.end)
          expect(range.end).toBeLessThanOrEqual(text.length)
        }
        expect(conflictOf(a, a)).toBeUndefined()
      }),
    )
  })
})

describe('differences', () => {
  it('are what is left when the common words are taken away', () => {
    const [a, b] = ['Keep the file open while it is read.', 'Keep a file open while it is being read!']
    const { a: mine, b: theirs } = differencesOf(a, b)
    expect(mine.map(({ start, end }) => a.slice(start, end))).toEqual(['the', '.'])
    expect(theirs.map(({ start, end }) => b.slice(start, end))).toEqual(['a', 'being', '!'])
  })

  it('cover all that is not common, whatever the sequences', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const gaps = gapsBetween(a, b)
        const rest = (all: readonly string[], side: 'a' | 'b'): string[] =>
          all.filter((_, at) => !gaps.some((gap) => at >= gap[side][0] && at < gap[side][1]))
        expect(rest(a, 'a')).toEqual(rest(b, 'b'))
      }),
    )
  })
})

const cardOf = (id: string, content: string, more: Partial<RelatableCard> = {}): RelatableCard => ({
  id,
  content,
  type: 'claim',
  createdAt: 0,
  ...more,
})
const RARE = (): number => 0.001
const between = (a: RelatableCard, b: RelatableCard, commonness: (word: string) => number = RARE) =>
  relate(a, [b], commonness)[0]

describe('relate', () => {
  it('names the newer of two wordings as a version of the older, with what differs', () => {
    const older = cardOf('1', 'The index is rebuilt after each deploy of the search service.', { createdAt: 1 })
    const newer = cardOf('2', 'The index is rebuilt after every deploy of the search service.', { createdAt: 2 })
    for (const [own, other] of [
      [older, newer],
      [newer, older],
    ] as const) {
      const found = between(own, other)!
      expect(found.link).toMatchObject({ relation: 'VERSION_OF', sourceId: '2', targetId: '1' })
      expect(found.ownMarks.map(({ start, end }) => own.content.slice(start, end))).toEqual([
        own === older ? 'each' : 'every',
      ])
    }
  })

  it('tells a conflict before the likeness of wording, and names both words', () => {
    const found = between(
      cardOf('1', 'The gateway closes idle connections after 30 seconds.'),
      cardOf('2', 'The gateway closes idle connections after 60 seconds.'),
    )!
    expect(found.link).toMatchObject({ relation: 'CONTRADICTS', sourceId: '1', targetId: '2' })
    expect(found.link.evidence).toContain('“30 seconds” and “60 seconds”')
  })

  it('finds what both name, unless it is everywhere', () => {
    const a = cardOf('1', 'Call `parseRoute()` before the first frame is drawn.')
    const b = cardOf('2', 'A fragment without a place is what parseRoute() turns into the library.')
    expect(between(a, b)?.link).toMatchObject({ relation: 'REFERS_TO', evidence: 'Both mention parseRoute' })
    expect(between(a, b, () => 0.5)).toBeUndefined()
  })

  it('finds cards about the same', () => {
    const found = between(
      cardOf('1', 'Sourdough needs a ripe starter, strong flour and a long cold fermentation.'),
      cardOf('2', 'For a ripe starter feed the sourdough twice; cold fermentation can wait.'),
    )
    expect(found?.link.relation).toBe('SIMILAR_TO')
    expect(found?.link.evidence).toMatch(/starter|sourdough|fermentation/)
  })

  it('leaves alone what lies inside the other, code that differs in a number, and strangers', () => {
    const text = 'The gateway closes idle connections after 30 seconds.'
    expect(between(cardOf('1', text), cardOf('2', `${text} It logs each of them.`))).toBeUndefined()
    const code = (seconds: number) =>
      cardOf(String(seconds), `const idleTimeout = after(${seconds})`, { type: 'code_snippet' })
    expect(between(code(30), code(60))?.link.relation).not.toBe('CONTRADICTS')
    expect(between(cardOf('1', text), cardOf('2', 'Rye bread rests overnight.'))).toBeUndefined()
  })

  it('gives one relation a pair, weights from 0 to 1, and ranges inside the texts, for any texts', () => {
    fc.assert(
      fc.property(texts, fc.array(texts, { maxLength: 4 }), (text, more) => {
        const cards = more.map((content, at) => cardOf(String(at), content))
        const found = relate(cardOf('own', text), cards, RARE)
        expect(new Set(found.map(({ link }) => link.sourceId + link.targetId)).size).toBe(found.length)
        for (const { link, ownMarks, otherMarks } of found) {
          expect(link.weight).toBeGreaterThanOrEqual(0)
          expect(link.weight).toBeLessThanOrEqual(1)
          const other = cards.find(({ id }) => id === link.targetId || id === link.sourceId)!
          for (const { end } of ownMarks) expect(end).toBeLessThanOrEqual(text.length)
          for (const { end } of otherMarks) expect(end).toBeLessThanOrEqual(other.content.length)
        }
      }),
    )
  })
})
