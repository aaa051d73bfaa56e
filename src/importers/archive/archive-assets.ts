import { pointersOf } from '../../domain/asset.ts'
import type { ImportedConversation } from '../../domain/conversation.ts'
import type { AssetSource } from '../../domain/ports/importing.ts'
import type { ZipEntry } from './zip-directory.ts'

/** Larger files are not taken out: they would not fit in memory beside the rest. */
const MAX_ASSET_BYTES = 128 * 1024 * 1024

/**
 * Finds the files of an archive that messages name. Pointers are ids (`file-service://file-XXX`, `sediment://file_hex`),
 * names (`notes.pdf` in the folder of the conversation) or folders (Grok's `<asset id>/content`); files bear the id
 * with something after it (`file-XXX-Screenshot.png`, `file_hex-sanitized.jpg`, `file-XXX.dat`).
 */
export class ArchiveAssets {
  readonly #byKey = new Map<string, ZipEntry>()
  readonly #names: ReadonlyMap<string, string>
  readonly #read: (entry: ZipEntry) => Promise<Uint8Array<ArrayBuffer>>

  /** `names` are the names people gave, by the base name in the archive. */
  constructor(
    entries: readonly ZipEntry[],
    names: ReadonlyMap<string, string>,
    read: (entry: ZipEntry) => Promise<Uint8Array<ArrayBuffer>>,
  ) {
    this.#names = names
    this.#read = read
    for (const entry of entries) for (const key of keysOf(entry.name)) this.#set(key, entry)
    for (const [base, name] of names) {
      const entry = this.#byKey.get(base)
      if (entry) for (const key of keysOf(name)) this.#set(key, entry)
    }
  }

  /** Files of a conversation whose data file lies in `folder` (ending in `/`, or empty). */
  of({ messages }: ImportedConversation, folder: string): AssetSource[] {
    return pointersOf(messages).flatMap((pointer): AssetSource[] => {
      const entry = this.#find(pointer, folder)
      if (!entry || entry.size > MAX_ASSET_BYTES) return []
      const base = baseName(entry.name)
      const name = this.#names.get(base)
      return [{ pointer, name: baseName(name ?? base), read: () => this.#read(entry) }]
    })
  }

  #find(pointer: string, folder: string): ZipEntry | undefined {
    const bare = pointer.replace(/^[a-z-]+:\/\//, '').replace(/[?#].*$/s, '')
    for (const key of [folder + pointer, folder + bare, bare, baseName(bare), withoutExtension(baseName(bare))]) {
      const entry = this.#byKey.get(key)
      if (entry) return entry
    }
    const id = fileId(bare)
    return id === undefined ? undefined : this.#byKey.get(id)
  }

  /** The first to claim a key keeps it. */
  #set(key: string, entry: ZipEntry): void {
    if (key !== '' && !this.#byKey.has(key)) this.#byKey.set(key, entry)
  }
}

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1)
const withoutExtension = (name: string): string => name.replace(/\.[A-Za-z0-9]{1,5}$/, '')
const fileId = (name: string): string | undefined => /^file[-_][A-Za-z0-9]+/.exec(baseName(name))?.[0]

function keysOf(name: string): string[] {
  const base = baseName(name)
  const parent = /([^/]+)\/content$/.exec(name)?.[1]
  return [name, base, withoutExtension(base), fileId(base) ?? '', parent ?? '']
}
