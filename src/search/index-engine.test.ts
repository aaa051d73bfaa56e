import { describe, expect, it } from 'vitest'
import { makeCard, makeConversation } from '../../tests/search-library/make.ts'
import { MemoryLibrary } from '../../tests/search-library/memory-library.ts'
import type { CardQuery, SearchResults } from '../domain/ports/search.ts'
import { IndexEngine } from './index-engine.ts'
import { memoryFile, type Sql } from './sqlite.ts'

async function indexOf(library: MemoryLibrary): Promise<IndexEngine> {
  const engine = new IndexEngine(await memoryFile(), library)
  await engine.catchUp()
  return engine
}

const find = (engine: IndexEngine, text: string): Promise<SearchResults> => engine.search({ text, limit: 20 })
const texts = (results: SearchResults): string[] => results.hits.map(({ snippet }) => snippet)
const everything: CardQuery = { tab: 'review', sort: 'newest', offset: 0, limit: 50 }

function helm(): MemoryLibrary {
  const library = new MemoryLibrary()
  library.put(
    makeConversation({
      name: 'helm',
      title: 'Rolling back a Helm release',
      provider: 'claude',
      at: Date.UTC(2026, 8, 10),
      texts: [
        'Our last deploy broke payments. How do I undo the release?',
        'Use `helm rollback checkout 41`: it makes a **new** revision.',
        'And the database?',
        'Undo the migration by hand.\n\n```sql\nDROP TABLE orders;\n```',
      ],
      cards: [[makeCard('helm rollback checkout 41 --wait', { type: 'command', overall: 94 }), 1]],
    }),
  )
  library.put(
    makeConversation({
      name: 'bread',
      title: 'Sourdough',
      at: Date.UTC(2025, 2, 1),
      texts: [
        'Wie lange muss der Teig gehen? Für große Brote',
        '| Stufe | Zeit |\n|---|---|\n| Gare | 4 h |',
        '今日はパンを焼く',
      ],
      cards: [[makeCard('Der Teig geht vier Stunden bei 24 Grad.', { overall: 40 }), 1]],
    }),
  )
  return library
}

