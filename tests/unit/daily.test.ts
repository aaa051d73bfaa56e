import { readFile } from 'node:fs/promises'
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dailyUseCases } from '../../src/app/daily.ts'
import type { Daily, Today } from '../../src/app/daily-api.ts'
import { localDay, startOfDay } from '../../src/app/local-day.ts'
import { runImport } from '../../src/app/run-import.ts'
import { UndoStack } from '../../src/app/undo.ts'
import { newNotebook, addEntries } from '../../src/domain/notebook.ts'
import { sha256Hex } from '../../src/domain/hash.ts'
import { chatGpt, fileOf, node } from '../../src/importers/fixtures/exports.ts'
import { readExport } from '../../src/importers/read-export.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { relate } from '../../src/knowledge/relate/relate.ts'
import { IndexEngine } from '../../src/search/index-engine.ts'
import { memoryFile } from '../../src/search/sqlite.ts'
import { cardRepository } from '../../src/storage/card-repository.ts'
import { dailyRepository } from '../../src/storage/daily-repository.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { importRepository } from '../../src/storage/import-repository.ts'
import { indexSource } from '../../src/storage/index-source.ts'
import { libraryRepository } from '../../src/storage/library-repository.ts'
import { notebookRepository } from '../../src/storage/notebook-repository.ts'

const DAY = 86_400_000
/** Long after all of the sample library, which ends in November 2026. */
const LATER = new Date(2027, 1, 3, 12).getTime()

let db: VivimDatabase
let engine: IndexEngine
let undo: UndoStack
let daily: Daily
let time = LATER
let count = 0

beforeEach(async () => {
  time = LATER
  db = new VivimDatabase(`daily-${count++}`)
  engine = new IndexEngine(await memoryFile(), indexSource(db), relate)
  undo = new UndoStack()
  daily = open()
})
afterEach(async () => {
  await engine.close()
  await db.delete()
})

/** The use cases as a page has them that was just opened. */
const open = (): Daily =>
  dailyUseCases({
    store: dailyRepository(db),
    search: engine,
    cards: cardRepository(db),
    library: libraryRepository(db),
    notebooks: notebookRepository(db),
    undo,
    now: () => time,
  })

async function importFile(file: Blob & { name: string }): Promise<void> {
  const ports = {
    store: importRepository(db),
    derive,
    read: readExport,
    refusal: () => undefined,
    sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(sha256Hex(bytes)),
    makeRoom: () => Promise.resolve(false),
    now: () => time,
  }
  const job = { id: `import ${file.name}`, files: [file], startedAt: 1, sample: false }
  await runImport(ports, job, () => undefined, new AbortController().signal)
}

async function importSample(): Promise<void> {
  for (const name of ['chatgpt.json', 'claude.json'])
    await importFile(fileOf(new Uint8Array(await readFile(`public/sample/${name}`)), name))
}

function setOf(today: Today): Extract<Today, { kind: 'set' }> {
  if (today.kind !== 'set') throw new Error(`no set: ${today.why}`)
  return today
}
const ids = (today: Today): string[] => setOf(today).cards.map(({ id }) => id)

/** Goes through the set as a reader who only looks. */
async function goThrough(): Promise<string[]> {
  const set = setOf(await daily.today())
  for (let at = 0; at <= set.cards.length; at++) await daily.show(at)
  return ids(set)
}

