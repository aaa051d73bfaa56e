import { expose } from 'comlink'
import type { Relate } from '../domain/ports/knowledge.ts'
import type { IndexSource, SearchPort } from '../domain/ports/search.ts'
import { IndexEngine } from './index-engine.ts'
import { openFile } from './sqlite.ts'

/** What the worker answers: the port, and a sign of life. */
export interface SearchWorker extends SearchPort {
  ping(): Promise<void>
}

/**
 * Makes the worker it runs in the search worker: opens the index over `source` and answers the page. Call once, at
 * once, at the top of the worker's module; `source` may still be opening. `relate` compares cards; without it none are
 * related.
 */
export function exposeSearch(source: IndexSource | Promise<IndexSource>, relate?: Relate): void {
  const engine = Promise.all([openFile(), source]).then(([file, opened]) => new IndexEngine(file, opened, relate))
  // Each call awaits the engine and reports its failure; without a call there is nobody to tell.
  engine.catch(() => undefined)
  const worker: SearchWorker = {
    search: async (query) => (await engine).search(query),
    values: async (text, operator) => (await engine).values(text, operator),
    listCards: async (query) => (await engine).listCards(query),
    cardRows: async (acuIds) => (await engine).cardRows(acuIds),
    related: async (acuId) => (await engine).related(acuId),
    catchUp: async () => (await engine).catchUp(),
    rebuild: async () => (await engine).rebuild(),
    ping: () => Promise.resolve(),
    status: async () => {
      const opening = Symbol('opening')
      const soon = new Promise<typeof opening>((resolve) => setTimeout(() => resolve(opening), 0))
      try {
        const opened = await Promise.race([engine, soon])
        if (opened !== opening) return await opened.status()
        return { state: 'opening', revision: 0, newestRevision: 0, kept: 'memory' }
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        return { state: 'unavailable', reason, revision: 0, newestRevision: 0, kept: 'memory' }
      }
    },
  }
  expose(worker)
}
