import { placeOf } from '../domain/library.ts'
import type { ChangeRow } from './change-log.ts'
import { toRows, weightOf, type ConversationRows, type Write } from './conversation-rows.ts'
import type { ConversationRow, MessagePack, OwnCard, VivimDatabase } from './database.ts'
import { leftBehind } from './left-behind.ts'
import { translateQuota } from './quota.ts'
import { keyOf, newKey } from './row-key.ts'

/** A conversation that waits to be written. */
interface Waiting {
  readonly rows: ConversationRows
  readonly isNew: boolean
  /** Cards the person has a use for that the new copy no longer makes. */
  readonly left: readonly OwnCard[]
  resolve(): void
  reject(reason: unknown): void
}

/** One transaction holds about this many bytes, or one conversation that is larger. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * Writes conversations, each whole or not at all. Those that come while others are being written wait and then go
 * together in one transaction: the browser takes longer to commit one than to write a conversation's rows.
 */
export class ConversationWriter {
  readonly #db: VivimDatabase
  readonly #waiting: Waiting[] = []
  #isWriting = false

  constructor(db: VivimDatabase) {
    this.#db = db
  }

  /**
   * Resolves when the conversation is in the database. `isNew` says that no copy of it is there, nor a mark that one
   * was erased. Rejects with a DiskFullError where there is no room for it.
   */
  async write(write: Write, isNew: boolean): Promise<void> {
    const former = isNew ? undefined : await this.#db.conversations.get(write.imported.conversation.id)
    const key = former ? keyOf(former) : newKey()
    const rows = await toRows(write, key)
    const left = former ? await leftBehind(this.#db, await this.#db.cardPacks.get(key), write.derivation) : []
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ rows, isNew, left, resolve, reject })
      if (!this.#isWriting) void this.#writeWaiting()
    })
  }

  async #writeWaiting(): Promise<void> {
    this.#isWriting = true
    while (this.#waiting.length > 0) await this.#writeGroup(this.#takeGroup())
    this.#isWriting = false
  }

  #takeGroup(): readonly Waiting[] {
    let count = 0
    for (let bytes = 0; count < this.#waiting.length; count++) {
      bytes += weightOf(this.#waiting[count]!.rows)
      if (bytes > MOST_BYTES && count > 0) break
    }
    return this.#waiting.splice(0, count)
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await translateQuota(() => writeAll(this.#db, group))
      for (const one of group) one.resolve()
    } catch (error) {
      if (group.length === 1) return group[0]!.reject(error)
      // Whichever of them could not be written, the others can.
      for (const one of group) await this.#writeGroup([one])
    }
  }
}

const STORES = [
  'changes',
  'conversations',
  'messagePacks',
  'originals',
  'cardPacks',
  'erased',
  'formerMessages',
  'ownCards',
] as const

type Store = (name: (typeof STORES)[number]) => IDBObjectStore

/**
 * One transaction, on the database below Dexie: an import makes thousands of these, and Dexie's bookkeeping for live
 * queries, which nothing here uses, costs as much as the writing itself.
 */
async function writeAll(db: VivimDatabase, group: readonly Waiting[]): Promise<void> {
  await db.open()
  const transaction = db.backendDB().transaction(STORES, 'readwrite', { durability: 'relaxed' })
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
  })
  const store: Store = (name) => transaction.objectStore(name)
  try {
    for (const one of group) {
      if (one.isNew) put(store, one.rows)
      else putOver(store, one)
    }
    // Not waiting for the answers to the requests: where this worker derives cards, they would hold up the next one.
    if (group.every(({ isNew }) => isNew)) transaction.commit()
  } catch (error) {
    // What cannot be put at all must not leave half of itself behind.
    transaction.abort()
    await done.catch(() => undefined)
    throw error
  }
  await done
}

function put(store: Store, { row, packs, cards, original, former }: ConversationRows): void {
  for (const one of packs) store('messagePacks').put(one)
  store('originals').put(original)
  if (cards) store('cardPacks').put(cards)
  store('conversations').put(row)
  for (const message of former)
    store('formerMessages').put({ conversationId: row.id, message, replacedAt: original.capturedAt })
  store('changes').add({ kind: 'conversation', id: row.id } satisfies Omit<ChangeRow, 'revision'>)
}

/** Puts a conversation in the place of an older copy, where the person and the first import left that. */
function putOver(store: Store, { rows, left }: Waiting): void {
  const { id } = rows.row
  const key = keyOf(rows.row)
  store('erased').delete(id)
  store('cardPacks').delete(key)
  for (const card of left) {
    store('ownCards').put(card)
    store('changes').add({ kind: 'card', id: card.id } satisfies Omit<ChangeRow, 'revision'>)
  }
  const row = store('conversations').get(id) as IDBRequest<ConversationRow | undefined>
  const pack = store('messagePacks').get([key, 0]) as IDBRequest<MessagePack | undefined>
  // Requests of one transaction answer in order: what was asked for before is here too.
  pack.onsuccess = () => put(store, follow(rows, row.result, pack.result?.record?.originals ?? []))
}

function follow(
  rows: ConversationRows,
  former: ConversationRow | undefined,
  originals: readonly string[],
): ConversationRows {
  const [{ record, ...first }, ...rest] = rows.packs
  const { sha256 } = rows.original
  const all = [...originals.filter((other) => other !== sha256), sha256]
  return {
    ...rows,
    row: former
      ? { ...rows.row, state: former.state, importId: former.importId, place: placeOf({ state: former.state }) }
      : rows.row,
    packs: [{ ...first, record: { ...record, originals: all } }, ...rest],
  }
}
