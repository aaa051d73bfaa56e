import type { AtomicChatUnit } from '../domain/acu.ts'
import type { Conversation, ConversationState, Message } from '../domain/conversation.ts'
import type { IndexChange, IndexSource } from '../domain/ports/search.ts'
import { foldTag } from '../domain/tags.ts'
import { cardDigest, cardFlags, firstLine, messageDocuments, messageFlags } from './document.ts'
import { DORMANT, ownCode, packId, providerCode, setMeta, tabOf, typeCode } from './schema.ts'
import { PendingTexts } from './pending-texts.ts'
import type { Sql } from './sqlite.ts'
import { timeId } from './time-id.ts'
import { indexText } from './tokens.ts'

/**
 * Applies a batch of changes and the revision reached, in one transaction: after a kill either all of the batch is in
 * the index or none of it, and the revision says which. `texts` are the cards a review wakes (see
 * {@link cardsToWake}). Throws SQLite3Error.
 */
export function applyChanges(
  sql: Sql,
  changes: readonly IndexChange[],
  revision: number,
  texts: ReadonlyMap<string, AtomicChatUnit>,
): void {
  sql.transaction(() => {
    const pending = new PendingTexts(sql)
    for (const change of changes) {
      switch (change.kind) {
        case 'conversation':
          putConversation(sql, pending, change.conversation, change.state, change.messages, change.cards)
          break
        case 'conversation-removed':
          removeConversation(sql, pending, change.conversationId)
          break
        case 'conversation-state':
          setState(sql, change.conversationId, change.state)
          break
        case 'card':
          putCard(sql, pending, change.card, true)
          break
        case 'card-removed':
          disown(sql, pending, change.acuId)
          break
        case 'card-review':
          reviewCard(sql, pending, change, texts.get(change.acuId))
          break
      }
    }
    pending.write()
    setMeta(sql, 'revision', revision)
  })
}

/**
 * Cards whose text a batch needs beyond what it carries: those below the quality floor, which are not searched, and
 * which the person now decided about.
 */
export async function cardsToWake(
  sql: Sql,
  changes: readonly IndexChange[],
  source: IndexSource,
): Promise<Map<string, AtomicChatUnit>> {
  const asleep: string[] = []
  for (const change of changes) {
    if (change.kind !== 'card-review' || !isDecided(change)) continue
    if (sql.value('SELECT tab FROM card WHERE uid = ?', [packId(change.acuId)]) === DORMANT) asleep.push(change.acuId)
  }
  const cards = asleep.length === 0 ? [] : await source.cardsById(asleep)
  return new Map(cards.map((card) => [card.id, card]))
}

type CardReview = Extract<IndexChange, { kind: 'card-review' }>

/** The person kept, archived or tagged the card: it is shown, however little it says alone. */
const isDecided = ({ review, tags }: CardReview): boolean => review !== undefined || tags.length > 0

const archivedCode = (state: ConversationState): number => (state === 'ARCHIVED' ? 1 : 0)

function conversationId(sql: Sql, id: string): number | undefined {
  return sql.value('SELECT id FROM conversation WHERE uid = ?', [packId(id)]) as number | undefined
}

function putConversation(
  sql: Sql,
  pending: PendingTexts,
  conversation: Conversation,
  state: ConversationState,
  messages: readonly Message[],
  cards: readonly { readonly card: AtomicChatUnit; readonly messageId: string }[],
): void {
  const provider = providerCode(conversation.provider)
  const archived = archivedCode(state)
  let conv = conversationId(sql, conversation.id)
  if (conv === undefined) {
    sql.run('INSERT INTO conversation(uid, title, provider, archived) VALUES(?, ?, ?, ?)', [
      packId(conversation.id),
      conversation.title,
      provider,
      archived,
    ])
    conv = sql.lastId()
  } else {
    sql.run('UPDATE conversation SET title = ?, provider = ?, archived = ? WHERE id = ?', [
      conversation.title,
      provider,
      archived,
      conv,
    ])
  }
  putMessages(sql, pending, conv, conversation, provider, archived, messages)
  putPlaces(sql, pending, conv, cards)
}

