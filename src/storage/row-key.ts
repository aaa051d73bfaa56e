import type { ConversationRow, RowKey, VivimDatabase } from './database.ts'

const SHA256_LENGTH = 64

let last = 0

/** A key above all keys given before, here or at an earlier time: microseconds since 1970. */
export function newKey(): number {
  last = Math.max(last + 1, Date.now() * 1000)
  return last
}

/** Key of a conversation's packs. */
export const keyOf = ({ key, id }: Pick<ConversationRow, 'key' | 'id'>): RowKey => key ?? id

/** Keys of conversations' packs by id; those that are not in the library have none. */
export async function keysOf(db: VivimDatabase, ids: readonly string[]): Promise<(RowKey | undefined)[]> {
  const rows = await db.conversations.bulkGet([...ids])
  return rows.map((row) => row && keyOf(row))
}

/** What lies under each key, in their order; undefined where there is no key, or nothing under it. */
export async function underKeys<T>(
  keys: readonly (RowKey | undefined)[],
  get: (known: RowKey[]) => PromiseLike<(T | undefined)[]>,
): Promise<(T | undefined)[]> {
  const found = await get(keys.filter((key) => key !== undefined))
  let at = 0
  return keys.map((key) => (key === undefined ? undefined : found[at++]))
}

/** Ids of the conversations with these keys. */
export async function idsUnder(db: VivimDatabase, keys: readonly RowKey[]): Promise<string[]> {
  const numbers = keys.filter((key) => typeof key === 'number')
  const ids = numbers.length === 0 ? [] : await db.conversations.where('key').anyOf(numbers).primaryKeys()
  return [...keys.filter((key) => typeof key === 'string'), ...ids]
}

/**
 * Key of an original: its SHA-256 behind the key of its conversation, so that originals lie in the order they came in.
 * Where the conversation's key is its id, the hash alone.
 */
export const originalKey = (key: RowKey, sha256: string): string =>
  typeof key === 'number' ? `${key.toString(36)}-${sha256}` : sha256

/** SHA-256 of the original a key belongs to. */
export const sha256Of = (originalKey: string): string => originalKey.slice(-SHA256_LENGTH)
