import type { SpaceRecord, SpaceStore } from '../domain/ports/rooms.ts'
import type { NetworkDatabase, SpaceRow } from './network-schema.ts'
import type { Vault } from './vault.ts'

/** Keeps the spaces this device takes part in, their secrets sealed by the vault. */
export function spaceRepository(db: NetworkDatabase, vault: Vault): SpaceStore {
  const open = async ({ secret, inviteSeed, ...row }: SpaceRow): Promise<SpaceRecord> => ({
    ...row,
    secret: await vault.open(secret),
    ...(inviteSeed ? { inviteSeed: await vault.open(inviteSeed) } : {}),
  })
  return {
    async all() {
      return Promise.all((await db.spaces.orderBy('createdAt').reverse().toArray()).map(open))
    },
    async get(space) {
      const row = await db.spaces.get(space)
      return row && open(row)
    },
    async put({ secret, inviteSeed, ...record }) {
      const sealed = {
        secret: await vault.seal(secret),
        ...(inviteSeed ? { inviteSeed: await vault.seal(inviteSeed) } : {}),
      }
      await db.spaces.put({ ...record, ...sealed })
    },
    async remove(space) {
      const { spaces, operations, cursors, quarantine, spacePacks, packChunks } = db
      await db.transaction('rw', [spaces, operations, cursors, quarantine, spacePacks, packChunks], async () => {
        await spaces.delete(space)
        for (const table of [operations, cursors, quarantine, spacePacks, packChunks]) {
          await table.where('space').equals(space).delete()
        }
      })
    },
  }
}
