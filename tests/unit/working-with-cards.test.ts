import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CardWorking, Made } from '../../src/app/card-work-api.ts'
import { cardWorkUseCases } from '../../src/app/card-work-use-cases.ts'
import { UndoStack } from '../../src/app/undo.ts'
import { acuId } from '../../src/domain/acu-id.ts'
import { splitPieces } from '../../src/domain/card-texts.ts'
import type { StoredConversation } from '../../src/domain/ports/library-store.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { writeCard } from '../../src/knowledge/written-card.ts'
import { cardRepository } from '../../src/storage/card-repository.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { derivationRepository } from '../../src/storage/derivation-repository.ts'
import { writeOf } from '../../src/storage/fixtures/writes.ts'
import { importRepository } from '../../src/storage/import-repository.ts'
import { indexSource } from '../../src/storage/index-source.ts'

let db: VivimDatabase
let work: CardWorking
let undo: UndoStack
let n = 0
let conversationId: string
const A = 'The river carries 300 cubic metres of water each second.\n\nIn autumn it is a third of that.'
const B = 'In autumn the river carries 100 cubic metres each second.'

beforeEach(async () => {
  db = new VivimDatabase(`working-${n++}`)
  undo = new UndoStack()
  work = cardWorkUseCases({
    store: cardRepository(db),
    undo,
    knowledge: () => Promise.resolve({ writeCard }),
    now: () => 7,
  })
  const write = writeOf('river')
  const [card] = write.derivation.cards
  conversationId = write.imported.conversation.id
  const cards = [A, B].map((content) => ({ ...card!, id: acuId(content), content }))
  const link = { sourceId: cards[0]!.id, targetId: cards[1]!.id, relation: 'NEXT_STEP', weight: 0.5 } as const
  const links = [{ ...link, origin: 'automatic', evidence: 'It comes next' } as const]
  const sources = cards.map(({ id }) => ({ ...write.derivation.sources[0]!, acuId: id }))
  await importRepository(db).save({ ...write, derivation: { extractorVersion: 1, cards, sources, links } })
})
afterEach(() => db.delete())

const [a, b] = [acuId(A), acuId(B)]
const cards = () => cardRepository(db)
const everything = async (): Promise<unknown> => [
  await db.ownCards.toArray(),
  await db.cardMarks.toArray(),
  await db.linkDecisions.toArray(),
  await cards().byIds([a, b]),
  await cards().linksOf(a),
]
const idOf = (made: Made): string => (made.kind === 'made' ? made.ids[0]! : made.kind)

describe('editing a card', () => {
  it('makes another, kept and linked to the one it is from, which stays', async () => {
    const before = await everything()
    const text = `${A}\r\n\r\nIn winter nobody measured; write to gauge@river-station.org.  \n`
    const id = idOf(await work.edit(a, text, false))
    expect(id).toBe(acuId(text))
    const [remix, original] = await cards().byIds([id, a])
    expect(remix).toMatchObject({
      origin: 'remix',
      parentId: a,
      review: 'kept',
      type: 'claim',
      state: 'ACTIVE',
      securityLevel: 3,
      isPersonal: true,
      createdAt: 7,
    })
    expect(original).toMatchObject({ content: A, origin: 'extraction' })
    expect(original?.review).toBeUndefined()
    expect(
      (await cards().linksOf(id)).map(({ sourceId, targetId, relation, origin }) => [
        sourceId,
        relation,
        targetId,
        origin,
      ]),
    ).toEqual([[id, 'DERIVED_FROM', a, 'person']])
    expect(await cards().placesOf(id)).toEqual([])
    expect(await cards().placesOf(a)).toHaveLength(1)
    const changes = await indexSource(db).changesSince(1, 100)
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'card', card: expect.objectContaining({ id, review: 'kept' }) }),
    )
    await undo.undo()
    expect(await everything()).toEqual(before)
    expect(await cards().byIds([id])).toEqual([])
  })

  it('makes nothing of the same text, of none, or of what another card says', async () => {
    const before = await everything()
    expect(await work.edit(a, `\n${A}  \n`, true)).toEqual({ kind: 'same' })
    expect(await work.edit(a, ' \n ', true)).toEqual({ kind: 'empty' })
    expect(await work.edit(a, '```js\n\n```', true)).toEqual({ kind: 'made', ids: [acuId('```js\n\n```')], known: 0 })
    await undo.undo()
    expect(await work.edit(a, `${B}\n`, true)).toEqual({ kind: 'exists', id: b })
    expect(await work.edit(a, 'x'.repeat(2 * 1024 * 1024 + 1), true)).toEqual({ kind: 'too-long' })
    expect(await work.edit('f'.repeat(64), 'x', true)).toEqual({ kind: 'gone' })
    expect(await everything()).toEqual(before)
  })
})

