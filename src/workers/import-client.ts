import { wrap, type Remote } from 'comlink'
import type { ImportRunner } from '../app/import-use-cases.ts'
import type { ImportState } from '../domain/receipt.ts'
import { importChannel, type ImportSignal } from './import-channel.ts'
import type { ImportWorker } from './import-worker.ts'

/** The import worker as the page uses it: started at the first import, gone again when it has been idle. */
export class ImportClient implements ImportRunner {
  #worker: Worker | undefined
  #remote: Remote<ImportWorker> | undefined
  #running = 0
  readonly #channel = importChannel()
  readonly #watchers = new Set<(state: ImportState | undefined) => void>()
  #state: ImportState | undefined

  constructor() {
    this.#channel.onmessage = (event: MessageEvent<ImportSignal>) => {
      if (event.data.type === 'cancel') return
      this.#state = event.data.type === 'state' ? event.data.state : undefined
      for (const watcher of this.#watchers) watcher(this.#state)
    }
  }

  /** Resolves as soon as the import has begun or waits for another to end. */
  async run(id: string, files: readonly File[], sample: boolean): Promise<void> {
    void this.#use((remote) => remote.run(id, files, sample))
  }

  /** Goes on with imports that were killed, if there are any. */
  async resume(): Promise<void> {
    await this.#use((remote) => remote.resume())
  }

  cancel(id: string): void {
    this.#channel.postMessage({ type: 'cancel', id } satisfies ImportSignal)
  }

  watch(onState: (state: ImportState | undefined) => void): () => void {
    this.#watchers.add(onState)
    onState(this.#state)
    return () => this.#watchers.delete(onState)
  }

  async #use(work: (remote: Remote<ImportWorker>) => Promise<void>): Promise<void> {
    this.#worker ??= new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module', name: 'import' })
    this.#remote ??= wrap<ImportWorker>(this.#worker)
    this.#running++
    try {
      await work(this.#remote)
    } finally {
      this.#running--
      if (this.#running === 0) {
        this.#worker.terminate()
        this.#worker = undefined
        this.#remote = undefined
      }
    }
  }
}
