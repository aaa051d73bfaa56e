import { base64 } from '@scure/base'
import { Dexie } from 'dexie'
import { BACKUP_VERSION, type BackupLine, type Decision } from '../domain/backup.ts'
import { readPacked } from './conversation-reader.ts'
import type { ConversationRow, VivimDatabase } from './database.ts'
import { gunzip } from './gzip.ts'
import { privacyListOf } from './privacy-judge.ts'
import { keyOf, sha256Of } from './row-key.ts'

/** Bytes in one line; a multiple of three, so that the base64 of the parts together is that of the whole. */
const PART = 3 * 1024 * 1024
const ROWS_AT_ONCE = 100

/**
 * The library as the lines of a backup: every conversation with its messages, its newest original and its files, and
 * what the person decided. Who one is, rooms and everything that can be derived again are not in it.
 */
export async function* backupLines(
  db: VivimDatabase,
  now: number,
  onConversation: () => void = () => undefined,
): AsyncGenerator<BackupLine> {
  yield { vivim: 'backup', version: BACKUP_VERSION, createdAt: now, conversations: await db.conversations.count() }
  for await (const row of allRows(db)) {
    yield* conversationLines(db, row)
    onConversation()
  }
  for await (const decision of decisions(db)) yield { vivim: 'decision', decision }
}

/** In chunks by id: a cursor would not outlive what is awaited between its steps. */
async function* allRows(db: VivimDatabase): AsyncGenerator<ConversationRow> {
  let after: string | typeof Dexie.minKey = Dexie.minKey
  for (;;) {
    const rows: ConversationRow[] = await db.conversations.where('id').above(after).limit(ROWS_AT_ONCE).toArray()
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

async function* conversationLines(db: VivimDatabase, row: ConversationRow): AsyncGenerator<BackupLine> {
  const [packed] = await readPacked(db, [keyOf(row)])
  const original = packed?.originals.at(-1)
  const kept = original === undefined ? undefined : await db.originals.get(original)
  // Erased while the backup was being made.
  if (!packed || original === undefined || !kept) return
  const sha256 = sha256Of(original)
  yield* bytesLines(sha256, await gunzip(kept.gzip))
  const refs = await db.assetRefs
    .where('[conversationId+pointer]')
    .between([row.id, Dexie.minKey], [row.id, Dexie.maxKey])
    .toArray()
  const assets: { readonly pointer: string; readonly sha256: string }[] = []
  for (const { pointer, sha256 } of refs) {
    const asset = await db.assets.get(sha256)
    if (!asset) continue
    if (!assets.some((other) => other.sha256 === sha256)) yield* bytesLines(sha256, asset.bytes)
    assets.push({ pointer, sha256 })
  }
  yield {
    vivim: 'conversation',
    conversation: packed.conversation,
    messages: packed.messages,
    original: sha256,
    assets,
  }
  const { id: conversationId, place } = row
  if (place !== 'active') yield { vivim: 'decision', decision: { kind: 'place', conversationId, place } }
}

function* bytesLines(sha256: string, bytes: Uint8Array): Generator<BackupLine> {
  for (let at = 0; at === 0 || at < bytes.length; at += PART)
    yield { vivim: 'bytes', sha256, base64: base64.encode(bytes.subarray(at, at + PART)) }
}

async function* decisions(db: VivimDatabase): AsyncGenerator<Decision> {
  for (const mark of await db.cardMarks.toArray()) yield { kind: 'mark', ...mark }
  for (const { card, from } of await db.ownCards.toArray())
    yield { kind: 'card', card, ...(from !== undefined && { from }) }
  for (const { a, b, at } of await db.linkMarks.toArray()) yield { kind: 'unrelated', a, b, at }
  for (const link of await db.linkDecisions.toArray()) yield { kind: 'link', link }
  for (const { id, erasedAt } of await db.erased.toArray()) yield { kind: 'erased', id, at: erasedAt }
  for (const notebook of await db.notebooks.toArray()) yield { kind: 'notebook', notebook }
  for (const search of await db.savedSearches.toArray()) yield { kind: 'search', search }
  const { words, harmless } = await privacyListOf(db)
  for (const word of words) yield { kind: 'own-word', word }
  for (const one of harmless) yield { kind: 'harmless', harmless: one }
  for (const met of await db.metCards.toArray()) yield { kind: 'met', met }
}
