import { runImport } from '../../src/app/run-import.ts'
import { FileWindow } from '../../src/importers/archive/file-window.ts'
import { readZipDirectory } from '../../src/importers/archive/zip-directory.ts'
import { entryData } from '../../src/importers/archive/zip-entry.ts'
import { readExport } from '../../src/importers/read-export.ts'
import { PACK_SIZE, VivimDatabase } from '../../src/storage/database.ts'
import { importRepository } from '../../src/storage/import-repository.ts'
import { DerivePool } from '../../src/workers/derive-pool.ts'
import { sha256 } from '../../src/workers/sha256.ts'

/**
 * `with-search` is `with-cards` beside a search worker that indexes what comes, until all of it is found; `search` is
 * indexing alone, of what `with-cards` left.
 */
export type ImportMode = 'baseline' | 'without-cards' | 'with-cards' | 'with-search' | 'search'

export interface ImportFigures {
  readonly seconds: number
  readonly conversations: number
  /** Where search is measured too: the import alone, beside it. */
  readonly importSeconds?: number
}

/**
 * The least an import can be: each data file inflated whole by the platform, parsed whole, and for each conversation
 * one transaction that writes its messages in packs of 50 as UTF-8 JSON, and a row. No tree, ids, hashes or original.
 */
async function baseline(file: File): Promise<number> {
  const open = indexedDB.open('baseline')
  open.onupgradeneeded = () => {
    open.result.createObjectStore('packs', { keyPath: ['id', 'n'] })
    open.result.createObjectStore('rows', { keyPath: 'id' })
  }
  await new Promise((resolve, reject) => {
    open.onsuccess = resolve
    open.onerror = () => reject(open.error ?? new Error('no database'))
  })
  const encoder = new TextEncoder()
  let count = 0
  for (const entry of await readZipDirectory(file)) {
    if (!/conversations(?:-\d+)?\.json$/.test(entry.name)) continue
    const data = (await entryData(new FileWindow(file), entry)).stream()
    const plain = entry.method === 0 ? data : data.pipeThrough(new DecompressionStream('deflate-raw'))
    const list = JSON.parse(await new Response(plain).text()) as readonly {
      readonly id: string
      readonly title: string
      readonly mapping: Readonly<Record<string, { readonly message: unknown }>>
    }[]
    for (const { id, title, mapping } of list) {
      const messages = Object.values(mapping).flatMap(({ message }) => (message ? [message] : []))
      const transaction = open.result.transaction(['packs', 'rows'], 'readwrite', { durability: 'relaxed' })
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error ?? new Error('aborted'))
      })
      for (let at = 0; at < messages.length; at += PACK_SIZE) {
        const bytes = encoder.encode(JSON.stringify(messages.slice(at, at + PACK_SIZE)))
        transaction.objectStore('packs').put({ id, n: at / PACK_SIZE, bytes })
      }
      transaction.objectStore('rows').put({ id, title })
      transaction.commit()
      await done
      count++
    }
  }
  return count
}

async function real(file: File, mode: ImportMode): Promise<number> {
  const ports = {
    store: importRepository(new VivimDatabase(mode)),
    derive:
      mode === 'without-cards'
        ? () => ({ extractorVersion: 0, cards: [], sources: [], links: [] })
        : new DerivePool().derive,
    read: readExport,
    refusal: () => undefined,
    sha256,
    makeRoom: () => Promise.resolve(false),
    now: Date.now,
  }
  const job = { id: mode, files: [file], startedAt: Date.now(), sample: false }
  const { receipt } = await runImport(ports, job, () => undefined, new AbortController().signal)
  return receipt.counts.read
}

self.onmessage = async ({ data }: MessageEvent<{ mode: ImportMode; file: File }>) => {
  const started = performance.now()
  const conversations = await (data.mode === 'baseline' ? baseline(data.file) : real(data.file, data.mode))
  self.postMessage({ seconds: (performance.now() - started) / 1000, conversations } satisfies ImportFigures)
}
