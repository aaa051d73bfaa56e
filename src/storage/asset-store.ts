import { Dexie } from 'dexie'
import type { Asset } from '../domain/asset.ts'
import type { VivimDatabase } from './database.ts'

/** Keeps a file of a conversation; the bytes once, whoever names them. */
export async function putAsset(db: VivimDatabase, conversationId: string, asset: Asset): Promise<void> {
  const { pointer, sha256, bytes, mediaType, name } = asset
  await db.transaction('rw', db.assets, db.assetRefs, async () => {
    const known = await db.assets.where('sha256').equals(sha256).count()
    if (known === 0) await db.assets.put({ sha256, bytes, mediaType })
    await db.assetRefs.put({ conversationId, pointer, sha256, ...(name !== undefined && { name }) })
  })
}

/** The file a pointer of a conversation means. */
export async function getAsset(db: VivimDatabase, conversationId: string, pointer: string): Promise<Asset | undefined> {
  const ref = await db.assetRefs.get([conversationId, pointer])
  const row = ref && (await db.assets.get(ref.sha256))
  return row && { pointer, ...row, ...(ref.name !== undefined && { name: ref.name }) }
}

/** Forgets the files of conversations; bytes go with the last who names them. To be called in a transaction of both. */
export async function dropAssets(db: VivimDatabase, conversationIds: readonly string[]): Promise<void> {
  for (const id of conversationIds) {
    const mine = db.assetRefs.where('[conversationId+pointer]').between([id, Dexie.minKey], [id, Dexie.maxKey])
    const refs = await mine.toArray()
    if (refs.length === 0) continue
    await mine.delete()
    for (const sha256 of new Set(refs.map((ref) => ref.sha256)))
      if ((await db.assetRefs.where('sha256').equals(sha256).count()) === 0) await db.assets.delete(sha256)
  }
}