describe('merging and splitting', () => {
  it('makes one of two, puts the originals away, and takes all of it back', async () => {
    await work.addTag(a, 'River')
    const before = await everything()
    const id = idOf(await work.merge([a, b, a], `${A}\n\n${B}`, true))
    expect(await cards().byIds([id, a, b])).toMatchObject([
      { origin: 'remix', parentId: a, review: 'kept', tags: [] },
      { review: 'archived', tags: ['River'] },
      { review: 'archived' },
    ])
    expect((await cards().linksOf(id)).map(({ targetId }) => targetId).sort()).toEqual([a, b].sort())
    await undo.undo()
    expect(await everything()).toEqual(before)
    // Or one of them is the result.
    expect(await work.merge([a, b], A, true)).toEqual({ kind: 'made', ids: [a], known: 1 })
    expect(await cards().byIds([a, b])).toMatchObject([
      { review: 'kept', origin: 'extraction' },
      { review: 'archived' },
    ])
    expect(await cards().linksOf(b)).toContainEqual(expect.objectContaining({ sourceId: a, relation: 'DERIVED_FROM' }))
    await undo.undo()
    expect(await everything()).toEqual(before)
  })

  it('makes a card of each part; one that is there already is linked', async () => {
    const before = await everything()
    const parts = splitPieces({ type: 'claim', content: A })
    const first = idOf(await work.edit(b, parts[0]!, false))
    const made = await work.split(a, parts, true)
    expect(made).toEqual({ kind: 'made', ids: parts.map(acuId), known: 1 })
    expect(await cards().byIds(parts.map(acuId))).toMatchObject([
      { parentId: b, review: 'kept' },
      { parentId: a, review: 'kept', origin: 'remix' },
    ])
    expect((await cards().linksOf(first)).map(({ targetId }) => targetId).sort()).toEqual([a, b].sort())
    expect((await cards().byIds([a]))[0]?.review).toBe('archived')
    // What it was made from is not made from it.
    const longer = idOf(await work.edit(b, `${B}\n\nIn winter nobody measured.`, false))
    await work.split(longer, [B, 'In winter nobody measured.'], true)
    expect(await cards().linksOf(b)).not.toContainEqual(expect.objectContaining({ sourceId: b, targetId: longer }))
    await undo.undo()
    await undo.undo()
    expect(await work.split(a, [A], true)).toEqual({ kind: 'same' })
    await undo.undo()
    await undo.undo()
    expect(await everything()).toEqual(before)
  })
})

