import type { IdentityStore } from '../domain/ports/rooms.ts'
import type { IdentityRow, NetworkDatabase } from './network-schema.ts'
import type { Vault } from './vault.ts'

/** Keeps the identity in the database, both seeds sealed by the vault. */
export function identityRepository(db: NetworkDatabase, vault: Vault): IdentityStore {
  return {
    async load() {
      const row = (await db.identity.get('me')) as IdentityRow | undefined
      if (!row) return undefined
      const { id: _, rootSeed, deviceSeed, ...rest } = row
      return { ...rest, rootSeed: await vault.open(rootSeed), deviceSeed: await vault.open(deviceSeed) }
    },
    async save({ rootSeed, deviceSeed, ...rest }) {
      const sealed = { rootSeed: await vault.seal(rootSeed), deviceSeed: await vault.seal(deviceSeed) }
      await db.identity.put({ id: 'me', ...rest, ...sealed })
    },
  }
}
