import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { rederive, type RederiveProgress } from '../../src/app/rederive.ts'
import { shownOf, type Derivation } from '../../src/domain/acu.ts'
import type { Derive } from '../../src/domain/ports/knowledge.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { EXTRACTOR_VERSION } from '../../src/knowledge/extractor-version.ts'
import { cardRepository } from '../../src/storage/card-repository.ts'
import { readConversation } from '../../src/storage/conversation-reader.ts'
import { ConversationWriter } from '../../src/storage/conversation-writer.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { derivationRepository } from '../../src/storage/derivation-repository.ts'
import { writeOf } from '../../src/storage/fixtures/writes.ts'
import { importRepository } from '../../src/storage/import-repository.ts'

const opened: VivimDatabase[] = []
let count = 0
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete()
})

/** Conversations whose cards an extractor of version 1 made: the second message of each, whole. */
async function oldLibrary(conversations: number): Promise<{ db: VivimDatabase; ids: string[] }> {
  const db = new VivimDatabase(`rederive-${count++}`)
  opened.push(db)
  const writer = new ConversationWriter(db)
  const writes = Array.from({ length: conversations }, (_, n) => writeOf(`talk ${n}`, 4))
  await Promise.all(writes.map((write) => writer.write(write, true)))
  return { db, ids: writes.map(({ imported }) => imported.conversation.id) }
}

/** An extractor that makes a card of each message whose text the person would not call old. */
const newer =
  (version: number, without: (content: string) => boolean): Derive =>
  (conversation, messages) => {
    const whole = derive(conversation, messages)
    const old = writeOf(conversation.title, messages.length).derivation
    const cards = old.cards.filter(({ content }) => !without(content))
    return { ...whole, extractorVersion: version, cards, sources: [], links: [] } satisfies Derivation
  }

interface Run {
  readonly derive?: Derive
  readonly version: number
  /** After so many conversations the app is closed. */
  readonly stopAfter?: number
}

async function run(db: VivimDatabase, { derive: by = derive, version, stopAfter }: Run): Promise<number> {
  let derived = 0
  const progress: RederiveProgress[] = []
  const ports = {
    store: derivationRepository(db),
    derive: ((conversation, messages) => {
      if (derived === stopAfter) throw new Error('closed')
      derived++
      return by(conversation, messages)
    }) satisfies Derive,
    version,
    apart: <T>(work: () => Promise<T>) => work(),
    rest: () => Promise.resolve(),
    now: () => 0,
  }
  await rederive(ports, (next) => progress.push(next)).catch((error: Error) => {
    if (error.message !== 'closed') throw error
  })
  return derived
}

describe('deriving a library again', () => {
  it('gives what an import of today would have given, once', async () => {
    const { db, ids } = await oldLibrary(45)
    expect(await run(db, { version: EXTRACTOR_VERSION })).toBe(45)
    for (const id of ids) {
      const { conversation, messages } = (await readConversation(db, id))!
      const wanted = derive(conversation, messages)
      const { cards, links } = await cardRepository(db).ofConversation(id)
      expect(cards.map((card) => card.id)).toEqual(wanted.cards.map((card) => card.id))
      expect(links).toEqual(wanted.links)
      expect((await db.conversations.get(id))?.cards).toBe(shownOf(wanted).cards.length)
    }
    expect(await run(db, { version: EXTRACTOR_VERSION })).toBe(0)
  })

  it('goes on where it was interrupted', async () => {
    const { db } = await oldLibrary(45)
    expect(await run(db, { version: EXTRACTOR_VERSION, stopAfter: 27 })).toBe(27)
    expect(await derivationRepository(db).last()).toBeUndefined()
    const changes = await db.changes.count()
    const again = await run(db, { version: EXTRACTOR_VERSION })
    // Of the third twenty none was finished; what gave no cards at all is derived once more.
    expect(again).toBeGreaterThanOrEqual(18)
    expect(again).toBeLessThan(45)
    expect(await db.changes.count()).toBeGreaterThanOrEqual(changes)
  })

  it('keeps what the person decided, whichever cards are no longer made', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            review: fc.constantFrom('kept', 'archived', undefined),
            pinned: fc.boolean(),
            tags: fc.uniqueArray(fc.constantFrom('one', 'Two', 'three words'), { maxLength: 2 }),
            type: fc.constantFrom('warning', 'step', undefined),
            link: fc.constantFrom('linked', 'rejected', undefined),
            goes: fc.boolean(),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        async (decided) => {
          const { db, ids } = await oldLibrary(decided.length)
          const cards = cardRepository(db)
          const made = await Promise.all(ids.map(async (id) => (await cards.ofConversation(id)).cards[0]!))
          const linkOf = (n: number) =>
            ({ sourceId: made[n]!.id, targetId: 'f'.repeat(64), relation: 'EXPLAINS' }) as const
          for (const [n, { review, pinned, tags, type, link }] of decided.entries()) {
            const decision = link && ({ ...linkOf(n), state: link, evidence: 'mine', at: n } as const)
            await cards.write({
              marks: [{ id: made[n]!.id, change: { review, pinned, tags, type } }],
              links: [{ key: linkOf(n), decision }],
            })
          }
          const stays = (one: (typeof decided)[number]): boolean =>
            one.review === 'kept' || one.pinned || one.tags.length > 0 || !!one.type || one.link === 'linked'
          const goes = new Set(made.filter((_, n) => decided[n]!.goes).map(({ content }) => content))
          await run(db, { version: 9, derive: newer(9, (content) => goes.has(content)) })
          for (const [n, one] of decided.entries()) {
            const { review, pinned, tags, type, link, goes: isGone } = one
            const [card] = await cards.byIds([made[n]!.id])
            const named = { ...(review && { review }), ...(type && { type, derivedType: 'claim' }) }
            if (isGone && !stays(one)) expect(card).toBeUndefined()
            else expect(card).toMatchObject({ content: made[n]!.content, pinned, tags, ...named })
            const links = link === 'linked' ? [{ ...linkOf(n), weight: 1, origin: 'person', evidence: 'mine' }] : []
            expect(await cards.linksOf(made[n]!.id)).toEqual(links)
          }
          const stay = decided.filter((one) => one.goes && stays(one))
          expect((await derivationRepository(db).last())?.changes).toEqual({
            conversations: decided.length,
            added: 0,
            gone: goes.size,
            stayed: stay.length,
          })
        },
      ),
      { numRuns: 25 },
    )
  })

  it('leaves alone what was written to or erased meanwhile', async () => {
    const { db, ids } = await oldLibrary(2)
    const store = derivationRepository(db)
    const read = (await store.read(ids[0]!))!
    await importRepository(db).save(writeOf('talk 0', 6))
    expect(await store.replace(read, derive(read.conversation, read.messages))).toBeUndefined()
    expect((await readConversation(db, ids[0]!))?.messages).toHaveLength(6)
    const other = (await store.read(ids[1]!))!
    await db.conversations.delete(ids[1]!)
    expect(await store.replace(other, derive(other.conversation, other.messages))).toBeUndefined()
  })
})
