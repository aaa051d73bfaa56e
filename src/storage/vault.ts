import type { NetworkDatabase, Sealed, VaultRow } from './network-schema.ts'

/** Seals what must never lie in clear on disk. */
export interface Vault {
  seal(bytes: Uint8Array): Promise<Sealed>
  open(sealed: Sealed): Promise<Uint8Array>
}

/** The vault of this profile: AES-256-GCM under a WebCrypto key that cannot be read out, made at first use. */
export function vaultOf(db: NetworkDatabase): Vault {
  let key: Promise<CryptoKey> | undefined
  const ready = () => (key ??= keyOf(db))
  return {
    async seal(bytes) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await ready(), new Uint8Array(bytes))
      return { iv, data: new Uint8Array(data) }
    },
    async open({ iv, data }) {
      return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await ready(), data))
    },
  }
}

async function keyOf(db: NetworkDatabase): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return db.transaction('rw', db.identity, async () => {
    const row = (await db.identity.get('vault')) as VaultRow | undefined
    if (row) return row.key
    await db.identity.add({ id: 'vault', key: made })
    return made
  })
}