describe('finding', () => {
  it('finds other forms of a word where few texts have it as it is typed, but not in quotes', async () => {
    const engine = await indexOf(helm())
    const results = await find(engine, 'releasing deploys ')
    expect(results.relaxed).toBe(false)
    expect(texts(results)).toEqual(['Our last deploy broke payments. How do I undo the release?'])
    expect(results.hits[0]!.highlights.length).toBeGreaterThan(0)
    expect((await find(engine, '"releasing" ')).total.message).toBe(0)
  })

  it('finds words, the beginning of a word, phrases and what was excluded', async () => {
    const engine = await indexOf(helm())
    expect((await find(engine, 'rollback ')).total).toEqual({ card: 1, message: 1 })
    expect((await find(engine, 'rollb')).total).toEqual({ card: 1, message: 1 })
    expect((await find(engine, '"new revision"')).total).toEqual({ card: 0, message: 1 })
    expect((await find(engine, '"revision new"')).total.message).toBe(0)
    expect((await find(engine, 'undo -migration ')).total.message).toBe(1)
    expect((await find(engine, 'undo OR teig ')).total).toEqual({ card: 1, message: 3 })
  })

  it('counts a word once: the turn before lends its words only beside one of the message', async () => {
    const engine = await indexOf(helm())
    expect((await find(engine, 'payments ')).total.message).toBe(1)
    const both = await find(engine, 'payments rollback ')
    expect(both.total.message).toBe(1)
    expect(texts(both)[0]).toContain('helm rollback')
  })

  it('gives snippets without Markdown marks, with what matched marked', async () => {
    const engine = await indexOf(helm())
    const [hit] = (await engine.search({ text: 'new rev', limit: 5, kinds: ['message'] })).hits
    expect(hit).toMatchObject({ title: 'Rolling back a Helm release', provider: 'claude', kind: 'message' })
    expect(hit!.snippet).toBe('Use helm rollback checkout 41: it makes a new revision.')
    expect(hit!.highlights.map(({ start, end }) => hit!.snippet.slice(start, end))).toEqual(['new', 'revision'])
  })

  it('folds case and diacritics and finds parts of Japanese', async () => {
    const engine = await indexOf(helm())
    expect((await find(engine, 'fur GROSSE ')).total.message).toBe(1)
    for (const text of ['パン', '今日は', '焼', 'く', 'パンを焼']) {
      expect((await find(engine, text)).total.message, text).toBe(1)
    }
    expect((await find(engine, '日今')).total.message).toBe(0)
  })

  it('corrects a misspelt word and says so', async () => {
    const engine = await indexOf(helm())
    const results = await find(engine, 'helm rollbcak ')
    expect(results.corrections).toEqual({ rollbcak: 'rollback' })
    expect(results.total.message).toBe(1)
    expect(results.hits.every(({ highlights }) => highlights.length > 0)).toBe(true)
  })

  it('gives what has some of the words where nothing has all', async () => {
    const engine = await indexOf(helm())
    const results = await find(engine, 'how do I make sourdough release payments great ')
    expect(results.relaxed).toBe(true)
    expect(texts(results)[0]).toContain('broke payments')
    expect((await find(engine, 'rollback ')).relaxed).toBe(false)
  })

  it('applies filters', async () => {
    const engine = await indexOf(helm())
    const totals = async (text: string) => (await find(engine, text)).total
    expect(await totals('provider:claude')).toEqual({ card: 1, message: 4 })
    expect(await totals('-from:claude kind:message')).toEqual({ card: 0, message: 3 })
    expect(await totals('undo after:2026-09')).toEqual({ card: 0, message: 2 })
    expect(await totals('after:2025 before:2025-04')).toEqual({ card: 0, message: 3 })
    expect(await totals('has:table')).toEqual({ card: 0, message: 1 })
    expect(await totals('has:code')).toEqual({ card: 1, message: 1 })
    expect(await totals('type:command')).toEqual({ card: 1, message: 0 })
    expect(await totals('quality:>50')).toEqual({ card: 1, message: 0 })
    expect(await totals('in:title rolling')).toEqual({ card: 0, message: 1 })
    expect(await totals('in:title payments ')).toEqual({ card: 0, message: 0 })
    expect(await totals('in:title sourdough OR helm ')).toEqual({ card: 0, message: 2 })
    expect(await totals('in:title rolling -helm ')).toEqual({ card: 0, message: 0 })
    expect(await totals('in:title -undo kind:message')).toEqual({ card: 0, message: 5 })
    expect(await totals('')).toEqual({ card: 0, message: 0 })
    expect(await totals('?!')).toEqual({ card: 0, message: 0 })
  })

  it('lists by time when only operators are given', async () => {
    const engine = await indexOf(helm())
    const { hits } = await engine.search({ text: 'kind:message', limit: 3, offset: 1 })
    expect(hits.map(({ at }) => at)).toEqual([2, 1, 0].map((minute) => Date.UTC(2026, 8, 10) + minute * 60_000))
  })

  it('leaves out what is archived until asked for it', async () => {
    const library = helm()
    const engine = await indexOf(library)
    const { conversationId, acuId } = (await find(engine, 'rollback ')).hits.find(({ kind }) => kind === 'card')!
    library.setState(conversationId!, 'ARCHIVED')
    library.review(acuId!, 'archived')
    await engine.catchUp()
    expect((await find(engine, 'rollback ')).total).toEqual({ card: 0, message: 0 })
    expect((await find(engine, 'rollback is:archived')).total).toEqual({ card: 1, message: 1 })
    expect((await find(engine, 'is:archived')).total).toEqual({ card: 1, message: 4 })
    library.setState(conversationId!, 'ACTIVE')
    await engine.catchUp()
    expect((await find(engine, 'rollback ')).total).toEqual({ card: 0, message: 1 })
  })

  it('puts the newer first among equals', async () => {
    const library = new MemoryLibrary()
    for (const year of [2021, 2025, 2023]) {
      library.put(
        makeConversation({ name: String(year), title: '-', at: Date.UTC(year, 5), texts: ['same words here'] }),
      )
    }
    const { hits } = await find(await indexOf(library), 'same words ')
    expect(hits.map(({ at }) => new Date(at).getUTCFullYear())).toEqual([2025, 2023, 2021])
  })
})

