import MiniSearch from 'minisearch'
import { messageDocuments } from '../../src/search/document.ts'
import { makeSnippet } from '../../src/search/snippet.ts'
import { tokenise } from '../../src/search/tokens.ts'
import type { GeneratedLibrary } from '../../tests/search-library/generate.ts'
import { storeMiniSearch } from './measure-memory.ts'
import { miniSearchOptions, type MiniSearchRow } from './minisearch-options.ts'
import { makeQueries, timed, type Latency } from './queries.ts'

export interface MiniSearchFigures {
  readonly buildSeconds: number
  /** Milliseconds from the stored index (JSON in memory) to the first result. */
  readonly reopenToFirstResult: number
  readonly queries: Readonly<Record<string, Latency>>
}

/** What MiniSearch has no counterpart for: it knows neither phrases nor operators. */
const NOT_KNOWN = new Set(['phrase', 'word and filters', 'operators only', 'question of 12 words'])
/** MiniSearch is slower: fewer rounds tell the same. */
const ROUNDS = 60

/**
 * The same messages in MiniSearch, as VIVIM would use it: the same words in the same fields with the same weights, all
 * of them asked for, the last as a beginning while no space follows, and one slip allowed where nothing is found: two
 * changes to MiniSearch, which counts swapped letters as two. Snippets are made of what is found, as they are shown.
 */
export async function measureMiniSearch(made: GeneratedLibrary): Promise<MiniSearchFigures> {
  const started = performance.now()
  let index = new MiniSearch<MiniSearchRow>(miniSearchOptions)
  const bodies: string[] = []
  for (const change of await made.library.changesSince(0, Number.MAX_SAFE_INTEGER)) {
    if (change.kind !== 'conversation') continue
    for (const { body, prev, title } of messageDocuments(change.conversation.title, change.messages))
      index.add({ id: bodies.push(body) - 1, body, prev, title })
  }
  const buildSeconds = (performance.now() - started) / 1000
  const queries: Record<string, Latency> = {}
  for (const [name, asked] of Object.entries(makeQueries(made, ROUNDS))) {
    if (NOT_KNOWN.has(name)) continue
    queries[name] = await timed(asked, (text) => {
      const last = text.endsWith(' ') ? undefined : tokenise(text).at(-1)?.term
      const prefix = (term: string): boolean => term === last
      const found = index.search(text, { prefix })
      const shown = (found.length > 0 ? found : index.search(text, { prefix, fuzzy: 2 })).slice(0, 20)
      const markers = tokenise(text).map(({ term }) => ({ terms: [term], prefix: prefix(term) }))
      return shown.map((one) => makeSnippet(bodies[one.id as number]!, markers))
    })
  }
  const stored = JSON.stringify(index)
  await storeMiniSearch(stored)
  const reopened = performance.now()
  index = MiniSearch.loadJSON<MiniSearchRow>(stored, miniSearchOptions)
  index.search(made.words[300]!)
  const reopenToFirstResult = performance.now() - reopened
  return { buildSeconds, reopenToFirstResult, queries }
}
