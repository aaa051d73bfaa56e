import type { LibraryStore, ReceiptStore } from '../domain/ports/library-store.ts'
import type { ImportState, Receipt } from '../domain/receipt.ts'
import type { Imports } from './app.ts'
import type { LibraryRows } from './library-rows.ts'

/** Runs imports away from the page. Implemented with a worker by the composition root. */
export interface ImportRunner {
  run(id: string, files: readonly File[], sample: boolean): Promise<void>
  cancel(id: string): void
  watch(onState: (state: ImportState | undefined) => void): () => void
  /** A receipt that found no room on the disk. */
  unstored(id: string): Receipt | undefined
}

const SAMPLE_ID = 'sample'
const SAMPLE_FILES = ['chatgpt.json', 'claude.json']

/** Starting, watching and remembering imports. */
export function importUseCases(
  runner: ImportRunner,
  receipts: ReceiptStore,
  store: LibraryStore,
  rows: LibraryRows,
  makeId: () => string,
  fetchSample: (name: string) => Promise<Blob>,
): Imports {
  return {
    async start(files) {
      const id = makeId()
      await runner.run(id, files, false)
      return id
    },
    async startSample() {
      const files = await Promise.all(
        SAMPLE_FILES.map(async (name) => new File([await fetchSample(name)], `sample-${name}`)),
      )
      await runner.run(SAMPLE_ID, files, true)
      return SAMPLE_ID
    },
    async removeSample() {
      await store.eraseImport(SAMPLE_ID)
      await rows.refresh()
    },
    async cancel(id) {
      runner.cancel(id)
    },
    watch: (onState) => runner.watch(onState),
    receipts: async () => (await receipts.receipts()).map((receipt) => runner.unstored(receipt.id) ?? receipt),
    receipt: async (id) => runner.unstored(id) ?? receipts.receipt(id),
  }
}
