import MiniSearch from 'minisearch'
import type { IndexSource } from '../../src/domain/ports/search.ts'
import { IndexEngine } from '../../src/search/index-engine.ts'
import { openFile } from '../../src/search/sqlite.ts'
import { tokenise } from '../../src/search/tokens.ts'
import { miniSearchOptions, type MiniSearchRow } from './minisearch-options.ts'

const STORED = 'minisearch.json'

/** What stays in memory while it is measured. */
const held: unknown[] = []

/** Keeps MiniSearch's index as it would be kept between visits. */
export async function storeMiniSearch(json: string): Promise<void> {
  const root = await navigator.storage.getDirectory()
  const out = await (await root.getFileHandle(STORED, { create: true })).createWritable()
  await out.write(json)
  await out.close()
}

/**
 * Opens the index that was built, without the library it was built from, lets it read ahead, and asks it all queries, so
 * that it has in memory what it ever keeps there. Texts of hits are not read: they are the library's.
 */
export async function holdIndex(libraryId: string, revision: number, asked: readonly string[]): Promise<void> {
  const nothing: IndexSource = {
    libraryId: () => Promise.resolve(libraryId),
    newestRevision: () => Promise.resolve(revision),
    changesSince: () => Promise.resolve([]),
    messagesAt: () => Promise.resolve([]),
    cardTexts: () => Promise.resolve(new Map()),
    cardsAt: () => Promise.resolve([]),
  }
  const engine = new IndexEngine(await openFile(), nothing)
  held.push(engine)
  await engine.catchUp()
  await new Promise((resolve) => setTimeout(resolve, 20_000))
  for (const text of asked) await engine.search({ text, limit: 20 })
}

/** Opens the index of MiniSearch that was stored, and asks it the same. */
export async function holdMiniSearch(asked: readonly string[]): Promise<void> {
  const root = await navigator.storage.getDirectory()
  const json = await (await (await root.getFileHandle(STORED)).getFile()).text()
  const index = MiniSearch.loadJSON<MiniSearchRow>(json, miniSearchOptions)
  held.push(index)
  for (const text of asked) {
    const last = text.endsWith(' ') ? undefined : tokenise(text).at(-1)?.term
    index.search(text, { prefix: (term) => term === last })
  }
}
