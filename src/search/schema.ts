import { ACU_TYPES } from '../domain/acu.ts'
import type { AcuOrigin, AcuType, AtomicChatUnit, Review, SecurityLevel } from '../domain/acu.ts'
import { PROVIDERS } from '../domain/conversation.ts'
import type { Provider } from '../domain/conversation.ts'
import type { CardTab, ConversationKey } from '../domain/ports/search.ts'
import type { Sql } from './sqlite.ts'
import { segmentTables } from './text/segment-store.ts'

/** Anything that changes what the tables mean changes this; an index of another shape is built anew. */
export const SHAPE = `12 ${ACU_TYPES.join(' ')} ${PROVIDERS.join(' ')}`

/** Weights of body, previous turn and title in the ranking. */
export const WEIGHTS = { body: 1, prev: 0.35, title: 2.5 } as const

/** Code of `tab` for cards below the quality floor that nobody decided about: in no list, and not searched. */
export const DORMANT = 3

// The row id of a message or card is the number of its text. Ids are kept as bytes (half the size); `tab` is the
// place in TABS, or DORMANT: no list shows the card, and its line is empty; `type` is the one the
// person gave, else `made`, the derived one; `own` says how a card came that lies in no conversation; `key` is where the
// library keeps a conversation.
// Who adds a card counts it (see COUNT_CARD): a trigger for that takes as long as everything else about a new card.
const TABLES = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE conversation(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, title TEXT NOT NULL, provider INTEGER NOT NULL,
  archived INTEGER NOT NULL, key BLOB NOT NULL
);
CREATE INDEX conversation_archived ON conversation(archived) WHERE archived = 1;
CREATE TABLE message(
  id INTEGER PRIMARY KEY, conv INTEGER NOT NULL, uid BLOB NOT NULL, at INTEGER NOT NULL, provider INTEGER NOT NULL,
  archived INTEGER NOT NULL, flags INTEGER NOT NULL, digest INTEGER NOT NULL
);
CREATE INDEX message_conv ON message(conv);
CREATE INDEX message_list ON message(at, provider, archived, flags);
CREATE TABLE card(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, type INTEGER NOT NULL, quality INTEGER NOT NULL,
  security INTEGER NOT NULL, tab INTEGER NOT NULL, pinned INTEGER NOT NULL, at INTEGER NOT NULL,
  flags INTEGER NOT NULL, line TEXT NOT NULL, digest INTEGER NOT NULL, own INTEGER NOT NULL, made INTEGER NOT NULL,
  conv INTEGER, message BLOB
);
CREATE INDEX card_newest ON card(tab, at, quality, type, security) WHERE tab <> ${DORMANT};
CREATE INDEX card_best ON card(tab, quality, at, type, security) WHERE tab <> ${DORMANT};
CREATE TABLE card_tag(
  card INTEGER NOT NULL, folded TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY(card, folded)
) WITHOUT ROWID;
CREATE INDEX card_tag_folded ON card_tag(folded);
CREATE TABLE place(
  conv INTEGER NOT NULL, card INTEGER NOT NULL, message BLOB NOT NULL, PRIMARY KEY(conv, card)
) WITHOUT ROWID;
CREATE INDEX place_card ON place(card);
CREATE TABLE card_count(
  tab INTEGER, type INTEGER, security INTEGER, quality INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY(tab, type, security, quality)
) WITHOUT ROWID;
CREATE TRIGGER card_out AFTER DELETE ON card BEGIN
  DELETE FROM card_tag WHERE card = old.id;
  UPDATE card_count SET n = n - 1
    WHERE tab = old.tab AND type = old.type AND security = old.security AND quality = old.quality;
