import { fromUtf8, utf8 } from '../domain/bytes.ts'

/**
 * A value as the UTF-8 of its JSON. IndexedDB copies bytes at once, where it walks objects one by one and writes every
 * property's name: half the time and half the disk, for what is only ever read whole.
 */
export type Packed<T> = Uint8Array<ArrayBuffer> & { readonly packs?: T }

export const pack = <T>(value: T): Packed<T> => utf8(JSON.stringify(value)) as Packed<T>

export const unpack = <T>(bytes: Packed<T>): T => JSON.parse(fromUtf8(bytes)) as T