describe('the cards of today', () => {
  it('are five of different conversations, the same all day and after a reload, and others the next day', async () => {
    await importSample()
    const first = ids(await daily.today())
    expect(first).toHaveLength(5)
    const places = await Promise.all(first.map((id) => cardRepository(db).placesOf(id)))
    expect(new Set(places.map(([place]) => place!.row.id)).size).toBe(5)
    expect(ids(await open().today())).toEqual(first)
    await daily.show(0)
    time = startOfDay(localDay(time) + 1) - 1
    expect(ids(await open().today())).toEqual(first)

    await daily.show(3)
    expect(await open().today()).toMatchObject({ at: 3, shown: 4 })
    await goThrough()
    time += 2
    const next = await open().today()
    expect(next).toMatchObject({ at: 0, shown: 0 })
    expect(ids(next).some((id) => first.includes(id))).toBe(false)
    // What was shown rests for two months, what was not may come again.
    await goThrough()
    for (let day = 0; day < 58; day++) {
      time += DAY
      const today = await daily.today()
      if (today.kind === 'set') expect(ids(today).some((id) => first.includes(id))).toBe(false)
    }
  })

  it('are kept or not wanted again, and either is taken back as a whole', async () => {
    await importSample()
    const [kept, never, third] = ids(await daily.today()) as [string, string, string]
    await daily.show(0)
    expect(await daily.keep(kept)).toMatchObject({
      at: 1,
      shown: 2,
      cards: [{ id: kept, done: 'kept' }, {}, {}, {}, {}],
    })
    expect(await daily.never(never)).toMatchObject({ at: 2, cards: [{}, { id: never, done: 'never' }, {}, {}, {}] })
    expect((await cardRepository(db).byIds([kept, never, third])).map(({ review }) => review)).toEqual([
      'kept',
      undefined,
      undefined,
    ])
    expect(await db.metCards.bulkGet([kept, never])).toMatchObject([
      { times: 1, keeps: 1 },
      { times: 1, never: true },
    ])

    await undo.undo()
    expect(await daily.today()).toMatchObject({ at: 1 })
    expect(await db.metCards.get(never)).toEqual({ id: never, day: localDay(time), times: 1, keeps: 0 })
    await undo.undo()
    expect(setOf(await daily.today()).cards.every(({ done }) => done === undefined)).toBe(true)
    expect((await cardRepository(db).byIds([kept]))[0]!.review).toBeUndefined()
    expect(await db.metCards.get(kept)).toMatchObject({ keeps: 0 })
  })

  it('are chosen anew while none was shown and one is gone', async () => {
    await importSample()
    const [first] = ids(await daily.today())
    await cardRepository(db).mark(first!, { review: 'archived' })
    const again = ids(await open().today())
    expect(again).toHaveLength(5)
    expect(again).not.toContain(first)
    // Once begun they stay, whatever becomes of them.
    await daily.show(0)
    await cardRepository(db).mark(again[2]!, { review: 'archived' })
    expect(ids(await open().today())).toEqual(again)
  })

  it('have what is near to a conversation that was read, pinned cards and those of notebooks among them', async () => {
    await importSample()
    const rows = await db.conversations.toArray()
    const read = rows.find(({ title }) => title === 'Postgres: partial index not used')!
    const close = rows.find(({ title }) => title === 'Postgres migrations that can be undone')!
    const timer = rows.find(({ title }) => title === 'systemd timer instead of cron')!
    const bread = rows.find(({ title }) => title.startsWith('Sourdough'))!
    const cards = cardRepository(db)
    const bestOf = async (id: string): Promise<string> =>
      (await cards.ofConversation(id)).cards
        .filter(({ state, type }) => state === 'ACTIVE' && type !== 'question')
        .sort((a, b) => b.quality.overall - a.quality.overall)[0]!.id
    const inNotebook = await bestOf(bread.id)
    await notebookRepository(db).put(
      addEntries(newNotebook('n', 'Bread', 1), [{ id: 'e', kind: 'card', acuId: inNotebook }], 1),
    )
    const pinned = await bestOf(timer.id)
    await cards.mark(pinned, { pinned: true })
    // Pinned today counts as seen today: after three weeks both may come.
    time += 22 * DAY
    await daily.note('conversation', read.id)
    const reasons = new Map(setOf(await daily.today()).cards.map(({ id, reason }) => [id, reason]))
    expect(reasons.get(inNotebook)).toMatchObject({ kind: 'notebook', title: 'Bread' })
    expect(reasons.get(pinned)).toMatchObject({ kind: 'pinned' })
    const to = { how: 'read', name: read.title, day: localDay(time) }
    const near = [...reasons].filter(([, reason]) => reason.kind === 'near')
    expect(near.map(([, reason]) => reason)).toEqual(near.map(() => ({ kind: 'near', to })))
    const idsOf = async (id: string): Promise<string[]> => (await cards.ofConversation(id)).cards.map((card) => card.id)
    expect(await idsOf(close.id)).toEqual(expect.arrayContaining(near.slice(0, 1).map(([id]) => id)))
    expect(near.length).toBeGreaterThan(0)
    // What was just read itself is not among them.
    const own = await idsOf(read.id)
    expect([...reasons.keys()].filter((id) => own.includes(id))).toEqual([])
  })

  it('say when there will be some, and why there are none', async () => {
    expect(await daily.today()).toEqual({ kind: 'nothing', why: 'empty' })
    const text = 'The river at station 12 carries about 300 cubic metres of water each second in spring.'
    await importFile(fileOf([chatGpt('young', [node('q', null, 'user', 'Hello'), node('a', 'q', 'assistant', text)])]))
    const [row] = await db.conversations.toArray()
    time = row!.createdAt + 2 * DAY
    const young = await daily.today()
    expect(young).toEqual({ kind: 'nothing', why: 'young', from: startOfDay(localDay(row!.createdAt) + 6) })
    time = row!.createdAt + 7 * DAY
    const [only] = setOf(await daily.today()).cards
    expect(only!.reason).toEqual({ kind: 'anniversary', unit: 'week', count: 1 })
    const day = localDay(time)
    await goThrough()
    time += DAY
    expect(await daily.today()).toEqual({ kind: 'nothing', why: 'met', from: startOfDay(day + 60) })
    time = startOfDay(day + 60)
    expect(ids(await daily.today())).toEqual([only!.id])
  })

  it('remember only so much of what was opened', async () => {
    const store = dailyRepository(db)
    for (let n = 0; n < 320; n++) await store.note({ kind: 'search', name: `line ${n}`, at: n })
    const recent = await store.recent()
    expect(recent).toHaveLength(300)
    expect(recent[0]).toMatchObject({ name: 'line 319' })
  })
})
