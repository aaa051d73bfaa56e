import { readFile } from 'node:fs/promises'
import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it } from 'vitest'
import { runImport } from '../../src/app/run-import.ts'
import type { BackupLine } from '../../src/domain/backup.ts'
import { sha256Hex } from '../../src/domain/hash.ts'
import type { Receipt } from '../../src/domain/receipt.ts'
import { chatGpt, fileOf, node } from '../../src/importers/fixtures/exports.ts'
import { readExport } from '../../src/importers/read-export.ts'
import { RefusedFileError } from '../../src/importers/refused-file.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { backupLines } from '../../src/storage/backup-lines.ts'
import { cardRepository } from '../../src/storage/card-repository.ts'
import { originalsOf, readConversation } from '../../src/storage/conversation-reader.ts'
import { keyOf } from '../../src/storage/row-key.ts'
import { savedSearchRepository } from '../../src/storage/saved-search-repository.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { gunzip } from '../../src/storage/gzip.ts'
import { importRepository } from '../../src/storage/import-repository.ts'
import { libraryRepository } from '../../src/storage/library-repository.ts'
import { notebookRepository } from '../../src/storage/notebook-repository.ts'
import { harmlessFinding } from '../../src/domain/privacy.ts'
import { privacyRepository } from '../../src/storage/privacy-repository.ts'
import { addEntries, newNotebook, removeEntries } from '../../src/domain/notebook.ts'

const open: VivimDatabase[] = []
let imports = 0

function newLibrary(): VivimDatabase {
  const db = new VivimDatabase(`backup-${open.length}`)
  open.push(db)
  return db
}

afterEach(async () => {
  for (const db of open.splice(0)) await db.delete()
})

async function importInto(db: VivimDatabase, file: Blob & { name: string }): Promise<Receipt> {
  const ports = {
    store: importRepository(db),
    derive,
    read: readExport,
    refusal: (error: unknown) => (error instanceof RefusedFileError ? error.refused : undefined),
    sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(sha256Hex(bytes)),
    makeRoom: () => Promise.resolve(false),
    now: () => 1_790_000_000_000 + imports,
  }
  const job = { id: `import ${imports++}`, files: [file], startedAt: 1, sample: false }
  const { receipt } = await runImport(ports, job, () => undefined, new AbortController().signal)
  return receipt
}

async function linesOf(db: VivimDatabase): Promise<BackupLine[]> {
  const lines: BackupLine[] = []
  for await (const line of backupLines(db, 1_790_000_000_000)) lines.push(line)
  return lines
}

const backupOf = (lines: readonly unknown[]): Blob & { name: string } =>
  fileOf(lines.map((line) => JSON.stringify(line)).join('\n'), 'anything.txt')

/** All of a library that is not bound to a device or a time of import. */
async function contents(db: VivimDatabase): Promise<unknown> {
  const rows = await db.conversations.orderBy('id').toArray()
  return {
    conversations: await Promise.all(
      rows.map(async (row) => {
        const { id, place, contentHash } = row
        const { conversation, messages } = (await readConversation(db, id))!
        const { capturedAt: _captured, ...rest } = conversation
        const [originals] = await originalsOf(db, [keyOf(row)])
        const original = await db.originals.get(originals!.at(-1)!)
        const { cards, links } = await cardRepository(db).ofConversation(id)
        const bytes = new TextDecoder().decode(await gunzip(original!.gzip))
        return { place, contentHash, rest, messages, original: bytes, cards, links }
      }),
    ),
    assets: await db.assets.orderBy('sha256').toArray(),
    refs: (await db.assetRefs.toArray()).map(({ conversationId, pointer, sha256 }) => [
      conversationId,
      pointer,
      sha256,
    ]),
    marks: await db.cardMarks.orderBy('id').toArray(),
    unrelated: await db.linkMarks.toArray(),
    decidedLinks: await db.linkDecisions.toArray(),
    own: await db.ownCards.orderBy('id').toArray(),
    erased: await db.erased.orderBy('id').toArray(),
    notebooks: await db.notebooks.orderBy('id').toArray(),
    searches: await savedSearchRepository(db).all(),
    privacy: await privacyRepository(db).list(),
    met: await db.metCards.orderBy('id').toArray(),
  }
}

