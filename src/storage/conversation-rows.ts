import { placeOf } from '../domain/library.ts'
import type { Message } from '../domain/conversation.ts'
import type { ImportStore } from '../domain/ports/library-store.ts'
import { packCards, type CardPack } from './card-pack.ts'
import { PACK_SIZE, type ConversationRow, type MessagePack, type Original, type RowKey } from './database.ts'
import { gzip } from './gzip.ts'
import { pack } from './packed.ts'
import { originalKey } from './row-key.ts'

export type Write = Parameters<ImportStore['save']>[0]

/** A conversation as it will lie in the database, but for what an older copy of it has to say. */
export interface ConversationRows {
  readonly row: ConversationRow
  /** The first has the record, with the one original this copy came with. */
  readonly packs: readonly [FirstPack, ...MessagePack[]]
  /** Undefined where nothing was derived. */
  readonly cards: CardPack | undefined
  readonly original: Original
  readonly former: readonly Message[]
}

export type FirstPack = MessagePack & Required<Pick<MessagePack, 'record'>>

/** Puts what is to be saved into the shapes of the database, the original compressed. */
export async function toRows(write: Write, key: RowKey): Promise<ConversationRows> {
  const { conversation, messages } = write.imported
  const { id } = conversation
  const record = { conversation: pack(conversation), originals: [originalKey(key, write.originalHash)] }
  const first = { conversationId: key, n: 0, messages: pack(messages.slice(0, PACK_SIZE)), record }
  const rest: MessagePack[] = []
  for (let at = PACK_SIZE; at < messages.length; at += PACK_SIZE)
    rest.push({ conversationId: key, n: at / PACK_SIZE, messages: pack(messages.slice(at, at + PACK_SIZE)) })
  const state = 'ACTIVE'
  return {
    row: {
      id,
      ...(typeof key === 'number' && { key }),
      title: conversation.title,
      provider: conversation.provider,
      ...(conversation.model !== undefined && { model: conversation.model }),
      state,
      createdAt: conversation.createdAt,
      updatedAt: conversation.updatedAt,
      messages: conversation.counts.path,
      cards: write.derivation.cards.filter((card) => card.state === 'ACTIVE').length,
      snippet: conversation.snippet,
      ...(conversation.projectName !== undefined && { projectName: conversation.projectName }),
      importId: write.importId,
      place: placeOf({ state }),
      contentHash: conversation.contentHash,
      tally: write.tally,
      written: { importId: write.importId, outcome: write.outcome },
    },
    packs: [first, ...rest],
    cards: write.derivation.cards.length > 0 ? packCards(id, key, write.derivation) : undefined,
    original: {
      sha256: originalKey(key, write.originalHash),
      gzip: await gzip(write.original),
      size: write.original.length,
      capturedAt: conversation.capturedAt,
    },
    former: write.former,
  }
}

/** Bytes a transaction has to hold for these rows, about. */
export const weightOf = ({ packs, cards, original }: ConversationRows): number =>
  packs.reduce((sum, { messages }) => sum + messages.length, (cards?.derived.length ?? 0) + original.gzip.length)
