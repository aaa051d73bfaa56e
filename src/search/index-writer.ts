import type { AtomicChatUnit, SecurityLevel } from '../domain/acu.ts'
import type { Conversation, ConversationState, Message } from '../domain/conversation.ts'
import type { CardAt, IndexChange, IndexSource } from '../domain/ports/search.ts'
import { foldTag } from '../domain/tags.ts'
import { cardDigest, cardFlags, firstLine, messageDocuments, messageFlags } from './document.ts'
import { COUNT_CARD, DORMANT, ownCode, packId, providerCode, setMeta, tabOf, typeCode, unpackId } from './schema.ts'
import { MissingRow, type Sql } from './sqlite.ts'
import type { DocumentTerms } from './text/memory-segment.ts'
import type { Texts } from './texts.ts'
import { termsOf } from './tokens.ts'

/**
 * Applies a batch of changes and the revision reached, within the transaction that is open. `woken` are the cards a
 * review wakes (see {@link cardsToWake}). Pauses after each change. Throws SQLite3Error; what was applied until then must
 * be undone.
 */
export function* applyChanges(
  sql: Sql,
  texts: Texts,
  changes: readonly IndexChange[],
  revision: number,
  woken: ReadonlyMap<string, AtomicChatUnit>,
): Generator<void> {
  for (const change of changes) {
    switch (change.kind) {
      case 'conversation':
        putConversation(sql, texts, change)
        break
      case 'conversation-removed':
        removeConversation(sql, texts, change.conversationId)
        break
      case 'conversation-state':
        setState(sql, change.conversationId, change.state)
        break
      case 'card':
        putCard(sql, texts, change.card, true)
        break
      case 'card-removed':
        disown(sql, texts, change.acuId)
        break
      case 'card-review':
        reviewCard(sql, texts, change, woken.get(change.acuId))
        break
      case 'levels':
        setLevels(sql, change.levels)
        break
    }
    yield
  }
  setMeta(sql, 'revision', revision)
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
  const asleep: CardAt[] = []
  for (const change of changes) {
    if (change.kind !== 'card-review' || !isDecided(change)) continue
    if (sql.value('SELECT tab FROM card WHERE uid = ?', [packId(change.acuId)]) === DORMANT)
      asleep.push({ acuId: change.acuId })
  }
  const cards = asleep.length === 0 ? [] : await source.cardsAt(asleep)
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
  texts: Texts,
  { conversation, key, state, messages, cards }: Extract<IndexChange, { kind: 'conversation' }>,
): void {
  const provider = providerCode(conversation.provider)
  const archived = archivedCode(state)
  let conv = conversationId(sql, conversation.id)
  const isNew = conv === undefined
  if (conv === undefined) {
    sql.run('INSERT INTO conversation(uid, title, provider, archived, key) VALUES(?, ?, ?, ?, ?)', [
      packId(conversation.id),
      conversation.title,
      provider,
      archived,
      key,
    ])
    conv = sql.lastId()
  } else {
    sql.run('UPDATE conversation SET title = ?, provider = ?, archived = ?, key = ? WHERE id = ?', [
      conversation.title,
      provider,
      archived,
      key,
      conv,
    ])
  }
  putMessages(sql, texts, conv, isNew, conversation, provider, archived, messages)
  putPlaces(sql, texts, conv, isNew, cards)
}

function putMessages(
  sql: Sql,
  texts: Texts,
  conv: number,
  isNew: boolean,
  conversation: Conversation,
  provider: number,
  archived: number,
  messages: readonly Message[],
): void {
  const old = new Map<string, { id: number; digest: number; at: number; row: string }>()
  const rows = isNew
    ? []
    : sql.rows('SELECT id, uid, digest, at, provider, archived, flags FROM message WHERE conv = ?', [conv])
  for (const [id, uid, digest, at, wasProvider, wasArchived, flags] of rows) {
    const row = [wasProvider, wasArchived, flags].join()
    old.set(keyOf(uid), { id: Number(id), digest: Number(digest), at: Number(at), row })
  }
  for (const { message, body, prev, title, digest } of messageDocuments(conversation.title, messages)) {
    const uid = packId(message.id)
    const at = Math.trunc(message.createdAt ?? conversation.createdAt)
    const flags = messageFlags(message, body)
    const known = isNew ? undefined : old.get(keyOf(uid))
    if (known) old.delete(keyOf(uid))
    // Its time is part of the text index too.
    const isSame = known?.digest === digest && known.at === at
    if (isSame && known.row === [provider, archived, flags].join()) continue
    const id = isSame
      ? known.id
      : texts.message.add({ body: termsOf(body), prev: termsOf(prev), title: termsOf(title) }, at)
    if (known) {
      if (!isSame) texts.message.remove(known.id)
      sql.run('UPDATE message SET id = ?, at = ?, provider = ?, archived = ?, flags = ?, digest = ? WHERE id = ?', [
        id,
        at,
        provider,
        archived,
        flags,
        digest,
        known.id,
      ])
    } else {
      sql.run(
        'INSERT INTO message(id, conv, uid, at, provider, archived, flags, digest) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
        [id, conv, uid, at, provider, archived, flags, digest],
      )
    }
  }
  for (const { id } of old.values()) removeMessage(sql, texts, id)
}