const SENTENCE = 'The river at station 12 carries about 300 cubic metres of water each second in spring.'
const forked = chatGpt('forked', [
  node('q1', null, 'user', 'How much water does the river carry?'),
  node('a1', 'q1', 'assistant', SENTENCE),
  node('a2', 'q1', 'assistant', `${SENTENCE} In autumn it is a third of that, and in a dry year even less.`),
])

const NOTEBOOK = '4f1c2a9e-55a1-4d0b-9c53-0d2a9a8f7b10'
const entryId = (n: number): string => `0b6a2f0c-0000-4000-8000-00000000000${n}`

/** A library of every kind of thing: samples, forks, decisions, a kept card whose words are gone, a notebook. */
async function fullLibrary(): Promise<VivimDatabase> {
  const db = newLibrary()
  for (const name of ['chatgpt.json', 'claude.json'])
    await importInto(db, fileOf(new Uint8Array(await readFile(`public/sample/${name}`)), name))
  await importInto(db, fileOf([forked]))
  const library = libraryRepository(db)
  const cards = cardRepository(db)
  const [first, second, third, fourth] = (await db.conversations.orderBy('id').toArray()).map(({ id }) => id)
  const [kept] = (await cards.ofConversation(fourth!)).cards
  if (kept) await cards.mark(kept.id, { review: 'kept', pinned: true })
  const [one, two] = (await cards.ofConversation(fourth!)).cards
  await cards.setUnrelated(one!.id, two!.id, true)
  const ends = { sourceId: one!.id, targetId: two!.id }
  const linked = { ...ends, relation: 'EXPLAINS', state: 'linked', evidence: 'Seen myself', at: 3 } as const
  const rejected = { ...ends, relation: 'NEXT_STEP', state: 'rejected', evidence: '', at: 4 } as const
  await cards.write({
    marks: [{ id: two!.id, change: { tags: ['River', 'two words'], type: 'warning' } }],
    links: [linked, rejected].map((decision) => ({ key: decision, decision })),
  })
  await library.move([first!], 'archived', 5)
  await library.move([second!], 'deleted', 5)
  await library.erase([third!], 6)
  const { review: _review, ...own } = (await cards.ofConversation(fourth!)).cards[0]!
  await db.ownCards.put({ id: own.id, card: { ...own, origin: 'received', pinned: false }, from: fourth! })
  await savedSearchRepository(db).put({ line: 'river from:claude', savedAt: 8 })
  await privacyRepository(db).put({ kind: 'own-word', word: { word: 'Acme Corp', at: 9 } })
  const email = { rule: 'email', kind: 'e-mail address', start: 0, end: 11, level: 3, confidence: 1 } as const
  await privacyRepository(db).put({ kind: 'harmless', harmless: harmlessFinding('me@river.io', email, 9) })
  await db.metCards.bulkPut([
    { id: one!.id, day: 20_700, times: 2, keeps: 1 },
    { id: two!.id, day: 20_701, times: 1, keeps: 0, never: true },
  ])
  await notebookRepository(db).put(
    addEntries(
      newNotebook(NOTEBOOK, 'What the river does', 7),
      [
        { id: entryId(1), kind: 'heading', text: 'In spring' },
        { id: entryId(2), kind: 'card', acuId: own.id, note: 'Measured *twice*.\n\nOnce in rain.' },
        { id: entryId(3), kind: 'card', acuId: 'f'.repeat(64) },
        { id: entryId(4), kind: 'text', text: 'Nothing is known of winter.' },
      ],
      8,
    ),
  )
  return db
}

