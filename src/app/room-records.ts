import { readOperation } from '../domain/operation.ts'
import type { LogRow, OperationLog, PackStore } from '../domain/ports/rooms.ts'
import { readPack } from '../domain/pack.ts'
import type { SharedCard } from '../domain/shared-card.ts'
import { readSharedCard } from '../domain/shared-card.ts'
import { SpaceState } from '../domain/space-state.ts'
import { decodeHlc } from '../domain/hlc.ts'

/** A card as one author put it into a room. */
export interface SharedRecord {
  readonly acuId: string
  readonly did: string
  readonly device: string
  readonly operationId: string
  readonly hlc: string
  readonly sharedAt: number
  readonly card: SharedCard
}

interface Entry {
  readonly hlc: string
  readonly operationId: string
  /** Absent where the last word was a deletion. */
  readonly record?: SharedRecord
}

/** The records of a room, folded from its log: what it reads is verified, since only that is committed. */
export class RoomRecords {
  readonly state: SpaceState
  readonly #log: OperationLog
  readonly #packs: PackStore
  readonly #cards = new Map<string, Entry>()
  readonly #names = new Map<string, { hlc: string; name: string }>()
  readonly #contents = new Map<string, string>()
  readonly #opened = new Set<string>()

  constructor(space: string, log: OperationLog, packs: PackStore) {
    this.state = new SpaceState(space)
    this.#log = log
    this.#packs = packs
  }

  /** Reads what the log and the packs have gained. */
  async read(): Promise<void> {
    const { space } = this.state
    const rows = []
    for (const [device, head] of Object.entries(await this.#log.cursor(space))) {
      const from = (this.state.head(device)?.seq ?? 0) + 1
      if (from <= head.seq) rows.push(...(await this.#log.range(space, device, from, head.seq)))
    }
    for (const row of rows.toSorted((a, b) => (a.hlc < b.hlc ? -1 : 1))) this.#fold(row)
    for (const pack of this.state.packs) {
      if (this.#opened.has(pack)) continue
      const bytes = await this.#packs.get(space, pack)
      if (!bytes) continue
      this.#opened.add(pack)
      for (const { id, content } of readPack(bytes).items) this.#contents.set(`${pack} ${id}`, content)
    }
  }

  /** Cards that stand, the first shared first. */
  get cards(): SharedRecord[] {
    return [...this.#cards.values()]
      .flatMap(({ record }) => record ?? [])
      .sort((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0))
  }

  /** Content of a shared card; undefined while its pack is on its way. */
  contentOf({ acuId, card }: SharedRecord): string | undefined {
    return 'text' in card.content ? card.content.text : this.#contents.get(`${card.content.pack} ${acuId}`)
  }

  /** The name a person signed in this room; empty where they gave none. */
  nameOf(did: string): string {
    return this.#names.get(did)?.name ?? ''
  }

  #fold({ bytes, id }: LogRow): void {
    const operation = readOperation(bytes)
    this.state.apply(operation, id)
    const { did, device, hlc, tableName, recordId, payload } = operation
    if (tableName === 'profiles') {
      const former = this.#names.get(did)
      if (!former || former.hlc < hlc) this.#names.set(did, { hlc, name: String(payload['name']) })
    }
    if (tableName !== 'acus') return
    const key = `${recordId} ${did}`
    const former = this.#cards.get(key)
    if (former && (former.hlc > hlc || (former.hlc === hlc && former.operationId > id))) return
    const card = operation.operation === 'INSERT' ? readSharedCard(payload) : undefined
    const sharedAt = decodeHlc(hlc)?.ms ?? 0
    const record = card && { acuId: recordId, did, device, operationId: id, hlc, sharedAt, card }
    this.#cards.set(key, { hlc, operationId: id, ...(record ? { record } : {}) })
  }
}