function removeMessage(sql: Sql, texts: Texts, id: number): void {
  texts.message.remove(id)
  sql.run('DELETE FROM message WHERE id = ?', [id])
}

/** A stored id as a key of a map. */
const keyOf = (stored: unknown): string => (stored instanceof Uint8Array ? stored.join() : String(stored))

function putPlaces(
  sql: Sql,
  texts: Texts,
  conv: number,
  isNewConversation: boolean,
  cards: readonly { readonly card: AtomicChatUnit; readonly messageId: string }[],
): void {
  const rows = isNewConversation ? [] : sql.rows('SELECT card FROM place WHERE conv = ?', [conv])
  const old = new Set(rows.map(([card]) => Number(card)))
  for (const { card, messageId } of cards) {
    const place = { conv, message: packId(messageId) }
    const { id, isNew } = putCard(sql, texts, card, false, place)
    old.delete(id)
    sql.run('INSERT INTO place VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET message = excluded.message', [
      conv,
      id,
      place.message,
    ])
    if (!isNew) showPlace(sql, id)
  }
  for (const id of old) leavePlace(sql, texts, conv, id)
}

function leavePlace(sql: Sql, texts: Texts, conv: number, card: number): void {
  sql.run('DELETE FROM place WHERE conv = ? AND card = ?', [conv, card])
  if (!removeIfNowhere(sql, texts, card)) showPlace(sql, card)
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

/** A message a card is found in; ids as they are stored. */
interface Place {
  readonly conv: number
  readonly message: Uint8Array | string
}

/**
 * Adds a card, with its first place if it has one, or brings it up to date; gives its row id. `own` = it is in the library
 * outside any conversation.
 */
function putCard(
  sql: Sql,
  texts: Texts,
  card: AtomicChatUnit,
  own: boolean,
  place?: Place,
): { readonly id: number; readonly isNew: boolean } {
  const uid = packId(card.id)
  const tab = tabOf(card)
  const digest = cardDigest(card)
  const type = typeCode(card.type)
  const quality = Math.round(card.quality.overall)
  const values = [
    type,
    quality,
    card.securityLevel,
    tab,
    card.pinned ? 1 : 0,
    Math.trunc(card.createdAt),
    cardFlags(card),
    tab === DORMANT ? '' : firstLine(card.content),
    digest,
    typeCode(card.derivedType ?? card.type),
    own ? ownCode(card.origin) : 0,
  ]
  // Most cards of an import are new: trying costs less than looking first.
  const next = texts.card.size
  const isNew = sql.change(
    `INSERT INTO card(type, quality, security, tab, pinned, at, flags, line, digest, made, own, uid, id, conv, message)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(uid) DO NOTHING`,
    [...values, uid, next, place?.conv ?? null, place?.message ?? null],
  )
  if (isNew) {
    texts.card.add(tab === DORMANT ? NO_TERMS : cardTerms(card), card.createdAt)
    if (tab !== DORMANT) sql.run(COUNT_CARD, [tab, type, card.securityLevel, quality])
    if (card.tags.length > 0) putTags(sql, next, card.tags)
    return { id: next, isNew }
  }
  const [known] = sql.rows('SELECT id, digest, tab FROM card WHERE uid = ?', [uid])
  if (!known) throw new MissingRow(`card ${card.id}`)
  let id = Number(known[0])
  sql.run(
    `UPDATE card SET type = ?, quality = ?, security = ?, tab = ?, pinned = ?, at = ?, flags = ?, line = ?,
       digest = ?, made = ?, own = max(own, ?) WHERE id = ?`,
    [...values, id],
  )
  putTags(sql, id, card.tags)
  if (known[1] === digest && (known[2] === DORMANT) === (tab === DORMANT)) return { id, isNew }
  if (known[2] !== DORMANT) texts.card.remove(id)
  if (tab !== DORMANT) id = renumber(sql, id, texts.card.add(cardTerms(card), card.createdAt))
  return { id, isNew }
}

const NO_TERMS: DocumentTerms = { body: [], prev: [], title: [] }
const cardTerms = ({ content, context = '' }: AtomicChatUnit): DocumentTerms => ({
  body: termsOf(content),
  prev: termsOf(context),
  title: [],
})

/** Gives a card the number of its new text. */
function renumber(sql: Sql, from: number, to: number): number {
  sql.run('UPDATE card SET id = ?2 WHERE id = ?1', [from, to])
  sql.run('UPDATE place SET card = ?2 WHERE card = ?1', [from, to])
  sql.run('UPDATE card_tag SET card = ?2 WHERE card = ?1', [from, to])
  return to
}

/** Takes a card out once no conversation has it and it is not the person's own; true where it is gone. */
function removeIfNowhere(sql: Sql, texts: Texts, card: number): boolean {
  const [row] = sql.rows(
    'SELECT tab FROM card WHERE id = ?1 AND own = 0 AND NOT EXISTS (SELECT 1 FROM place WHERE card = ?1)',
    [card],
  )
  if (!row) return false
  if (row[0] !== DORMANT) texts.card.remove(card)
  sql.run('DELETE FROM card WHERE id = ?', [card])
  return true
}

function disown(sql: Sql, texts: Texts, acuId: string): void {
  const id = sql.value('SELECT id FROM card WHERE uid = ?', [packId(acuId)])
  if (id === undefined) return
  sql.run('UPDATE card SET own = 0 WHERE id = ?', [id])
  removeIfNowhere(sql, texts, Number(id))
}

function putTags(sql: Sql, card: number, tags: readonly string[]): void {
  sql.run('DELETE FROM card_tag WHERE card = ?', [card])
  for (const tag of tags) sql.run('INSERT OR IGNORE INTO card_tag VALUES(?, ?, ?)', [card, foldTag(tag), tag])
}

function reviewCard(sql: Sql, texts: Texts, change: CardReview, woken: AtomicChatUnit | undefined): void {
  const { acuId, review, pinned, tags, type } = change
  const [known] = sql.rows('SELECT id, tab FROM card WHERE uid = ?', [packId(acuId)])
  if (!known) return
  const isWoken = woken !== undefined && known[1] === DORMANT
  const id = isWoken
    ? renumber(sql, Number(known[0]), texts.card.add(cardTerms(woken), woken.createdAt))
    : Number(known[0])
  // Without a decision it goes back to review, unless it still sleeps below the floor.
  const tab = known[1] === DORMANT && !woken ? DORMANT : tabOf({ state: 'ACTIVE', tags, ...(review && { review }) })
  sql.run('UPDATE card SET tab = ?, pinned = ?, type = coalesce(?, made), line = coalesce(?, line) WHERE id = ?', [
    tab,
    pinned ? 1 : 0,
    type === undefined ? null : typeCode(type),
    isWoken ? firstLine(woken.content) : null,
    id,
  ])
  putTags(sql, id, tags)
}

/** Gives cards their levels, all others none; those that have theirs already are not written. */
function setLevels(sql: Sql, levels: ReadonlyMap<string, SecurityLevel>): void {
  const left = new Map(levels)
  for (const [id, uid, security] of sql.rows('SELECT id, uid, security FROM card WHERE security > 0')) {
    const level = left.get(unpackId(uid)) ?? 0
    left.delete(unpackId(uid))
    if (level !== security) sql.run('UPDATE card SET security = ? WHERE id = ?', [level, Number(id)])
  }
  for (const [acuId, level] of left) sql.run('UPDATE card SET security = ? WHERE uid = ?', [level, packId(acuId)])
}

function setState(sql: Sql, id: string, state: ConversationState): void {
  const conv = conversationId(sql, id)
  if (conv === undefined) return
  sql.run('UPDATE conversation SET archived = ? WHERE id = ?', [archivedCode(state), conv])
  sql.run('UPDATE message SET archived = ? WHERE conv = ?', [archivedCode(state), conv])
}

function removeConversation(sql: Sql, texts: Texts, id: string): void {
  const conv = conversationId(sql, id)
  if (conv === undefined) return
  for (const [message] of sql.rows('SELECT id FROM message WHERE conv = ?', [conv]))
    removeMessage(sql, texts, Number(message))
  for (const [card] of sql.rows('SELECT card FROM place WHERE conv = ?', [conv]))
    leavePlace(sql, texts, conv, Number(card))
  sql.run('DELETE FROM conversation WHERE id = ?', [conv])
}
