import { Dexie } from 'dexie'
import { DiskFullError } from '../domain/ports/library-store.ts'

/** Quota errors come nested in aborts; the rest of the app knows one name for them. */
export async function translateQuota<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    for (let at: unknown = error; at instanceof Error; at = (at as { inner?: unknown }).inner ?? at.cause) {
      if (at.name === Dexie.errnames.QuotaExceeded || at.name === 'QuotaExceededError') {
        throw new DiskFullError('no room left', { cause: error })
      }
    }
    throw error
  }
}
