import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryFile, type Sql } from '../sqlite.ts'
import { bestOf, stepOf } from './best.ts'
import { findPhrase } from './phrase.ts'
import { PARTS, together, type Part, type Postings } from './postings.ts'
import { SCOPES } from './scoring.ts'
import { byCodePoint, segmentTables, sortTerms } from './segment-store.ts'
import { TextIndex } from './text-index.ts'

const WORDS = ['a', 'ab', 'abc', 'b', 'ba', 'ｚ', '𠀀', 'é'] as const
const terms = (maxLength: number): fc.Arbitrary<string[]> => fc.array(fc.constantFrom(...WORDS), { maxLength })
const document = fc.record({
  body: fc.oneof(terms(8), fc.constantFrom(Array.from({ length: 40 }, (_, i) => WORDS[i % 2]!))),
  prev: terms(6),
  title: terms(3),
})

/** A document whose terms are listed. */
type Listed = typeof document extends fc.Arbitrary<infer T> ? T : never

type Step =
  | { readonly do: 'add'; readonly document: Listed }
  | { readonly do: 'remove'; readonly doc: number }
  | { readonly do: 'write' | 'mergeSome' | 'mergeAll' | 'reopen' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: document.map((made) => ({ do: 'add', document: made }) as const) },
  { weight: 2, arbitrary: fc.nat(40).map((doc) => ({ do: 'remove', doc }) as const) },
  { weight: 6, arbitrary: fc.constant({ do: 'write' } as const) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('mergeSome', 'mergeAll', 'reopen').map((name) => ({ do: name }) as const),
  },
)

const finish = (work: Generator<void>): void => void [...work]

async function emptyIndex(): Promise<{ sql: Sql; index: TextIndex }> {
  const sql = (await memoryFile()).open()
  sql.script(segmentTables('t'))
  return { sql, index: new TextIndex(sql, 't') }
}

/** Body up to 15, turn before up to 3, title up to 3. */
const countsOf = (body: number, prev: number, title: number): number =>
  Math.min(15, body) + 16 * Math.min(3, prev) + 64 * Math.min(3, title)

/** How often something stands in each document, found by looking through all. */
function expected(
  all: ReadonlyMap<number, Listed>,
  count: (terms: readonly string[], field: keyof Listed) => number,
): Map<number, number> {
  const found = new Map<number, number>()
  for (const [doc, { body, prev, title }] of all) {
    const counts = countsOf(count(body, 'body'), count(prev, 'prev'), count(title, 'title'))
    if (counts > 0) found.set(doc, counts)
  }
  return found
}

/** What is found in the documents themselves and in the turns before, put together. */
function actual(index: TextIndex, find: (part: Part) => Postings): Map<number, number> {
  const all = new Map<number, number>()
  for (const part of PARTS) {
    const { list, dense, length } = find(part)
    const { docs, counts } = list()
    expect(docs.length).toBe(length)
    expect(new Set(docs).size).toBe(docs.length)
    docs.forEach((doc, at) => {
      if (dense) expect(dense[doc]).toBe(counts[at])
      expect(SCOPES.own[counts[at]!]! > 0).toBe(part === 'own')
      if (!index.isGone(doc)) all.set(doc, together(all.get(doc) ?? 0, counts[at]!))
    })
  }
  return new Map([...all].sort(([a], [b]) => a - b))
}

const times = (all: readonly string[], isIt: (term: string) => boolean): number => all.filter(isIt).length

function phraseCount(all: readonly string[], phrase: readonly string[], isBegun: boolean): number {
  let found = 0
  for (let at = 0; at + phrase.length <= all.length; at++) {
    const isHere = phrase.every((term, i) =>
      isBegun && i === phrase.length - 1 ? all[at + i]!.startsWith(term) : all[at + i] === term,
    )
    if (isHere) found++
  }
  return found
}

