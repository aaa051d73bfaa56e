import type { AtomicChatUnit, Derivation, SecurityLevel } from '../domain/acu.ts'
import type { IndexChange, IndexSource } from '../domain/ports/search.ts'
import type { PrivacyJudge } from '../domain/privacy-list.ts'
import { cardLevels } from './card-levels.ts'
import { marked, marksOf } from './card-marks.ts'
import { unpackCards } from './card-pack.ts'
import { cardPacksOf, cardsAt, toUnit } from './card-repository.ts'
import { changesAfter, currentRevision, type ChangeRow } from './change-log.ts'
import { readPacked } from './conversation-reader.ts'
import { libraryId, type CardMark, type VivimDatabase } from './database.ts'
import { privacyJudgeOf } from './privacy-judge.ts'
import { cardTexts, messagesAt } from './hit-texts.ts'
import { keyOf } from './row-key.ts'

/** The library as the search index pulls it. */
export function indexSource(db: VivimDatabase): IndexSource {
  return {
    libraryId: () => libraryId(db, () => crypto.randomUUID()),
    newestRevision: () => currentRevision(db),
    changesSince: (revision, limit) => changesSince(db, revision, limit),
    messagesAt: (wanted) => messagesAt(db, wanted),
    cardTexts: (wanted) => cardTexts(db, wanted),
    cardsAt: (wanted) => cardsAt(db, wanted),
  }
}

async function changesSince(db: VivimDatabase, revision: number, limit: number): Promise<IndexChange[]> {
  const changes = await changesAfter(db, revision, limit)
  const idsOf = (wanted: ChangeRow['kind']): string[] =>
    changes.filter(({ kind }) => kind === wanted).map(({ id }) => id)
  const judge = await privacyJudgeOf(db)
  const [conversations, own, marks] = await Promise.all([
    conversationsById(db, idsOf('conversation'), judge),
    db.ownCards.bulkGet(idsOf('card')),
    marksOf(db, [...idsOf('mark'), ...idsOf('card')]),
  ])
  const ownById = new Map(
    own.flatMap((row) => (row ? [[row.id, judge.card(marked(row.card, marks.get(row.id)))]] : [])),
  )
  const levels = idsOf('privacy').length > 0 ? await cardLevels(db) : new Map<string, SecurityLevel>()
  return changes.map(({ revision: at, kind, id }): IndexChange => {
    if (kind === 'conversation') {
      const found = conversations.get(id)
      return found
        ? { kind, revision: at, ...found }
        : { kind: 'conversation-removed', revision: at, conversationId: id }
    }
    if (kind === 'card') {
      const card = ownById.get(id)
      return card ? { kind, revision: at, card } : { kind: 'card-removed', revision: at, acuId: id }
    }
    if (kind === 'privacy') return { kind: 'levels', revision: at, levels }
    const { review, pinned = false, tags = [], type } = marks.get(id) ?? {}
    return {
      kind: 'card-review',
      revision: at,
      acuId: id,
      ...(review !== undefined && { review }),
      pinned,
      tags,
      ...(type !== undefined && { type }),
    }
  })
}

type IndexedConversation = Omit<Extract<IndexChange, { kind: 'conversation' }>, 'kind' | 'revision'>

/** What the index needs of conversations, with few questions to the database however many they are. */
async function conversationsById(
  db: VivimDatabase,
  ids: readonly string[],
  judge: PrivacyJudge,
): Promise<Map<string, IndexedConversation>> {
  if (ids.length === 0) return new Map()
  const rows = await db.conversations.bulkGet([...ids])
  const keys = rows.map((row) => row && keyOf(row))
  const [cardPacks, packed] = await Promise.all([cardPacksOf(db, keys), readPacked(db, keys)])
  const derivations = cardPacks.map((stored) => stored && unpackCards(stored))
  const marks = await marksOf(
    db,
    derivations.flatMap((derivation) => derivation?.cards.map((card) => card.id) ?? []),
  )
  return new Map(
    ids.flatMap((id, at): [string, IndexedConversation][] => {
      const row = rows[at]
      const found = packed[at]
      const derivation = derivations[at]
      if (!row || !found || row.place === 'deleted') return []
      const cards = derivation ? placedCards(derivation, marks, judge) : []
      return [
        [id, { conversation: found.conversation, key: keyOf(row), state: row.state, messages: found.messages, cards }],
      ]
    }),
  )
}

/** Cards of a conversation, each with the message it is first found in. */
function placedCards(
  { cards, sources, extractorVersion }: Derivation,
  marks: ReadonlyMap<string, CardMark>,
  judge: PrivacyJudge,
): { card: AtomicChatUnit; messageId: string }[] {
  const firstMessage = new Map<string, string>()
  for (const source of sources) {
    if (!firstMessage.has(source.acuId)) firstMessage.set(source.acuId, source.messageId)
  }
  return cards.flatMap((card) => {
    const messageId = firstMessage.get(card.id)
    if (messageId === undefined) return []
    return [{ card: judge.card(toUnit(card, extractorVersion, marks.get(card.id))), messageId }]
  })
}
