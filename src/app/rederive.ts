import type { CardChanges, DerivationStore } from '../domain/ports/rederiving.ts'
import type { Derive } from '../domain/ports/knowledge.ts'

/** What a pass over the library needs of the other layers. */
export interface RederivePorts {
  readonly store: DerivationStore
  readonly derive: Derive
  /** Of the extractor that `derive` is. */
  readonly version: number
  /** Runs work while no import does. */
  readonly apart: <T>(work: () => Promise<T>) => Promise<T>
  /** Leaves the processor to others for a while; `worked` says how long it was taken, ms. */
  readonly rest: (worked: number) => Promise<void>
  /** Milliseconds, of any clock. */
  readonly now: () => number
}

/** How far a pass is, in conversations. */
export interface RederiveProgress {
  readonly done: number
  readonly total: number
}

const AT_ONCE = 20
const NOTHING: CardChanges = { conversations: 0, added: 0, gone: 0, stayed: 0 }

/**
 * Derives again what an older extractor derived, the newest conversations first, a few at a time. Conversations that
 * were done stay done: called again after it was interrupted, it goes on with the others. Does nothing where a pass of
 * this version has come to its end.
 */
export async function rederive(
  { store, derive, version, apart, rest, now }: RederivePorts,
  onProgress: (progress: RederiveProgress) => void,
): Promise<void> {
  const last = await store.last()
  if (last && last.version >= version) return
  const ids = await store.ids()
  let changes = NOTHING
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const began = now()
    await apart(async () => {
      for (const id of await store.stale(ids.slice(at, at + AT_ONCE), version)) {
        const read = await store.read(id)
        const changed = read && (await store.replace(read, derive(read.conversation, read.messages)))
        if (changed) changes = sum(changes, changed)
      }
    })
    onProgress({ done: Math.min(at + AT_ONCE, ids.length), total: ids.length })
    await rest(now() - began)
  }
  await store.finish({ version, ...(changes.conversations > 0 && { changes }) })
}

const sum = (a: CardChanges, b: CardChanges): CardChanges => ({
  conversations: a.conversations + b.conversations,
  added: a.added + b.added,
  gone: a.gone + b.gone,
  stayed: a.stayed + b.stayed,
})
