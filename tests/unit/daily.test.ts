import { readFile } from 'node:fs/promises'
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { closeCards } from '../../src/app/daily-nearness.ts'
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
import { libraryId, VivimDatabase } from '../../src/storage/database.ts'
import { keptCards } from '../../src/storage/kept-cards.ts'
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

beforeEach(async () => {
  time = LATER
  db = new VivimDatabase(`daily-${crypto.randomUUID()}`)
  await libraryId(db, () => 'what is chosen by chance is the same in each run')
  engine = new IndexEngine(await memoryFile(), indexSource(db), relate)
  undo = new UndoStack()
  daily = open()
})
afterEach(async () => {
  await engine.close()
  await db.delete()
})

/** The use cases as a page has them that was just opened. */
const open = (store = dailyRepository(db)): Daily =>
  dailyUseCases({
    store,
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
  for (let at = 0; at <= set.cards.length; at++) await daily.show(at, localDay(time))
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
    await daily.show(0, localDay(time))
    time = startOfDay(localDay(time) + 1) - 1
    expect(ids(await open().today())).toEqual(first)

    await daily.show(3, localDay(time))
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
    await daily.show(0, localDay(time))
    expect(await daily.keep(kept, localDay(time))).toMatchObject({
      at: 1,
      shown: 2,
      cards: [{ id: kept, done: 'kept' }, {}, {}, {}, {}],
    })
    expect(await daily.never(never, localDay(time))).toMatchObject({
      at: 2,
      cards: [{}, { id: never, done: 'never' }, {}, {}, {}],
    })
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
    await daily.show(0, localDay(time))
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

describe('a decision about a card', () => {
  it('is written before anybody is told, so that who reads the set then has the next card', async () => {
    await importSample()
    const [first, second] = ids(await daily.today())
    await daily.show(0, localDay(time))
    // The page, which reads the set again when there is something new to take back.
    vi.stubGlobal('localStorage', { getItem: () => null })
    vi.stubGlobal('document', { addEventListener: () => undefined, removeEventListener: () => undefined })
    const { TodayState } = await import('../../src/ui/state/daily.svelte.ts')
    const state = new TodayState({ daily, undo, onChange: () => () => undefined } as unknown as App)
    const stop = state.watch()
    await expect.poll(() => state.today).toMatchObject({ at: 0 })
    await state.keep(first!)
    await expect.poll(() => state.today, { timeout: 1_000 }).toMatchObject({ at: 1, shown: 2 })
    await state.never(second!)
    await expect.poll(() => state.today, { timeout: 1_000 }).toMatchObject({ at: 2, shown: 3 })
    stop()
    vi.unstubAllGlobals()
  })

  it('holds after midnight, also where another set has taken the place of that which is shown', async () => {
    await importSample()
    const set = setOf(await daily.today())
    const [first, second] = ids(set) as [string, string]
    await daily.show(0, set.day)
    time = startOfDay(set.day + 1) + 1
    expect(await daily.keep(first, set.day)).toMatchObject({ day: set.day, at: 1 })
    expect((await cardRepository(db).byIds([first]))[0]!.review).toBe('kept')
    expect(await db.metCards.get(first)).toMatchObject({ day: set.day, keeps: 1 })

    const next = setOf(await open().today())
    expect(next).toMatchObject({ day: set.day + 1, at: 0, shown: 0 })
    expect(await daily.keep(second, set.day)).toEqual(next)
    expect((await cardRepository(db).byIds([second]))[0]!.review).toBe('kept')
    expect(await db.metCards.get(second)).toMatchObject({ day: set.day, keeps: 1 })
    await undo.undo()
    expect((await cardRepository(db).byIds([second]))[0]!.review).toBeUndefined()
    expect(await db.metCards.get(second)).toMatchObject({ keeps: 0 })
    expect(await daily.today()).toEqual(next)
  })

  it('that cannot be written is told and leaves nothing behind', async () => {
    await importSample()
    const set = setOf(await daily.today())
    const [first] = ids(set) as [string]
    await daily.show(0, set.day)
    const full = open({ ...dailyRepository(db), change: () => Promise.reject(new Error('no room')) })
    await expect(full.keep(first, set.day)).rejects.toThrow('no room')
    await expect(full.never(first, set.day)).rejects.toThrow('no room')
    await expect(full.show(1, set.day)).rejects.toThrow('no room')
    expect((await cardRepository(db).byIds([first]))[0]!.review).toBeUndefined()
    expect(await db.recent.get(`kept ${first}`)).toBeUndefined()
    let last: unknown
    undo.watch((step) => (last = step))()
    expect(last).toBeUndefined()
  })

  it('is lost to no other made at the same time, and is made once', async () => {
    await importSample()
    const set = setOf(await daily.today())
    const [first, second] = ids(set) as [string, string]
    await daily.show(0, set.day)
    const other = open()
    await Promise.all([
      daily.keep(first, set.day),
      daily.keep(first, set.day),
      other.never(second, set.day),
      other.show(3, set.day),
    ])
    expect(setOf(await daily.today()).cards).toMatchObject([{ done: 'kept' }, { done: 'never' }, {}, {}, {}])
    expect(await db.metCards.bulkGet([first, second])).toMatchObject([{ keeps: 1, times: 1 }, { never: true }])

    // Who keeps it after all may meet it again.
    await daily.keep(second, set.day)
    expect(await db.metCards.get(second)).toEqual({ id: second, day: set.day, times: 1, keeps: 1 })
    await undo.undo()
    expect(await db.metCards.get(second)).toMatchObject({ never: true, keeps: 0 })
  })
})

describe('what a card is near to', () => {
  it('is never one that holds a secret, a personal thing or a word of one’s own', async () => {
    await importSample()
    const cards = cardRepository(db)
    const ports = {
      store: dailyRepository(db),
      search: engine,
      library: libraryRepository(db),
      notebooks: notebookRepository(db),
    }
    await engine.catchUp()
    const rows = await db.conversations.toArray()
    const read = rows.find(({ title }) => title === 'Postgres: partial index not used')!
    const found = await Promise.all(
      (await cards.ofConversation(read.id)).cards.map(
        async ({ id }) => [id, (await engine.related(id)).length] as const,
      ),
    )
    const [id] = found.sort(([, a], [, b]) => b - a)[0]!
    const near = async (change: object): Promise<number> => {
      const byIds = async (asked: readonly string[]) =>
        (await cards.byIds(asked)).map((card) => ({ ...card, isPersonal: false, securityLevel: 0 as const, ...change }))
      const recent = (['card', 'kept', 'wrote'] as const).map((kind) => ({ kind, name: id, at: time }))
      return (await closeCards({ ...ports, cards: { ...cards, byIds } }, recent, localDay(time))).size
    }
    expect(await near({})).toBeGreaterThan(0)
    expect(await near({ securityLevel: 4 })).toBe(0)
    expect(await near({ isPersonal: true })).toBe(0)
  })
})

describe('what is remembered of late', () => {
  const remembered = async (): Promise<string[]> => (await db.recent.toCollection().primaryKeys()).sort()

  it('is forgotten when it is switched off, and nothing is noted until it is on again', async () => {
    await importSample()
    const set = setOf(await daily.today())
    const [first, second] = ids(set) as [string, string]
    await daily.show(0, set.day)
    await daily.keep(first, set.day)
    await daily.note('search', 'postgres')
    expect(await remembered()).toEqual([`kept ${first}`, 'search postgres'])
    await daily.switchTo(false)
    expect(await remembered()).toEqual([])
    expect(await db.dailySets.count()).toBe(0)

    await daily.note('search', 'postgres')
    await cardRepository(db).mark(second, { review: 'kept' })
    expect(await remembered()).toEqual([])
    await daily.today()
    expect(await db.dailySets.count()).toBe(0)
    await daily.switchTo(true)
    await daily.note('search', 'bread')
    expect(await remembered()).toEqual(['search bread'])
  })

  it('has a card as long as it is kept or pinned, also one of a room', async () => {
    await importSample()
    const set = setOf(await daily.today())
    const [first, second] = ids(set) as [string, string]
    const cards = cardRepository(db)
    await daily.show(0, set.day)
    await daily.keep(first, set.day)
    expect(await remembered()).toEqual([`kept ${first}`])
    await undo.undo()
    expect(await remembered()).toEqual([])

    await cards.mark(second, { review: 'kept' })
    await cards.mark(second, { pinned: true })
    await cards.mark(second, { review: undefined })
    expect(await remembered()).toEqual([`kept ${second}`])
    await cards.mark(second, { pinned: false })
    expect(await remembered()).toEqual([])

    const [card] = await cards.byIds([second])
    const received = { ...card!, id: 'f'.repeat(64), authorDid: 'did:key:z6Mk', operationId: 'o' }
    await keptCards(db).keep(received)
    expect(await remembered()).toEqual([`kept ${received.id}`])
  })

  it('does not name a conversation that was erased', async () => {
    await importSample()
    const [one, other] = await db.conversations.toArray()
    await daily.note('conversation', one!.id)
    await daily.note('conversation', other!.id)
    await libraryRepository(db).erase([one!.id], time)
    expect((await dailyRepository(db).recent()).map(({ name }) => name)).toEqual([other!.id])
    expect(await remembered()).toEqual([`conversation ${other!.id}`])
  })
})
