import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RELATIONS, type AtomicChatUnit } from '../domain/acu.ts'
import type { CardWork, LinkDecision } from '../domain/card-work.ts'
import { cardRepository } from './card-repository.ts'
import { VivimDatabase } from './database.ts'
import { writeOf } from './fixtures/writes.ts'
import { importRepository } from './import-repository.ts'
import { indexSource } from './index-source.ts'

let db: VivimDatabase
let n = 0
beforeEach(() => {
  db = new VivimDatabase(`card-work-${n++}`)
})
afterEach(() => db.delete())

const IDS = ['a', 'b', 'c'].map((letter) => letter.repeat(64))
const id = fc.constantFrom(...IDS)
const own = (one: string): AtomicChatUnit => {
  const [card] = writeOf(`own ${one.slice(0, 4)}`).derivation.cards
  return { ...card!, id: one, origin: 'remix', extractorVersion: 0, isPersonal: false, pinned: false, tags: [] }
}

const decision = fc.record({
  sourceId: id,
  targetId: id,
  relation: fc.constantFrom(...RELATIONS.slice(0, 3)),
  state: fc.constantFrom('linked', 'rejected'),
  evidence: fc.string({ maxLength: 5 }),
  at: fc.nat(),
})
const work: fc.Arbitrary<CardWork> = fc.record(
  {
    own: fc.uniqueArray(
      fc.record({ id, is: fc.boolean() }).map(({ id: one, is }) => ({ id: one, card: is ? own(one) : undefined })),
      { selector: (one) => one.id },
    ),
    marks: fc.array(
      fc.record({
        id,
        change: fc.record(
          {
            review: fc.constantFrom('kept', 'archived', undefined),
            pinned: fc.boolean(),
            tags: fc.constantFrom(['x'], ['x', 'Y z'], [], undefined),
            type: fc.constantFrom('step', 'claim', undefined),
          },
          { requiredKeys: [] },
        ),
      }),
    ),
    links: fc.uniqueArray(
      fc.record({ link: decision, is: fc.boolean() }).map(({ link, is }) => {
        const { sourceId, targetId, relation } = link
        return { key: { sourceId, targetId, relation }, decision: is ? (link satisfies LinkDecision) : undefined }
      }),
      { selector: ({ key }) => `${key.sourceId}${key.targetId}${key.relation}` },
    ),
  },
  { requiredKeys: [] },
)

const everything = async (): Promise<unknown> => [
  await db.ownCards.toArray(),
  await db.cardMarks.toArray(),
  await db.linkDecisions.toArray(),
]

describe('what a person does to cards', () => {
  it('is taken back exactly, however much was done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(work, { maxLength: 4 }), work, async (before, one) => {
        await Promise.all([db.ownCards.clear(), db.cardMarks.clear(), db.linkDecisions.clear()])
        const cards = cardRepository(db)
        for (const former of before) await cards.write(former)
        const was = await everything()
        const back = await cards.write(one)
        const again = await cards.write(back)
        expect(await everything()).toEqual(was)
        await cards.write(again)
        await cards.write(back)
        expect(await everything()).toEqual(was)
      }),
      { numRuns: 60 },
    )
  })

  it('is on the cards: tags, type, and links in both directions, confirmed or without those that were rejected', async () => {
    const write = writeOf('talk')
    const [first] = write.derivation.cards
    const second = { ...first!, id: IDS[0]!, content: 'other' }
    const automatic = { weight: 0.5, origin: 'automatic', evidence: 'found' } as const
    const links = (['NEXT_STEP', 'EXPLAINS', 'ANSWERS'] as const).map((relation) => {
      return { sourceId: first!.id, targetId: second.id, relation, ...automatic }
    })
    await importRepository(db).save({ ...write, derivation: { ...write.derivation, cards: [first!, second], links } })
    const cards = cardRepository(db)
    const decide = (at: number, state: 'linked' | 'rejected') => ({ ...links[at]!, state, evidence: 'mine', at: 1 })
    const extra = {
      sourceId: second.id,
      targetId: first!.id,
      relation: 'SUPPORTS',
      state: 'linked',
      evidence: '',
      at: 1,
    } as const
    const all = [decide(0, 'rejected'), decide(1, 'linked'), extra]
    await cards.write({
      marks: [{ id: first!.id, change: { tags: ['Bread'], type: 'warning' } }],
      links: all.map(({ sourceId, targetId, relation, state, evidence, at }) => {
        const key = { sourceId, targetId, relation }
        return { key, decision: { ...key, state, evidence, at } }
      }),
    })
    const seen = [
      { ...links[1]!, evidence: 'mine', confirmed: true },
      links[2]!,
      { sourceId: second.id, targetId: first!.id, relation: 'SUPPORTS', weight: 1, origin: 'person', evidence: '' },
    ]
    const { id: conversationId } = write.imported.conversation
    expect(await cards.linksOf(first!.id)).toEqual(seen)
    expect(await cards.linksOf(second.id)).toEqual(seen)
    expect((await cards.ofConversation(conversationId)).links).toEqual(seen)
    expect(await cards.byIds([first!.id])).toMatchObject([{ tags: ['Bread'], type: 'warning', derivedType: 'claim' }])
    expect((await indexSource(db).changesSince(0, 100)).at(-1)).toMatchObject({ tags: ['Bread'], type: 'warning' })
    await cards.mark(second.id, { tags: ['bread', 'Rye'] })
    await cards.mark(IDS[1]!, { tags: ['bread'] })
    expect(await cards.tags()).toEqual([
      { tag: 'bread', count: 3 },
      { tag: 'Rye', count: 1 },
    ])
  })

  it('comes to a database of the version before, which keeps what it had', async () => {
    const { name } = db
    await db.delete()
    const former = new Dexie(name)
    former.version(6).stores({ cardMarks: 'id', linkMarks: '[a+b], b', meta: 'key' })
    await former.table('cardMarks').put({ id: IDS[0], review: 'kept', pinned: true })
    await former.table('linkMarks').put({ a: IDS[0], b: IDS[1], at: 5 })
    former.close()
    db = new VivimDatabase(name)
    const cards = cardRepository(db)
    expect(await cards.mark(IDS[0]!, { tags: ['x'] })).toEqual({ review: 'kept', pinned: true })
    expect(await db.cardMarks.toArray()).toEqual([{ id: IDS[0], review: 'kept', pinned: true, tags: ['x'] }])
    expect(await cards.unrelatedTo(IDS[1]!)).toEqual(new Set([IDS[0]]))
    expect(await cards.tags()).toEqual([{ tag: 'x', count: 1 }])
    expect(await cards.linksOf(IDS[0]!)).toEqual([])
  })
})
