import { proxy, wrap } from 'comlink'
import type { CardsAnew } from '../app/app.ts'
import type { DerivationStore, Rederivation } from '../domain/ports/rederiving.ts'
import type { RederiveProgress } from '../app/rederive.ts'
import type { RederiveWorker } from './rederive-worker.ts'

/** Makes cards anew where an older extractor made them, in a worker that lives as long as that takes. */
export class RederiveClient implements CardsAnew {
  readonly #store: Pick<DerivationStore, 'last' | 'ids' | 'finish'>
  readonly #version: number
  readonly #watchers = new Set<() => void>()
  #progress: RederiveProgress | undefined

  constructor(store: Pick<DerivationStore, 'last' | 'ids' | 'finish'>, version: number) {
    this.#store = store
    this.#version = version
  }

  /** Starts it if there is anything to do. Resolves when it has ended. */
  async start(): Promise<void> {
    const last = await this.#store.last()
    if (last && last.version >= this.#version) return
    // Nothing to derive, so no need for a worker that can.
    if ((await this.#store.ids()).length === 0) return this.#store.finish({ version: this.#version })
    const worker = new Worker(new URL('./rederive-worker.ts', import.meta.url), { type: 'module', name: 'rederive' })
    try {
      await new Promise<void>((resolve, reject) => {
        worker.onerror = (event) => reject(new Error(event.message))
        const onProgress = proxy((progress: RederiveProgress) => this.#tell(progress))
        wrap<RederiveWorker>(worker).run(onProgress).then(resolve, reject)
      })
    } finally {
      worker.terminate()
      this.#tell(undefined)
    }
  }

  progress(): RederiveProgress | undefined {
    return this.#progress
  }

  last(): Promise<Rederivation | undefined> {
    return this.#store.last()
  }

  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange)
    return () => this.#watchers.delete(onChange)
  }

  #tell(progress: RederiveProgress | undefined): void {
    this.#progress = progress
    for (const watcher of this.#watchers) watcher()
  }
}
