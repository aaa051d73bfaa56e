import { IndexEngine } from '../../src/search/index-engine.ts'
import { openFile } from '../../src/search/sqlite.ts'
import { generateLibrary } from '../../tests/search-library/generate.ts'
import { seeded } from '../../tests/search-library/make.ts'

/** Milliseconds: half of the queries are answered within p50, 95 of 100 within p95. */
export interface Latency {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

export interface SearchFigures {
  readonly kept: string
  readonly buildSeconds: number
  readonly fileMegabytes: number
  readonly reopenToFirstResult: number
  readonly queries: Readonly<Record<string, Latency>>
}

const ROUNDS = 200

/**
 * Runs in a worker of a browser: builds the index of a generated library (or reopens the one that is there), then asks
 * it each kind of query 200 times, snippets included. `only` skips the queries.
 */
export async function measureSearch(options: {
  readonly messages: number
  readonly reopenOnly?: boolean
}): Promise<SearchFigures> {
  const { library, words, texts } = generateLibrary(options.messages, 'bench')
  const started = performance.now()
  const engine = new IndexEngine(await openFile(), library)
  await engine.search({ text: words[300]!, limit: 20 })
  const reopenToFirstResult = performance.now() - started
  await engine.catchUp()
  const buildSeconds = (performance.now() - started) / 1000
  const { kept } = await engine.status()
  const fileMegabytes = engine.size() / 1e6
  const queries: Record<string, Latency> = {}
  if (!options.reopenOnly) {
    // The vocabulary is made in the background after a build.
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    const random = seeded(11)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
    const usual = words.slice(100, 8_000)
    const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word.length > 3)
    const kinds: Record<string, () => string> = {
      'common word': () => `${pick(words.slice(0, 60))} `,
      'one word': () => `${pick(usual)} `,
      '2–4 words': () => {
        const from = wordsOf(pick(texts))
        return `${Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(from)).join(' ')} `
      },
      'prefix 2–5 letters': () => pick(usual).slice(0, 2 + Math.floor(random() * 4)),
      'words and prefix': () => {
        const from = wordsOf(pick(texts))
        return `${pick(from)} ${pick(from).slice(0, 3)}`
      },
      phrase: () => {
        const from = pick(texts).replaceAll('\n', ' ').split(' ')
        const at = Math.floor(random() * Math.max(1, from.length - 3))
        return `"${from.slice(at, at + 2 + Math.floor(random() * 2)).join(' ')}"`
      },
      'one typo': () => {
        const word = pick(usual.filter(({ length }) => length > 5))
        const at = 1 + Math.floor(random() * (word.length - 2))
        return `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)} `
      },
      'question of 12 words': () => `${Array.from({ length: 12 }, () => pick(wordsOf(pick(texts)))).join(' ')} `,
      'word and filters': () => `${pick(usual)} provider:claude after:2023-06 `,
      'operators only': () => 'provider:claude kind:message ',
    }
    for (const [name, make] of Object.entries(kinds)) {
      const asked = Array.from({ length: ROUNDS }, make)
      queries[name] = latency(await timed(asked, (text) => engine.search({ text, limit: 20 })))
    }
    const lower = texts.map((text) => text.toLowerCase())
    queries['raw scan, one word'] = latency(
      await timed(
        Array.from({ length: 30 }, () => pick(usual)),
        (word) => {
          let n = 0
          for (const text of lower) if (text.includes(word)) n++
          return Promise.resolve(n)
        },
      ),
    )
    const page = { tab: 'review', sort: 'newest', limit: 50 } as const
    queries['list of cards'] = latency(
      await timed(
        Array.from({ length: 50 }, (_, i) => String(i * 100)),
        (offset) => engine.listCards({ ...page, offset: Number(offset) }),
      ),
    )
  }
  await engine.close()
  return { kept, buildSeconds, fileMegabytes, reopenToFirstResult, queries }
}

async function timed(asked: readonly string[], ask: (text: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const text of asked) {
    const started = performance.now()
    await ask(text)
    times.push(performance.now() - started)
  }
  return times
}

function latency(times: readonly number[]): Latency {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1)! }
}
