import type { Transaction } from 'dexie'
import type { Conversation } from '../domain/conversation.ts'
import type { MessagePack } from './database.ts'
import { pack } from './packed.ts'

/** A record as it lay in a table of its own, up to version 2 of the database. */
interface RecordRow {
  readonly id: string
  readonly conversation: Conversation
  readonly originals: readonly string[]
}

const AT_ONCE = 200

/** Moves each conversation's record into its first pack of messages; one without messages gets an empty pack. */
export async function moveRecords(transaction: Transaction): Promise<void> {
  const records = transaction.table<RecordRow, string>('records')
  const packs = transaction.table<MessagePack, [string, number]>('messagePacks')
  for (let after = ''; ;) {
    const some = await records.where('id').above(after).limit(AT_ONCE).toArray()
    const last = some.at(-1)
    if (!last) return
    const first = await packs.bulkGet(some.map(({ id }): [string, number] => [id, 0]))
    await packs.bulkPut(
      some.map(({ id, conversation, originals }, at) => ({
        ...(first[at] ?? { conversationId: id, n: 0, messages: pack([]) }),
        record: { conversation: pack(conversation), originals },
      })),
    )
    after = last.id
  }
}