function putMessages(
  sql: Sql,
  pending: PendingTexts,
  conv: number,
  conversation: Conversation,
  provider: number,
  archived: number,
  messages: readonly Message[],
): void {
  const old = new Map<string, { id: number; digest: number; row: string }>()
  for (const [id, uid, digest, at, wasProvider, wasArchived, flags] of sql.rows(
    'SELECT id, uid, digest, at, provider, archived, flags FROM message WHERE conv = ?',
    [conv],
  )) {
    old.set(keyOf(uid), { id: Number(id), digest: Number(digest), row: [at, wasProvider, wasArchived, flags].join() })
  }
  for (const { message, body, prev, title, digest } of messageDocuments(conversation.title, messages)) {
    const uid = packId(message.id)
    const at = Math.trunc(message.createdAt ?? conversation.createdAt)
    const flags = messageFlags(message, body)
    const known = old.get(keyOf(uid))
    const id = known?.id ?? timeId(sql, 'message', at)
    if (known) {
      old.delete(keyOf(uid))
      if (known.digest === digest && known.row === [at, provider, archived, flags].join()) continue
      sql.run('UPDATE message SET at = ?, provider = ?, archived = ?, flags = ?, digest = ? WHERE id = ?', [
        at,
        provider,
        archived,
        flags,
        digest,
        known.id,
      ])
      if (known.digest === digest) continue
      pending.remove('message', known.id)
    } else {
      sql.run(
        'INSERT INTO message(id, conv, uid, at, provider, archived, flags, digest) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
        [id, conv, uid, at, provider, archived, flags, digest],
      )
    }
    pending.add('message', id, [indexText(body), indexText(prev), indexText(title)])
  }
  for (const { id } of old.values()) removeMessage(sql, pending, id)
}

function removeMessage(sql: Sql, pending: PendingTexts, id: number): void {
  pending.remove('message', id)
  sql.run('DELETE FROM message WHERE id = ?', [id])
}

/** A stored id as a key of a map. */
const keyOf = (stored: unknown): string => (stored instanceof Uint8Array ? stored.join() : String(stored))

function putPlaces(
  sql: Sql,
  pending: PendingTexts,
  conv: number,
  cards: readonly { readonly card: AtomicChatUnit; readonly messageId: string }[],
): void {
  const old = new Set(sql.rows('SELECT card FROM place WHERE conv = ?', [conv]).map(([card]) => Number(card)))
  for (const { card, messageId } of cards) {
    const id = putCard(sql, pending, card, false)
    old.delete(id)
    sql.run('INSERT INTO place VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET message = excluded.message', [
      conv,
      id,
      packId(messageId),
    ])
    showPlace(sql, id)
  }
  for (const id of old) leavePlace(sql, pending, conv, id)
}

function leavePlace(sql: Sql, pending: PendingTexts, conv: number, card: number): void {
  sql.run('DELETE FROM place WHERE conv = ? AND card = ?', [conv, card])
  if (!removeIfNowhere(sql, pending, card)) showPlace(sql, card)
}

/** The place a list names is the one indexed first. */
function showPlace(sql: Sql, card: number): void {
  const [first] = sql.rows('SELECT conv, message FROM place WHERE card = ? ORDER BY conv LIMIT 1', [card])
  sql.run('UPDATE card SET conv = ?1, message = ?2 WHERE id = ?3 AND (conv IS NOT ?1 OR message IS NOT ?2)', [
    first?.[0] ?? null,
    first?.[1] ?? null,
    card,
  ])
}

