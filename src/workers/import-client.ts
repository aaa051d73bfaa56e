import { wrap, type Remote } from 'comlink'
import type { ImportRunner } from '../app/import-use-cases.ts'
import { ReceiptBuilder } from '../app/receipt-builder.ts'
import { nextTask } from '../domain/next-task.ts'
import type { ImportState, Receipt } from '../domain/receipt.ts'
import { importChannel, type ImportSignal } from './import-channel.ts'
import type { ImportWorker } from './import-worker.ts'
import { stayAwake } from './stay-awake.ts'

/** How long the page has for showing that an import begins, before the worker takes the processor, ms. */
const SHOW_FIRST_MS = 100

/** The import worker as the page uses it: started at the first import, gone again when it has been idle. */
export class ImportClient implements ImportRunner {
  #worker: Worker | undefined
  #remote: Remote<ImportWorker> | undefined
  #running = 0
  #letSleep: (() => void) | undefined
  readonly #channel = importChannel()
  readonly #watchers = new Set<(state: ImportState | undefined) => void>()
  #state: ImportState | undefined
  readonly #cancelled = new Set<string>()
  readonly #unstored = new Map<string, Receipt>()

  constructor() {
    this.#channel.onmessage = (event: MessageEvent<ImportSignal>) => {
      const signal = event.data
      if (signal.type === 'cancel') return
      if (signal.type === 'ended') {
        this.#cancelled.delete(signal.id)
        if (signal.receipt) this.#unstored.set(signal.id, signal.receipt)
        if (this.#state?.id === signal.id) this.#tell(undefined)
        return
      }
      // Cancelled before the worker could hear it: said again now that it can.
      if (this.#cancelled.has(signal.state.id)) this.cancel(signal.state.id)
      this.#tell(signal.state)
    }
  }

  /** Resolves as soon as the import has begun or waits for another to end. */
  async run(id: string, files: readonly File[], sample: boolean): Promise<void> {
    const [file] = files
    if (file && !this.#state) {
      const now = Date.now()
      const beginning = new ReceiptBuilder({ id, startedAt: now, sample })
      beginning.beginFile(file.name, file.size, now)
      this.#tell(beginning.state(now))
    }
    void this.#use(async (remote) => {
      const unstored = await remote.run(id, files, sample)
      // Said here too: the channel may be heard later than this answer.
      if (unstored) this.#unstored.set(id, unstored)
    }, SHOW_FIRST_MS)
    // What follows is drawn in a task of its own, so that the page answers in between.
    await nextTask()
  }

  /** Goes on with imports that were killed, if there are any. */
  async resume(): Promise<void> {
    await this.#use((remote) => remote.resume())
  }

  cancel(id: string): void {
    this.#cancelled.add(id)
    this.#channel.postMessage({ type: 'cancel', id } satisfies ImportSignal)
  }

  watch(onState: (state: ImportState | undefined) => void): () => void {
    this.#watchers.add(onState)
    onState(this.#state)
    return () => this.#watchers.delete(onState)
  }

  unstored(id: string): Receipt | undefined {
    return this.#unstored.get(id)
  }

  #tell(state: ImportState | undefined): void {
    this.#state = state
    for (const watcher of this.#watchers) watcher(state)
  }

  /** Works with the worker, after `delay` ms; it is kept as long as somebody does, or waits to. */
  async #use(work: (remote: Remote<ImportWorker>) => Promise<void>, delay = 0): Promise<void> {
    this.#running++
    try {
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
      this.#worker ??= new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module', name: 'import' })
      this.#remote ??= wrap<ImportWorker>(this.#worker)
      this.#letSleep ??= stayAwake()
      await work(this.#remote)
    } finally {
      this.#running--
      if (this.#running === 0) {
        this.#worker?.terminate()
        this.#worker = undefined
        this.#remote = undefined
        this.#letSleep?.()
        this.#letSleep = undefined
        this.#tell(undefined)
      }
    }
  }
}