describe('the inverted index', () => {
  it('finds what looking through all documents finds, whatever was written, merged, removed or opened again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 3 }),
        async (steps, phrase) => {
          const { sql, index: first } = await emptyIndex()
          let index = first
          const all = new Map<number, Listed>()
          for (const one of steps) {
            if (one.do === 'add') all.set(index.add(one.document, all.size * 1_000), one.document)
            else if (one.do === 'remove') {
              index.remove(one.doc)
              all.delete(one.doc)
            } else if (one.do === 'reopen') {
              finish(index.write())
              index = new TextIndex(sql, 't')
            } else finish(index[one.do]())
          }
          for (const word of WORDS) {
            const exact = expected(all, (of) => times(of, (term) => term === word))
            expect(actual(index, (part) => index.find(word, part))).toEqual(exact)
            const begun = new Map(
              [...all].map(([doc, { body, prev, title }]) => {
                // Each term counts up to its most, then all of them together.
                const sum = (of: readonly string[], most: number): number =>
                  WORDS.filter((other) => other.startsWith(word)).reduce(
                    (n, other) =>
                      n +
                      Math.min(
                        most,
                        times(of, (term) => term === other),
                      ),
                    0,
                  )
                return [doc, countsOf(sum(body, 15), sum(prev, 3), sum(title, 3))] as const
              }),
            )
            expect(actual(index, (part) => index.findBegun(word, part))).toEqual(
              new Map([...begun].filter(([, counts]) => counts > 0)),
            )
            if (exact.size > 0) expect(index.has(word, false)).toBe(true)
          }
          for (const isBegun of [false, true]) {
            const found = expected(all, (of, field) => {
              if (field !== 'prev') return phraseCount(of, phrase, isBegun)
              const isLast = (at: number): boolean => isBegun && at === phrase.length - 1
              const isThere = phrase.every((term, at) =>
                of.some((other) => (isLast(at) ? other.startsWith(term) : other === term)),
              )
              return isThere ? 1 : 0
            })
            expect(actual(index, (part) => findPhrase(index, phrase, isBegun, part))).toEqual(found)
          }
          expect(index.count).toBe(
            [...all.values()].filter(({ body, prev, title }) => body.length + prev.length + title.length > 0).length,
          )
          sql.close()
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  it('keeps the number of segments bounded, and merges them when there is time', async () => {
    const { sql, index } = await emptyIndex()
    const segments = (): number => Number(sql.value('SELECT count(*) FROM t_segment'))
    for (let n = 0; n < 100; n++) {
      index.add({ body: ['x', `w${n}`], prev: [], title: [] }, n)
      finish(index.write())
      finish(index.mergeSome())
      expect(segments()).toBeLessThanOrEqual(12)
    }
    finish(index.mergeAll())
    expect(segments()).toBeLessThanOrEqual(5)
    expect(index.find('x', 'own').length).toBe(100)
    expect(Number(sql.value('SELECT count(*) FROM t_before'))).toBe(Number(sql.value('SELECT count(*) FROM t_block')))
  })

  it('is as it was where a merge is stopped', async () => {
    const { sql, index } = await emptyIndex()
    const blocks = (): unknown => sql.rows('SELECT id FROM t_block ORDER BY id')
    for (let n = 0; n < 3_000; n++) {
      index.add({ body: ['every', `t${n}`], prev: [], title: [] }, n)
      if (n % 1_500 === 1_499) finish(index.write())
    }
    const before = blocks()
    const merging = index.mergeAll()
    merging.next()
    expect(blocks()).not.toEqual(before)
    merging.return(undefined)
    expect(blocks()).toEqual(before)
    expect(index.find('every', 'own').length).toBe(3_000)
    finish(index.mergeAll())
    expect(new TextIndex(sql, 't').find('every', 'own').length).toBe(3_000)
    expect(sql.value('SELECT count(*) FROM t_segment')).toBe(1)
  })

  it('reads more terms than a block holds, and longer lists', async () => {
    const { index } = await emptyIndex()
    for (let n = 0; n < 9_000; n++) index.add({ body: ['every', `t${n % 3_000}`], prev: [], title: [] }, n)
    finish(index.write())
    expect(index.find('every', 'own').list().docs).toEqual(Int32Array.from({ length: 9_000 }, (_, n) => n))
    for (const n of [0, 255, 256, 1_700, 2_999])
      expect([...index.find(`t${n}`, 'own').list().docs]).toEqual([n, n + 3_000, n + 6_000])
    expect(index.findBegun('t1', 'own').length).toBe(3 * 1_111)
    expect(index.docs('nowhere')).toBe(0)
    expect(new Set([...index.words()].flat().map(([term]) => term)).size).toBe(3_001)
  })
})

describe('order', () => {
  it('of terms is by code point, as in SQLite', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (all) => {
        const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('hex')
        const wanted = [...all].sort((a, b) => (bytes(a) < bytes(b) ? -1 : bytes(a) > bytes(b) ? 1 : 0))
        expect(sortTerms([...all])).toEqual(wanted)
        expect([...all].sort(byCodePoint)).toEqual(wanted)
      }),
    )
  })

  it('of documents is by score, of equals by time', () => {
    const scored = fc.record({ score: fc.double({ min: 0, max: 30, noNaN: true }), at: fc.nat(5) })
    fc.assert(
      fc.property(fc.array(scored), fc.nat(20), (all, many) => {
        const docs = Int32Array.from(all.keys())
        const scores = Float32Array.from(all, ({ score }) => score)
        const wanted = [...all.keys()]
          .sort((a, b) => stepOf(scores[b]!) - stepOf(scores[a]!) || all[b]!.at - all[a]!.at || b - a)
          .slice(0, many)
        expect(bestOf({ docs, scores }, (doc) => all[doc]!.at, many)).toEqual(wanted)
      }),
    )
  })
})