/** Adds a card or brings it up to date; gives its row id. `own` = it is in the library outside any conversation. */
function putCard(sql: Sql, pending: PendingTexts, card: AtomicChatUnit, own: boolean): number {
  const uid = packId(card.id)
  const tab = tabOf(card)
  const digest = cardDigest(card)
  const values = [
    typeCode(card.type),
    Math.round(card.quality.overall),
    card.securityLevel,
    tab,
    card.pinned ? 1 : 0,
    Math.trunc(card.createdAt),
    cardFlags(card),
    firstLine(card.content),
    digest,
    typeCode(card.derivedType ?? card.type),
    own ? ownCode(card.origin) : 0,
  ]
  const [known] = sql.rows('SELECT id, digest, tab FROM card WHERE uid = ?', [uid])
  let id: number
  if (known) {
    id = Number(known[0])
    sql.run(
      `UPDATE card SET type = ?, quality = ?, security = ?, tab = ?, pinned = ?, at = ?, flags = ?, line = ?,
         digest = ?, made = ?, own = max(own, ?) WHERE id = ?`,
      [...values, id],
    )
    putTags(sql, id, card.tags)
    if (known[1] === digest && (known[2] === DORMANT) === (tab === DORMANT)) return id
    if (known[2] !== DORMANT) pending.remove('card', id)
  } else {
    id = timeId(sql, 'card', card.createdAt)
    sql.run(
      `INSERT INTO card(type, quality, security, tab, pinned, at, flags, line, digest, made, own, uid, id)
       VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [...values, uid, id],
    )
    if (card.tags.length > 0) putTags(sql, id, card.tags)
  }
  if (tab !== DORMANT) addCardText(pending, id, card)
  return id
}

function addCardText(pending: PendingTexts, id: number, card: AtomicChatUnit): void {
  pending.add('card', id, [indexText(card.content), indexText(card.context ?? ''), ''])
}

/** Takes a card out once no conversation has it and it is not the person's own; true where it is gone. */
function removeIfNowhere(sql: Sql, pending: PendingTexts, card: number): boolean {
  const [row] = sql.rows(
    'SELECT tab FROM card WHERE id = ?1 AND own = 0 AND NOT EXISTS (SELECT 1 FROM place WHERE card = ?1)',
    [card],
  )
  if (!row) return false
  if (row[0] !== DORMANT) pending.remove('card', card)
  sql.run('DELETE FROM card WHERE id = ?', [card])
  return true
}

function disown(sql: Sql, pending: PendingTexts, acuId: string): void {
  const id = sql.value('SELECT id FROM card WHERE uid = ?', [packId(acuId)])
  if (id === undefined) return
  sql.run('UPDATE card SET own = 0 WHERE id = ?', [id])
  removeIfNowhere(sql, pending, Number(id))
}

function putTags(sql: Sql, card: number, tags: readonly string[]): void {
  sql.run('DELETE FROM card_tag WHERE card = ?', [card])
  for (const tag of tags) sql.run('INSERT OR IGNORE INTO card_tag VALUES(?, ?, ?)', [card, foldTag(tag), tag])
}

function reviewCard(sql: Sql, pending: PendingTexts, change: CardReview, woken: AtomicChatUnit | undefined): void {
  const { acuId, review, pinned, tags, type } = change
  const [known] = sql.rows('SELECT id, tab FROM card WHERE uid = ?', [packId(acuId)])
  if (!known) return
  const id = Number(known[0])
  if (woken && known[1] === DORMANT) addCardText(pending, id, woken)
  // Without a decision it goes back to review, unless it still sleeps below the floor.
  const tab = known[1] === DORMANT && !woken ? DORMANT : tabOf({ state: 'ACTIVE', tags, ...(review && { review }) })
  sql.run('UPDATE card SET tab = ?, pinned = ?, type = coalesce(?, made) WHERE id = ?', [
    tab,
    pinned ? 1 : 0,
    type === undefined ? null : typeCode(type),
    id,
  ])
  putTags(sql, id, tags)
}

function setState(sql: Sql, id: string, state: ConversationState): void {
  const conv = conversationId(sql, id)
  if (conv === undefined) return
  sql.run('UPDATE conversation SET archived = ? WHERE id = ?', [archivedCode(state), conv])
  sql.run('UPDATE message SET archived = ? WHERE conv = ?', [archivedCode(state), conv])
}

function removeConversation(sql: Sql, pending: PendingTexts, id: string): void {
  const conv = conversationId(sql, id)
  if (conv === undefined) return
  for (const [message] of sql.rows('SELECT id FROM message WHERE conv = ?', [conv]))
    removeMessage(sql, pending, Number(message))
  for (const [card] of sql.rows('SELECT card FROM place WHERE conv = ?', [conv]))
    leavePlace(sql, pending, conv, Number(card))
  sql.run('DELETE FROM conversation WHERE id = ?', [conv])
}
