import fc from 'fast-check'
import { stemmer } from 'stemmer'
import { describe, expect, it } from 'vitest'
import { makeConversation } from '../../tests/search-library/make.ts'
import { MemoryLibrary } from '../../tests/search-library/memory-library.ts'
import { IndexEngine } from './index-engine.ts'
import { makeSnippet } from './snippet.ts'
import { slipsBetween, Vocabulary } from './spelling.ts'
import { memoryFile } from './sqlite.ts'
import { MemorySegment } from './text/memory-segment.ts'
import { fold, termsOf, tokenise } from './tokens.ts'

const WORDS = [
  'helm',
  'Helmut',
  'roll',
  'rollback',
  'größe',
  'grosse',
  'Čapek',
  'x',
  '東京',
  '東京都庁',
  'パン',
  'naïve',
  '42',
]
const word = fc.constantFrom(...WORDS)
const texts = fc.array(fc.array(word, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 })
const hasPair = (from: readonly string[], pair: readonly string[]): boolean =>
  from.some((first, i) => first === pair[0] && from[i + 1] === pair[1])
/** Latin words only: a run of Japanese has its own rule, tested by substring. */
const latin = fc.constantFrom(...WORDS.filter((w) => !/[\u3000-\u9fff]/.test(w)))

async function engineOf(all: readonly (readonly string[])[]): Promise<IndexEngine> {
  const library = new MemoryLibrary()
  all.forEach((words, i) => library.put(makeConversation({ name: `c${i}`, title: '-', texts: [words.join(' ')] })))
  const engine = new IndexEngine(await memoryFile(), library)
  await engine.catchUp()
  return engine
}

describe('search against a scan of all texts', () => {
  it('finds exactly the texts that have a word, a beginning, a phrase or a piece of Japanese', async () => {
    await fc.assert(
      fc.asyncProperty(texts, latin, latin, async (all, a, b) => {
        const engine = await engineOf(all)
        const folded = all.map((words) => words.map(fold))
        const total = async (text: string) => {
          const { total, relaxed, corrections } = await engine.search({ text, limit: 50 })
          return relaxed || Object.keys(corrections).length > 0 ? 0 : total.message
        }
        const [fa, fb] = [fold(a), fold(b)]
        expect(await total(`${a} `)).toBe(folded.filter((words) => words.includes(fa)).length)
        expect(await total(`${a} ${b} `)).toBe(folded.filter((w) => w.includes(fa) && w.includes(fb)).length)
        expect(await total(`"${a} ${b}" `)).toBe(folded.filter((words) => hasPair(words, [fa, fb])).length)
        expect(await total(`${a} -${b} `)).toBe(folded.filter((w) => w.includes(fa) && !w.includes(fb)).length)
        const begun = fa.slice(0, 3)
        if (begun.length > 1) {
          expect(await total(begun)).toBe(folded.filter((words) => words.some((w) => w.startsWith(begun))).length)
        }
        for (const piece of ['京', '東京', '京都', '都庁']) {
          expect(await total(piece)).toBe(all.filter((words) => words.some((w) => w.includes(piece))).length)
        }
        await engine.close()
      }),
      { numRuns: 40 },
    )
  })

  it('answers any line without failing', async () => {
    const engine = await engineOf([['helm', 'roll'], ['東京']])
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (noise) => {
        for (const text of [noise, `"${noise}`, `-${noise} helm`, `helm OR ${noise}*`, `in:title ${noise}`]) {
          const { hits } = await engine.search({ text, limit: 3 })
          expect(hits.length).toBeLessThanOrEqual(3)
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('the pieces', () => {
  it('indexes the same words that highlights look for', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          texts.map((all) => all.flat().join('、')),
        ),
        (text) => {
          const terms = tokenise(text).map(({ term }) => term)
          const memory = new MemorySegment()
          expect(memory.add(0, { body: termsOf(text), prev: [], title: [] })).toBe(terms.length)
          expect([...memory.terms].sort()).toEqual([...new Set(terms)].sort())
          for (const term of memory.terms) {
            memory.eachDocument(term, (_doc, _counts, places) => {
              expect(places).toEqual(terms.flatMap((one, at) => (one === term ? [at] : [])))
            })
          }
        },
      ),
    )
  })

  it('marks only ranges that lie in the snippet, in order, around what was asked', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 200 }), latin, (words, wanted) => {
        const term = fold(wanted)
        const { text, highlights } = makeSnippet(words.join(' '), [{ terms: [term], prefix: false }])
        expect(text.length).toBeLessThanOrEqual(200)
        expect(highlights.length > 0).toBe(words.map(fold).includes(term))
        let last = 0
        for (const { start, end } of highlights) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(fold(text.slice(start, end))).toBe(term)
          last = end
        }
      }),
    )
  })

  it('measures slips and corrects to the nearest, then the most frequent word', () => {
    expect(slipsBetween('kubernetes', 'kuberentes', 2)).toBe(1)
    expect(slipsBetween('abc', 'abcdef', 2)).toBeUndefined()
    const words = Vocabulary.from(
      new Map([
        ['rollback', 3],
        ['rollbacks', 9],
        ['kubernetes', 5],
        ['cat', 7],
        ['table', 2],
        ['cable', 8],
      ]),
    )
    expect(words.correct('rolback')).toBe('rollback')
    expect(words.correct('kubrenets')).toBe('kubernetes')
    expect(words.correct('wable')).toBe('cable')
    expect(words.correct('cta')).toBeUndefined()
    expect(words.correct('rollback')).toBeUndefined()
    expect([words.docs('cable'), words.docs('nothing')]).toEqual([8, 0])
  })

  it('knows all other forms of a word that share its stem, and no other word', () => {
    const stems = ['roll', 'try', 'die', 'migrat', 'deploy', 'note', 'run', 'b']
    const endings = ['', 's', 'ed', 'ing', 'es', 'ion', 'ions', 'ment', 'ies', 'ied']
    const made = fc.tuple(fc.constantFrom(...stems), fc.constantFrom(...endings)).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.uniqueArray(made, { minLength: 1, maxLength: 30 }), made, (all, asked) => {
        const vocabulary = Vocabulary.from(new Map(all.map((one, n) => [one, n + 1])))
        const same = all.filter((one) => one !== asked && one.length > 2 && stemmer(one) === stemmer(asked))
        const wanted = asked.length < 3 ? [] : same.sort((a, b) => all.indexOf(b) - all.indexOf(a)).slice(0, 6)
        expect(vocabulary.forms(asked)).toEqual(wanted)
      }),
    )
    expect(Vocabulary.from(new Map([['größe', 1]])).forms('größen')).toEqual([])
  })
})