describe('a backup', () => {
  it('gives the same library on another device, hash for hash', async () => {
    const db = await fullLibrary()
    const before = await contents(db)
    const other = newLibrary()
    const receipt = await importInto(other, backupOf(await linesOf(db)))
    expect(receipt).toMatchObject({ status: 'done', files: [{ format: 'vivim' }], counts: { unreadable: 0 } })
    expect(await contents(other)).toEqual(before)
    // And adds nothing the second time, nor where everything is already.
    expect((await importInto(other, backupOf(await linesOf(db)))).counts).toMatchObject({ new: 0, updated: 0 })
    expect((await importInto(db, backupOf(await linesOf(db)))).counts).toMatchObject({ new: 0, updated: 0 })
    expect(await contents(db)).toEqual(before)
  })

  it('changes no decision that was made here', async () => {
    const db = await fullLibrary()
    const lines = await linesOf(db)
    const [mark] = await db.cardMarks.toArray()
    await cardRepository(db).mark(mark!.id, { review: 'archived', pinned: false })
    await libraryRepository(db).move([(await db.conversations.toCollection().first())!.id], 'active', 9)
    await notebookRepository(db).change(NOTEBOOK, (notebook) => removeEntries(notebook, [entryId(4)], 9))
    // A word is the same whatever its case: the way it is written here stays.
    await privacyRepository(db).put({ kind: 'own-word', word: { word: 'ACME CORP', at: 3 } })
    await db.metCards.update(mark!.id, { keeps: 5 })
    const before = await contents(db)
    await importInto(db, backupOf(lines))
    expect(await contents(db)).toEqual(before)
  })

  it('keeps what can be read where lines are damaged, and names the rest', async () => {
    const lines: unknown[] = await linesOf(await fullLibrary())
    const bytes = lines.findIndex((line) => (line as BackupLine).vivim === 'bytes')
    const whole = lines.filter((line) => (line as BackupLine).vivim === 'conversation').length
    lines[bytes] = { ...(lines[bytes] as object), base64: '!!!' }
    lines.push(
      { vivim: 'conversation', conversation: { title: 'Nowhere' }, messages: [], original: 'x', assets: [] },
      { vivim: 'decision', decision: { kind: 'card', card: { id: 'a'.repeat(64), content: 'not its hash' } } },
      { vivim: 'decision', decision: { kind: 'mark', id: '../../etc', pinned: true } },
      { vivim: 'decision', decision: { kind: 'place', conversationId: 'a'.repeat(36), place: '__proto__' } },
      { vivim: 'decision', decision: { kind: 'notebook', notebook: { id: NOTEBOOK, title: 7, createdAt: 1 } } },
      { vivim: 'decision', decision: { kind: 'link', link: { sourceId: 'a'.repeat(64), relation: 'EATS' } } },
      { vivim: 'decision', decision: { kind: 'search', search: { line: ' ', savedAt: 1 } } },
      { vivim: 'decision', decision: { kind: 'own-word', word: { word: '…', at: 1 } } },
      { vivim: 'decision', decision: { kind: 'harmless', harmless: { key: 'me@river.io', kind: 'e-mail' } } },
      { vivim: 'decision', decision: { kind: 'met', met: { id: 'a'.repeat(64), day: -1, times: 1, keeps: 0 } } },
      { vivim: 'decision', decision: { kind: 'of a later version' } },
      { vivim: 'other' },
    )
    const receipt = await importInto(newLibrary(), backupOf(lines))
    expect(receipt.counts.read).toBe(whole)
    const reasons = receipt.files[0]!.unreadable.map(({ reason }) => reason)
    expect(reasons).toEqual([
      expect.stringContaining('its original bytes are missing'),
      expect.stringContaining('where it came from'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no known shape'),
      expect.stringContaining('no line of a backup'),
    ])
  })

  it('of a newer version is refused with the reason', async () => {
    const receipt = await importInto(newLibrary(), backupOf([{ vivim: 'backup', version: 99 }, { vivim: 'new' }]))
    expect(receipt.files[0]!.unreadable[0]!.reason).toMatch(/version 99.*Update/)
  })
})
