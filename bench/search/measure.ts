import { IndexEngine } from '../../src/search/index-engine.ts'
import { openFile } from '../../src/search/sqlite.ts'
import type { GeneratedLibrary } from '../../tests/search-library/generate.ts'
import { makeQueries, timed, type Latency } from './queries.ts'

export interface SearchFigures {
  readonly kept: string
  readonly buildSeconds: number
  readonly fileMegabytes: number
  readonly reopenToFirstResult: number
  readonly queries: Readonly<Record<string, Latency>>
  /** What the index is of, and what it was asked: see `holdIndex`. */
  readonly libraryId: string
  readonly revision: number
  readonly asked: readonly string[]
}

const ROUNDS = 200

/**
 * Builds the index of a generated library (or reopens the one that is there), then asks it each kind of query 200
 * times, snippets included; the index stays open. `reopenOnly` skips the queries.
 */
export async function measureSearch(made: GeneratedLibrary, reopenOnly: boolean): Promise<SearchFigures> {
  const { library, words, texts } = made
  // The made-up library makes its table of cards at the first question.
  await library.cardsAt([])
  const started = performance.now()
  const engine = new IndexEngine(await openFile(), library)
  await engine.search({ text: words[300]!, limit: 20 })
  const reopenToFirstResult = performance.now() - started
  await engine.catchUp()
  const buildSeconds = (performance.now() - started) / 1000
  const { kept, revision } = await engine.status()
  const fileMegabytes = engine.size() / 1e6
  const queries: Record<string, Latency> = {}
  if (!reopenOnly) {
    // After a build the index reads ahead and makes its vocabulary in the background.
    await new Promise((resolve) => setTimeout(resolve, 10_000))
    for (const [name, asked] of Object.entries(makeQueries(made, ROUNDS)))
      queries[name] = await timed(asked, (text) => engine.search({ text, limit: 20 }))
    queries['list of cards'] = await timed(
      Array.from({ length: 50 }, (_, i) => String(i * 100)),
      (offset) => engine.listCards({ tab: 'review', sort: 'newest', limit: 50, offset: Number(offset) }),
    )
    queries['raw scan, one word'] = await timed(rawWords(words), scanOf(texts))
  }
  const asked = Object.values(makeQueries(made, ROUNDS)).flat()
  const libraryId = await library.libraryId()
  return { kept, buildSeconds, fileMegabytes, reopenToFirstResult, queries, libraryId, revision, asked }
}

const rawWords = (words: readonly string[]): string[] => words.slice(100, 8_000).filter((_, at) => at % 260 === 0)

/** What a search without an index does: looks through all texts. */
function scanOf(texts: readonly string[]): (word: string) => number {
  const lower = texts.map((text) => text.toLowerCase())
  return (word) => {
    let found = 0
    for (const text of lower) if (text.includes(word)) found++
    return found
  }
}
