import { releaseProxy, wrap } from 'comlink'
import type { Remote } from 'comlink'
import type { CardPage, CardRow, IndexStatus, SearchPort, SearchResults, ValueCount } from '../domain/ports/search.ts'
import type { RelatedCard } from '../domain/related.ts'
import type { SearchWorker } from './expose-search.ts'

import { joinTabs } from './leader.ts'
import type { Handler } from './leader.ts'

export interface ConnectOptions {
  /** Makes the worker that called `exposeSearch`; only the leading tab asks for it, again after a crash. */
  readonly spawn: () => Worker
}

/** The port, with what only the page needs. */
export interface SearchConnection extends SearchPort {
  /** True while this tab runs the worker for all. */
  leads(): boolean
  /** Leaves: another tab takes over. */
  close(): void
}

const NAME = 'vivim-search'
/** A worker silent for so long is asked whether it lives, and given up after as long again (milliseconds). */
const SILENCE = 15_000
/** Crashes in a row after which the error is told instead of tried again. */
const MAX_CRASHES = 3

/** Connects a page to search: through its own worker where it leads, else through the tab that does. */
export function connectSearch({ spawn }: ConnectOptions): SearchConnection {
  let runner: Runner | undefined
  const shared = joinTabs({
    name: NAME,
    locks: navigator.locks as LockManager | undefined,
    channel: new BroadcastChannel(NAME),
    tabId: crypto.randomUUID(),
    lead: (): Handler => {
      const started = new Runner(spawn)
      runner = started
      return (method, args) => started.call(method, args)
    },
  })
  return {
    search: (query) => shared.ask('search', [query]) as Promise<SearchResults>,
    values: (text, operator) => shared.ask('values', [text, operator]) as Promise<readonly ValueCount[]>,
    listCards: (query) => shared.ask('listCards', [query]) as Promise<CardPage>,
    cardRows: (acuIds) => shared.ask('cardRows', [acuIds]) as Promise<readonly CardRow[]>,
    related: (acuId) => shared.ask('related', [acuId]) as Promise<readonly RelatedCard[]>,
    status: () => shared.ask('status', []) as Promise<IndexStatus>,
    catchUp: () => shared.ask('catchUp', []) as Promise<void>,
    rebuild: () => shared.ask('rebuild', []) as Promise<void>,
    leads: () => shared.leads(),
    close: () => {
      shared.close()
      runner?.stop()
    },
  }
}

class Crash extends Error {}

const METHODS: ReadonlySet<string> = new Set<keyof SearchPort>([
  'search',
  'values',
  'listCards',
  'cardRows',
  'related',
  'status',
  'catchUp',
  'rebuild',
])

/** A worker that is started again when it crashes; what was asked of it is asked once more. */
class Runner {
  private worker: Worker
  private remote: Remote<SearchWorker>
  private crashed: Promise<never>
  private crash: (error: Crash) => void = () => undefined
  private crashes = 0

  constructor(private readonly spawn: () => Worker) {
    ;({ worker: this.worker, remote: this.remote, crashed: this.crashed } = this.start())
  }

  /** Calls the worker. Rejects with its error, or when it keeps crashing. */
  async call(method: string, args: readonly unknown[]): Promise<unknown> {
    if (!METHODS.has(method))
      throw new Error(`Search cannot do “${method}”: another tab runs another version. Reload it.`)
    for (;;) {
      const { worker, crashed } = this
      const watch = new AbortController()
      try {
        const remote = this.remote as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>
        const value = await Promise.race([remote[method]!(...args), crashed, this.watch(worker, watch.signal)])
        this.crashes = 0
        return value
      } catch (error) {
        if (!(error instanceof Crash)) throw error
        if (worker === this.worker) this.restart()
        if (this.crashes > MAX_CRASHES)
          throw new Error('Search stopped unexpectedly. Your library is safe; reload the page.', { cause: error })
      } finally {
        watch.abort()
      }
    }
  }

  stop(): void {
    this.remote[releaseProxy]()
    this.worker.terminate()
  }

  private start(): { worker: Worker; remote: Remote<SearchWorker>; crashed: Promise<never> } {
    const worker = this.spawn()
    const crashed = new Promise<never>((_, reject) => (this.crash = reject))
    // Nobody may be waiting at the time.
    crashed.catch(() => undefined)
    const crash = this.crash
    worker.addEventListener('error', (event) => crash(new Crash(event.message)))
    worker.addEventListener('messageerror', () => crash(new Crash('unreadable message')))
    return { worker, remote: wrap<SearchWorker>(worker), crashed }
  }

  private restart(): void {
    this.crashes++
    this.worker.terminate()
    ;({ worker: this.worker, remote: this.remote, crashed: this.crashed } = this.start())
  }

  /** Never resolves; rejects when the worker no longer answers (killed for memory, which nothing tells). */
  private watch(worker: Worker, over: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const look = async (): Promise<void> => {
        if (worker !== this.worker) return
        const lives = await Promise.race([this.remote.ping().then(() => true), delay(SILENCE).then(() => false)])
        if (over.aborted) return
        if (lives) timer = setTimeout(() => void look(), SILENCE)
        else reject(new Crash('no answer'))
      }
      let timer = setTimeout(() => void look(), SILENCE)
      over.addEventListener('abort', () => clearTimeout(timer))
    })
  }
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