END;
CREATE TRIGGER card_moved AFTER UPDATE OF tab, type, security, quality ON card BEGIN
  UPDATE card_count SET n = n - 1
    WHERE tab = old.tab AND type = old.type AND security = old.security AND quality = old.quality;
  INSERT INTO card_count VALUES(new.tab, new.type, new.security, new.quality, 1)
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
`

/** Counts a card that is new: tab, type, security, quality. */
export const COUNT_CARD = 'INSERT INTO card_count VALUES(?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1'

/**
 * Sets the connection up. A killed tab leaves a whole index (the journal stays); only a power cut may break it, and then
 * it is built again. Waiting for the disk would cost most of the build. Large pages, because each write to the private
 * file system costs milliseconds, whatever its size.
 */
export function configure(sql: Sql): void {
  sql.script(`PRAGMA page_size=32768; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=OFF;
    PRAGMA temp_store=MEMORY;`)
  fitCache(sql, 0)
}

/** Kibibytes of pages kept in memory. */
const CACHE = { least: 8_000, most: 56_000, ofCard: 0.07 } as const

/**
 * Makes room in memory for pages by the number of cards: these are found by hashes and sorted by quality and time, so each
 * that comes is written to other pages, and where these are not kept, each is read and written again.
 */
export function fitCache(sql: Sql, cards: number): void {
  const size = Math.min(CACHE.most, Math.max(CACHE.least, Math.round(cards * CACHE.ofCard)))
  sql.script(`PRAGMA cache_size=-${size}`)
}

/** Makes the tables of an empty index for a library, at revision 0. */
export function create(sql: Sql, libraryId: string): void {
  sql.begin()
  sql.script(TABLES + segmentTables('message') + segmentTables('card'))
  setMeta(sql, 'shape', SHAPE)
  setMeta(sql, 'library', libraryId)
  setMeta(sql, 'revision', 0)
  sql.commit()
}

/** Reads a value of the index's own notes; undefined where there is none. */
export const getMeta = (sql: Sql, key: string): unknown => sql.value('SELECT value FROM meta WHERE key = ?', [key])

export function setMeta(sql: Sql, key: string, value: string | number): void {
  sql.run('INSERT INTO meta VALUES(?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', [key, value])
}

/** True where the file holds a whole index of this shape for this library. Throws where it cannot be read. */
export function fits(sql: Sql, libraryId: string): boolean {
  if (sql.value("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'") !== 1) return false
  return getMeta(sql, 'shape') === SHAPE && getMeta(sql, 'library') === libraryId
}

export const TABS: readonly CardTab[] = ['review', 'kept', 'archived']

/** Where a card is listed. One that the person tagged is shown, however little it says alone. */
export function tabOf({ state, review, tags }: Pick<AtomicChatUnit, 'state' | 'review' | 'tags'>): number {
  if (review !== undefined) return TABS.indexOf(review)
  return state === 'ACTIVE' || tags.length > 0 ? 0 : DORMANT
}

const ORIGINS: readonly AcuOrigin[] = ['extraction', 'manual', 'remix', 'redaction', 'received']
/** Code of `own`: 0 for a card that only conversations hold. */
export const ownCode = (origin: AcuOrigin): number => ORIGINS.indexOf(origin) + 1
export const originOf = (code: unknown): AcuOrigin | undefined => ORIGINS[Number(code) - 1]

export const reviewOf = (tab: number): Review | undefined => (tab === 1 ? 'kept' : tab === 2 ? 'archived' : undefined)

/** Where the library keeps a conversation, as it is stored; undefined for none. */
export const storedKey = (stored: unknown): ConversationKey | undefined =>
  typeof stored === 'number' || typeof stored === 'string' ? stored : undefined

export const typeCode = (type: AcuType): number => ACU_TYPES.indexOf(type)
export const typeOf = (code: unknown): AcuType => ACU_TYPES[Number(code)] ?? 'claim'
export const providerCode = (provider: Provider): number => PROVIDERS.indexOf(provider)
export const providerOf = (code: unknown): Provider | undefined => (code === null ? undefined : PROVIDERS[Number(code)])
export const securityOf = (value: unknown): SecurityLevel => Math.min(5, Math.max(0, Number(value))) as SecurityLevel

export const FLAGS = { code: 1, table: 2, image: 4 } as const

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const HEX = /^[0-9a-f]{64}$/

/** An id as it is stored: UUIDs and hashes as their bytes, anything else as text. */
export function packId(id: string): Uint8Array | string {
  if (!UUID.test(id) && !HEX.test(id)) return id
  const hex = id.replaceAll('-', '')
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * digit(hex.charCodeAt(2 * i)) + digit(hex.charCodeAt(2 * i + 1))
  return bytes
}

/** Value of a hexadecimal digit, by its character code. */
const digit = (code: number): number => (code < 58 ? code - 48 : code - 87)

/** An id as it was before {@link packId}. */
export function unpackId(stored: unknown): string {
  if (!(stored instanceof Uint8Array)) return String(stored)
  let hex = ''
  for (const byte of stored) hex += byte.toString(16).padStart(2, '0')
  return idOfHex(hex)
}

/** SQL for a stored id as a text that {@link idOfText} reads; null where there is none. */
export const idText = (column: string): string =>
  `iif(typeof(${column}) = 'blob', 'x' || lower(hex(${column})), 't' || ${column})`

/** An id as it was before {@link packId}, from what {@link idText} gives. */
export function idOfText(text: unknown): string {
  const stored = String(text)
  return stored.startsWith('x') ? idOfHex(stored.slice(1)) : stored.slice(1)
}

/** UUIDs have their dashes, hashes have none. */
const idOfHex = (hex: string): string =>
  hex.length === 32
    ? [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    : hex
