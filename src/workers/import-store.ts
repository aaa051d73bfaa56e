import { transfer, wrap } from 'comlink'
import { DiskFullError, type ImportStore } from '../domain/ports/library-store.ts'
import type { PackedConversation } from '../storage/conversation-writer.ts'
import type { VivimDatabase } from '../storage/database.ts'
import { importRepository } from '../storage/import-repository.ts'
import type { LibraryWriter } from './library-writer.ts'

/**
 * Where an import writes: what is read and derived in this worker is compressed and written in one of its own, so that a
 * device with more than one processor does both at once. Where a worker may start none, all is done here.
 */
export function importStore(db: VivimDatabase): ImportStore {
  if (typeof Worker === 'undefined') return importRepository(db)
  const worker = new Worker(new URL('./library-writer.ts', import.meta.url), { type: 'module', name: db.name })
  const remote = wrap<LibraryWriter>(worker)
  /** Rejects when the worker breaks, which would otherwise leave every answer open. */
  const broken = new Promise<never>((_, reject) => {
    worker.onerror = (event) => reject(new Error(`writing stopped: ${event.message}`))
  })
  broken.catch(() => undefined)
  return importRepository(db, async (packed) => {
    const outcome = await Promise.race([remote.write(transfer(packed, buffersOf(packed))), broken])
    if (outcome === 'disk-full') throw new DiskFullError('no room left')
  })
}

/** Bytes that are handed over instead of copied: those that fill their buffer alone. */
const buffersOf = ({ original, packs, cards }: PackedConversation): ArrayBuffer[] =>
  [original, cards.derived, ...packs.map(({ messages }) => messages)]
    .filter(({ buffer, byteLength }) => buffer.byteLength === byteLength)
    .map(({ buffer }) => buffer)
