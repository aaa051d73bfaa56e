import type { IndexChange, IndexSource } from '../domain/ports/search.ts'
import { cardsById, withMarks } from './card-repository.ts'
import { readMessages } from './conversation-reader.ts'
import { currentRevision, libraryId, type ConversationRow, type VivimDatabase } from './database.ts'

/** The library as the search index pulls it. */
export function indexSource(db: VivimDatabase): IndexSource {
  return {
    libraryId: () => libraryId(db, () => crypto.randomUUID()),
    newestRevision: () => currentRevision(db),
    changesSince: (revision, limit) => changesSince(db, revision, limit),
    async messagesById(conversationId, messageIds) {
      const wanted = new Set(messageIds)
      return (await readMessages(db, conversationId)).filter((message) => wanted.has(message.id))
    },
    cardsById: (ids) => cardsById(db, ids),
  }
}

async function changesSince(db: VivimDatabase, revision: number, limit: number): Promise<IndexChange[]> {
  const [rows, erased, own, marks] = await Promise.all([
    db.conversations.where('revision').above(revision).limit(limit).sortBy('revision'),
    db.erased.where('revision').above(revision).limit(limit).sortBy('revision'),
    db.ownCards.where('revision').above(revision).limit(limit).sortBy('revision'),
    db.cardMarks.where('revision').above(revision).limit(limit).sortBy('revision'),
  ])
  const changes: { revision: number; read: () => Promise<IndexChange> | IndexChange }[] = [
    ...rows.map((row) => ({ revision: row.revision, read: () => conversationChange(db, row) })),
    ...erased.map((row) => ({
      revision: row.revision,
      read: () => ({ kind: 'conversation-removed' as const, revision: row.revision, conversationId: row.id }),
    })),
    ...own.map(({ card, revision: at }) => ({
      revision: at,
      read: () => ({ kind: 'card' as const, revision: at, card }),
    })),
    ...marks.map((mark) => ({
      revision: mark.revision,
      read: () => ({
        kind: 'card-review' as const,
        revision: mark.revision,
        acuId: mark.id,
        ...(mark.review !== undefined && { review: mark.review }),
        pinned: mark.pinned,
      }),
    })),
  ]
  changes.sort((a, b) => a.revision - b.revision)
  return Promise.all(changes.slice(0, limit).map((change) => change.read()))
}

async function conversationChange(db: VivimDatabase, row: ConversationRow): Promise<IndexChange> {
  const removed = { kind: 'conversation-removed', revision: row.revision, conversationId: row.id } as const
  if (row.place === 'deleted') return removed
  const [record, pack, messages] = await Promise.all([
    db.records.get(row.id),
    db.cardPacks.get(row.id),
    readMessages(db, row.id),
  ])
  if (!record) return removed
  const firstMessage = new Map<string, string>()
  for (const source of pack?.sources ?? []) {
    if (!firstMessage.has(source.acuId)) firstMessage.set(source.acuId, source.messageId)
  }
  const cards = pack ? await withMarks(db, pack) : []
  return {
    kind: 'conversation',
    revision: row.revision,
    conversation: record.conversation,
    state: row.state,
    messages,
    cards: cards.flatMap((card) => {
      const messageId = firstMessage.get(card.id)
      return messageId === undefined ? [] : [{ card, messageId }]
    }),
  }
}
