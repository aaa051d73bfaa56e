import type { PackStore } from '../domain/ports/rooms.ts'
import type { NetworkDatabase } from './network-schema.ts'

/** Packs by space: one that is here through another space is not served in this one. */
export function packRepository(db: NetworkDatabase): PackStore {
  return {
    get: async (space, pack) => (await db.spacePacks.get([space, pack]))?.bytes,
    put: async (space, pack, bytes) => void (await db.spacePacks.put({ space, pack, bytes })),
    async chunks(space, pack) {
      const rows = await db.packChunks.where('[space+pack]').equals([space, pack]).toArray()
      return new Map(rows.map(({ index, sealed }) => [index, sealed]))
    },
    async putChunks(space, pack, chunks) {
      await db.packChunks.bulkPut([...chunks].map(([index, sealed]) => ({ space, pack, index, sealed })))
    },
    dropChunks: async (space, pack) => void (await db.packChunks.where('[space+pack]').equals([space, pack]).delete()),
  }
}