describe('keeping up', () => {
  it('follows messages added, changed and removed, and a new title', async () => {
    const library = new MemoryLibrary()
    library.put(makeConversation({ name: 'a', title: 'Old', texts: ['alpha', 'beta', 'gamma'] }))
    const engine = await indexOf(library)
    library.put(makeConversation({ name: 'a', title: 'New', texts: ['alpha', 'delta'] }))
    await engine.catchUp()
    const total = async (text: string) => (await find(engine, text)).total.message
    expect(await total('alpha ')).toBe(1)
    expect(await total('beta ')).toBe(0)
    expect(await total('gamma ')).toBe(0)
    expect(await total('delta ')).toBe(1)
    expect(await total('in:title old ')).toBe(0)
    expect(await total('in:title new ')).toBe(1)
    expect(await engine.status()).toMatchObject({ state: 'ready', revision: 2, newestRevision: 2, kept: 'memory' })
  })

  it('answers in full while it changes', async () => {
    const library = helm()
    const engine = await indexOf(library)
    // The text of the message is known from now on, that of the card is not.
    await engine.search({ text: 'rollback ', limit: 5, kinds: ['message'] })
    const slow = library.cardTexts.bind(library)
    library.cardTexts = async (wanted) => {
      const found = await slow(wanted)
      // Meanwhile something is indexed, and asked for.
      library.put(makeConversation({ name: 'new', texts: ['rye bread'] }))
      await engine.catchUp()
      await engine.search({ text: 'rye ', limit: 5, kinds: ['message'] })
      return found
    }
    const { hits } = await find(engine, 'rollback ')
    expect(hits.map(({ kind }) => kind).sort()).toEqual(['card', 'message'])
  })

  it('keeps a card while any conversation has it, and the own ones', async () => {
    const library = new MemoryLibrary()
    const shared = makeCard('One fact in two places')
    const own = makeCard('A fact a friend sent')
    const a = makeConversation({ name: 'a', texts: ['x', 'y'], cards: [[shared, 1]] })
    const b = makeConversation({
      name: 'b',
      texts: ['x', 'y'],
      cards: [
        [shared, 1],
        [own, 1],
      ],
    })
    library.put(a)
    library.put(b)
    library.putCard(own)
    const engine = await indexOf(library)
    const cards = async () => (await engine.listCards(everything)).rows.map(({ text }) => text).sort()
    expect(await cards()).toEqual(['A fact a friend sent', 'One fact in two places'])
    library.remove(a.conversation.id)
    await engine.catchUp()
    const row = (await engine.listCards(everything)).rows.find(({ id }) => id === shared.id)
    expect(row?.conversationId).toBe(b.conversation.id)
    library.remove(b.conversation.id)
    await engine.catchUp()
    expect(await cards()).toEqual(['A fact a friend sent'])
    expect((await engine.listCards(everything)).rows[0]).not.toHaveProperty('conversationId')
    library.removeCard(own.id)
    await engine.catchUp()
    expect(await cards()).toEqual([])
    expect((await find(engine, 'fact ')).total.card).toBe(0)
  })

  it('lets a card below the floor sleep until the person decides about it', async () => {
    const library = new MemoryLibrary()
    const dull = makeCard('Something dull', { state: 'DORMANT', overall: 5 })
    library.put(makeConversation({ name: 'a', texts: ['x', 'y'], cards: [[dull, 1]] }))
    const engine = await indexOf(library)
    expect((await engine.listCards(everything)).total).toBe(0)
    expect((await find(engine, 'dull ')).total.card).toBe(0)
    library.review(dull.id, 'kept')
    await engine.catchUp()
    expect((await engine.listCards({ ...everything, tab: 'kept' })).rows).toHaveLength(1)
    expect((await find(engine, 'dull is:kept')).total.card).toBe(1)
  })

  it('finds cards by the tags and the type a person gave them, and by what was derived once they are taken back', async () => {
    const library = new MemoryLibrary()
    const [bread, dull] = [makeCard('Dough rests', { type: 'step' }), makeCard('Dull dough', { state: 'DORMANT' })]
    library.put(
      makeConversation({
        name: 'a',
        texts: ['x', 'y'],
        cards: [
          [bread, 1],
          [dull, 1],
        ],
      }),
    )
    const engine = await indexOf(library)
    const cards = async (line: string) => (await find(engine, line)).total
    library.review(bread.id, undefined, false, { tags: ['Rye bread', 'Übung'], type: 'warning' })
    library.review(dull.id, undefined, false, { tags: ['rye Bread'] })
    await engine.catchUp()
    expect(await cards('tag:"RYE bread"')).toEqual({ card: 2, message: 0 })
    expect(await cards('tag:"rye bread" tag:übung')).toEqual({ card: 1, message: 0 })
    expect(await cards('dough tag:übung -tag:"rye bread"')).toEqual({ card: 0, message: 0 })
    expect(await cards('dough kind:card -tag:übung')).toEqual({ card: 1, message: 0 })
    expect(await cards('kind:warning')).toEqual({ card: 1, message: 0 })
    expect((await engine.listCards(everything)).types).toMatchObject({ warning: 1 })
    expect(await engine.values('', 'tag')).toEqual([
      { value: expect.stringMatching(/^rye bread$/i), count: 2 },
      { value: 'Übung', count: 1 },
    ])
    library.review(bread.id, undefined)
    await engine.catchUp()
    expect(await cards('kind:step')).toEqual({ card: 1, message: 0 })
    expect(await cards('tag:übung')).toEqual({ card: 0, message: 0 })
    // The same where the whole card comes again.
    library.put(makeConversation({ name: 'b', texts: ['y'], cards: [[{ ...bread, tags: ['new'] }, 0]] }))
    await engine.rebuild()
    expect((await cards('tag:new')).card).toBe(1)
  })

  it('builds again where a part of what was written is missing', async () => {
    const library = helm()
    const file = await memoryFile()
    let sql: Sql | undefined
    const engine = new IndexEngine({ ...file, open: () => (sql = file.open()) }, library)
    await engine.catchUp()
    for (const table of ['message_own', 'card_block']) {
      sql!.run(`DELETE FROM ${table}`)
      await engine.catchUp()
      await find(engine, 'rollback ')
      await engine.catchUp()
      expect((await find(engine, 'rollback ')).total).toEqual({ card: 1, message: 1 })
      expect(await engine.status()).toMatchObject({ state: 'ready' })
    }
  })

  it('builds again on request', async () => {
    const library = helm()
    const engine = await indexOf(library)
    const before = await find(engine, 'undo ')
    await engine.rebuild()
    expect((await find(engine, 'undo ')).total).toEqual(before.total)
    expect(library.asked.changes).toBe(4)
  })
})