describe('tags, type and links', () => {
  it('say why a tag was not added', async () => {
    expect(await work.addTag(a, '  Rye  bread ')).toBe('added')
    expect(await work.addTag(a, 'RYE bread')).toBe('there')
    expect(await work.addTag(a, '#')).toBe('empty')
    for (let at = 1; at < 30; at++) expect(await work.addTag(a, `tag ${at}`)).toBe('added')
    expect(await work.addTag(a, 'one more')).toBe('full')
    await work.removeTag(a, 'rye BREAD')
    expect((await cards().byIds([a]))[0]?.tags).toHaveLength(29)
    expect((await work.tags())[0]).toEqual({ tag: 'tag 1', count: 1 })
  })

  it('go back to the derived type where the person chooses it again', async () => {
    await work.setType(a, 'warning')
    expect((await cards().byIds([a]))[0]).toMatchObject({ type: 'warning', derivedType: 'claim' })
    await work.setType(a, 'claim')
    expect(await db.cardMarks.count()).toBe(0)
    await undo.undo()
    expect((await cards().byIds([a]))[0]?.type).toBe('warning')
  })

  it('do not link twice, nor a card to itself or to one that is not here', async () => {
    const next = { sourceId: a, targetId: b, relation: 'NEXT_STEP' } as const
    expect(await work.link(next, '')).toBe('there')
    expect(await work.link({ ...next, targetId: a }, '')).toBe('gone')
    expect(await work.link({ ...next, targetId: 'f'.repeat(64) }, '')).toBe('gone')
    expect(await work.link({ ...next, relation: 'SIMILAR_TO' }, '')).toBe('linked')
    expect(await work.link({ sourceId: b, targetId: a, relation: 'SIMILAR_TO' }, '')).toBe('there')
    expect(await work.link({ sourceId: b, targetId: a, relation: 'NEXT_STEP' }, '')).toBe('linked')
  })

  it('stay over deriving again, whatever was done, and each is taken back', async () => {
    const step = fc.constantFrom<(() => Promise<unknown>)[]>(
      () => work.addTag(a, 'River'),
      () => work.addTag(b, 'two words'),
      () => work.removeTag(a, 'river'),
      () => work.setType(a, 'step'),
      () => work.setType(a, undefined),
      () => work.edit(a, `${A} Edited.`, true),
      () => work.merge([a, b], `${A}\n\n${B}`, true),
      () => work.split(a, splitPieces({ type: 'claim', content: A }), false),
      () => work.link({ sourceId: b, targetId: a, relation: 'SUPPORTS' }, 'seen'),
      async () => {
        const [link] = await cards().linksOf(a)
        if (link) await work.confirmLink(link)
      },
      async () => {
        const [link] = await cards().linksOf(a)
        if (link) await work.rejectLink(link)
      },
      async () => {
        const [link] = await cards().linksOf(a)
        if (link) await work.changeLink(link, { ...link, relation: 'REFINES' }, 'better')
      },
    )
    const empty = await everything()
    const store = derivationRepository(db)
    let version = 2
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const history: unknown[] = []
        let last: number | undefined
        const stop = undo.watch((now) => (last = now?.id))
        for (const one of steps) {
          const [was, before] = [await everything(), last]
          await one()
          if (last !== before) history.push(was)
        }
        const done = await everything()
        const read: StoredConversation | undefined = await store.read(conversationId)
        const pack = await cards().ofConversation(conversationId)
        // The same cards and links as the fixture has, made by a newer extractor.
        const { cards: derived, sources } = pack
        const plain = derived.map(({ derivedType, ...card }) => ({
          ...card,
          ...(derivedType && { type: derivedType }),
        }))
        const link = { sourceId: a, targetId: b, relation: 'NEXT_STEP', weight: 0.5 } as const
        const links = [{ ...link, origin: 'automatic', evidence: 'It comes next' } as const]
        await store.replace(read!, { extractorVersion: version, cards: plain, sources, links })
        const versioned = (state: unknown): unknown =>
          JSON.parse(JSON.stringify(state).replaceAll(/"extractorVersion":\d+/g, '"extractorVersion":0'))
        version++
        expect(versioned(await everything())).toEqual(versioned(done))
        while (history.length > 0) {
          await undo.undo()
          expect(versioned(await everything())).toEqual(versioned(history.pop()))
        }
        expect(versioned(await everything())).toEqual(versioned(empty))
        stop()
      }),
      { numRuns: 40 },
    )
  })

  it('stay where the cards are no longer made at all', async () => {
    await work.link({ sourceId: b, targetId: a, relation: 'SUPPORTS' }, 'seen')
    const read = (await derivationRepository(db).read(conversationId))!
    const none = { ...derive(read.conversation, []), extractorVersion: 9 }
    await derivationRepository(db).replace(read, none)
    expect(await cards().byIds([a, b])).toHaveLength(2)
    expect(await cards().linksOf(a)).toMatchObject([{ relation: 'SUPPORTS', evidence: 'seen', origin: 'person' }])
  })
})

describe('a text as a card', () => {
  it('is what an import would make of it', () => {
    expect(writeCard('```sql\nSELECT 1;\n```', {}, 1)).toMatchObject({
      id: acuId('SELECT 1;'),
      content: 'SELECT 1;',
      type: 'code_snippet',
      language: 'sql',
    })
    expect(writeCard('| a | b |\n|---|---|\n| 1 | 2 |', {}, 1)).toMatchObject({ type: 'table' })
    expect(writeCard('A cache is a store that keeps what is asked for often.', {}, 1)).toMatchObject({
      type: 'definition',
      language: 'en',
    })
    const kept = '```js\nfetch(url)\n```'
    expect(writeCard(kept, { type: 'claim' }, 1)).toMatchObject({ content: kept, type: 'claim' })
    expect(writeCard('Call me at +49 30 901820.', {}, 1).securityLevel).toBe(3)
  })
})