describe('lists of cards', () => {
  it('pages, sorts, filters and counts', async () => {
    const library = new MemoryLibrary()
    const cards = Array.from({ length: 60 }, (_, i) =>
      makeCard(`# Card number ${i}\nmore`, {
        type: i % 3 === 0 ? 'step' : 'claim',
        overall: i,
        securityLevel: i % 10 === 0 ? 5 : 0,
        createdAt: 1_000 + i,
      }),
    )
    library.put(makeConversation({ name: 'a', title: 'Cards', texts: ['x', 'y'], cards: cards.map((c) => [c, 1]) }))
    library.review(cards[7]!.id, 'kept', true)
    library.review(cards[8]!.id, 'archived')
    const engine = await indexOf(library)
    const page = await engine.listCards({ ...everything, limit: 5 })
    expect(page.rows.map(({ text }) => text)).toEqual([59, 58, 57, 56, 55].map((i) => `Card number ${i}`))
    expect(page).toMatchObject({ total: 58, withSecrets: 6, types: { step: 20, claim: 38 } })
    expect(page.tabs).toEqual({ review: 58, kept: 1, archived: 1 })
    expect(page.rows[0]).toMatchObject({ title: 'Cards', provider: 'chatgpt', quality: 59 })
    const steps = await engine.listCards({ ...everything, types: ['step'], minQuality: 30, sort: 'quality', offset: 1 })
    expect(steps.rows.map(({ quality }) => quality)).toEqual([54, 51, 48, 45, 42, 39, 36, 33, 30])
    expect(steps).toMatchObject({ total: 10, withSecrets: 1, types: { step: 10, claim: 20 } })
    const secret = await engine.listCards({ ...everything, minSecurity: 3 })
    expect(secret.rows.map(({ quality }) => quality)).toEqual([50, 40, 30, 20, 10, 0])
    expect((await engine.listCards({ ...everything, tab: 'kept' })).rows[0]).toMatchObject({ review: 'kept' })
  })
})
