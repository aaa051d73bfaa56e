import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contextPackUseCases } from '../../src/app/context-packs.ts'
import type { PrivacyChoices } from '../../src/app/privacy-api.ts'
import { privacyChoices } from '../../src/app/privacy-choices.ts'
import { previewShare } from '../../src/app/sharing.ts'
import { UndoStack } from '../../src/app/undo.ts'
import type { AtomicChatUnit, DerivedAcu, Finding, SecurityLevel } from '../../src/domain/acu.ts'
import type { Decision } from '../../src/domain/backup.ts'
import type { CardTab } from '../../src/domain/ports/search.ts'
import { MAX_OWN_WORDS } from '../../src/domain/privacy-list.ts'
import { findPrivate, redact } from '../../src/knowledge/protect/protect.ts'
import { writeCard } from '../../src/knowledge/written-card.ts'
import { IndexEngine } from '../../src/search/index-engine.ts'
import { memoryFile } from '../../src/search/sqlite.ts'
import { backupLines } from '../../src/storage/backup-lines.ts'
import { cardRepository } from '../../src/storage/card-repository.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { takeOver } from '../../src/storage/decisions.ts'
import { derivationRepository } from '../../src/storage/derivation-repository.ts'
import { readConversation } from '../../src/storage/conversation-reader.ts'
import { writeOf } from '../../src/storage/fixtures/writes.ts'
import { importRepository } from '../../src/storage/import-repository.ts'
import { indexSource } from '../../src/storage/index-source.ts'
import { keptCards } from '../../src/storage/kept-cards.ts'
import { libraryRepository } from '../../src/storage/library-repository.ts'
import { privacyJudgeOf } from '../../src/storage/privacy-judge.ts'
import { privacyRepository } from '../../src/storage/privacy-repository.ts'

let db: VivimDatabase
let undo: UndoStack
let privacy: PrivacyChoices
let count = 0
let time = 0

beforeEach(() => {
  db = new VivimDatabase(`privacy-${count++}`)
  undo = new UndoStack()
  privacy = privacyChoices({ store: privacyRepository(db), undo, now: () => ++time })
})
afterEach(() => db.delete())

const MAIL = 'Write to gauge@river-station.org before you come to the station.'
const SAME = 'The keeper reads gauge@river-station.org, and keeper@river-station.org on Sundays.'
const PLAIN = 'Ask Anna, or the river carries more than the bank can hold.'

/** A conversation whose cards say this. */
async function converse(
  name: string,
  texts: readonly string[],
  state: DerivedAcu['state'] = 'ACTIVE',
): Promise<string> {
  const write = writeOf(name)
  const cards = texts.map((text): DerivedAcu => ({ ...writeCard(text, {}, 1), state }))
  const sources = cards.map(({ id }) => ({ ...write.derivation.sources[0]!, acuId: id }))
  await importRepository(db).save({ ...write, derivation: { extractorVersion: 1, cards, sources, links: [] } })
  return write.imported.conversation.id
}

const idOf = (text: string): string => writeCard(text, {}, 1).id
const cardOf = async (text: string): Promise<AtomicChatUnit> => (await cardRepository(db).byIds([idOf(text)]))[0]!
const rulesOf = async (text: string): Promise<string[]> => (await cardOf(text)).findings.map(({ rule }) => rule)
const findingOf = async (text: string): Promise<Finding> => (await cardOf(text)).findings[0]!

async function engineOf(): Promise<IndexEngine> {
  const engine = new IndexEngine(await memoryFile(), indexSource(db))
  await engine.catchUp()
  return engine
}

/** Level of every card of the lists. */
async function listed(engine: IndexEngine): Promise<Record<string, SecurityLevel>> {
  await engine.catchUp()
  const tabs: readonly CardTab[] = ['review', 'kept', 'archived']
  const pages = await Promise.all(tabs.map((tab) => engine.listCards({ tab, sort: 'newest', offset: 0, limit: 500 })))
  return Object.fromEntries(pages.flatMap(({ rows }) => rows.map(({ id, securityLevel }) => [id, securityLevel])))
}

describe('something marked as not private', () => {
  it('is found on no card any more, nor in lists, until that is undone', async () => {
    await converse('one', [MAIL, PLAIN])
    const id = await converse('two', [SAME])
    const engine = await engineOf()
    expect(await listed(engine)).toEqual({ [idOf(MAIL)]: 3, [idOf(SAME)]: 3, [idOf(PLAIN)]: 0 })
    await privacy.markHarmless(MAIL, await findingOf(MAIL))
    expect(await cardOf(MAIL)).toMatchObject({ findings: [], securityLevel: 0, isPersonal: false })
    const [other] = (await cardRepository(db).ofConversation(id)).cards
    expect(other!.findings.map(({ start, end }) => SAME.slice(start, end))).toEqual(['keeper@river-station.org'])
    expect(other).toMatchObject({ securityLevel: 3, isPersonal: true })
    expect(await listed(engine)).toEqual({ [idOf(MAIL)]: 0, [idOf(SAME)]: 3, [idOf(PLAIN)]: 0 })
    await privacy.markHarmless(SAME, await findingOf(SAME))
    expect(await listed(engine)).toEqual({ [idOf(MAIL)]: 0, [idOf(SAME)]: 0, [idOf(PLAIN)]: 0 })
    // An index that is built anew says the same.
    expect(await listed(await engineOf())).toEqual(await listed(engine))
    await undo.undo()
    await undo.undo()
    expect(await rulesOf(SAME)).toEqual(['email', 'email'])
    expect(await listed(engine)).toEqual({ [idOf(MAIL)]: 3, [idOf(SAME)]: 3, [idOf(PLAIN)]: 0 })
  })

  it('is listed by a hash and a few characters, and can be taken off the list, and that undone', async () => {
    await converse('one', [MAIL])
    await privacy.markHarmless(MAIL, await findingOf(MAIL))
    const [harmless] = (await privacy.list()).harmless
    expect(harmless).toMatchObject({ kind: 'e-mail address', excerpt: 'gaug…rg' })
    expect(JSON.stringify(harmless)).not.toContain('river-station')
    await privacy.takeOff({ kind: 'harmless', harmless: harmless! })
    expect(await rulesOf(MAIL)).toEqual(['email'])
    await undo.undo()
    expect((await privacy.list()).harmless).toEqual([harmless])
    expect(await rulesOf(MAIL)).toEqual([])
  })

  it('stays so when its conversation is imported or derived again, and where a card was kept from a room', async () => {
    const id = await converse('one', [MAIL])
    await privacy.markHarmless(MAIL, await findingOf(MAIL))
    await converse('one', [MAIL, PLAIN])
    expect(await rulesOf(MAIL)).toEqual([])
    const read = (await readConversation(db, id))!
    const cards = [MAIL, SAME].map((text) => writeCard(text, {}, 1))
    const sources = cards.map((card) => ({ ...writeOf('one').derivation.sources[0]!, acuId: card.id }))
    await derivationRepository(db).replace(read, { extractorVersion: 2, cards, sources, links: [] })
    expect(await rulesOf(MAIL)).toEqual([])
    expect(await rulesOf(SAME)).toEqual(['email'])
    const received = `${MAIL} It opens at nine.`
    await keptCards(db).keep({ ...writeCard(received, {}, 1), authorDid: 'did:key:z6Mk', operationId: 'o' })
    expect(await rulesOf(received)).toEqual([])
    // What is stored is what the rules found: whatever is said about it can be taken back.
    expect((await db.ownCards.get(idOf(received)))?.card.findings).toHaveLength(1)
  })
})

describe('words of one’s own', () => {
  it('give a card level 1 and make it personal, wherever it is read', async () => {
    await converse('one', [MAIL, PLAIN])
    const engine = await engineOf()
    expect(await privacy.addWord(' anna ')).toBe('added')
    expect(await cardOf(PLAIN)).toMatchObject({
      findings: [{ rule: 'own-word', kind: 'own word', level: 1, start: 4, end: 8 }],
      securityLevel: 1,
      isPersonal: true,
    })
    expect(await listed(engine)).toEqual({ [idOf(MAIL)]: 3, [idOf(PLAIN)]: 1 })
    expect(await privacy.addWord('ANNA')).toBe('there')
    expect(await privacy.addWord('?')).toBe('short')
    const [word] = (await privacy.list()).words
    await privacy.takeOff({ kind: 'own-word', word: word! })
    expect(await listed(engine)).toEqual({ [idOf(MAIL)]: 3, [idOf(PLAIN)]: 0 })
    await undo.undo()
    expect(await rulesOf(PLAIN)).toEqual(['own-word'])
    await undo.undo()
    expect(await privacy.list()).toEqual({ words: [], harmless: [] })
    expect(await listed(engine)).toEqual({ [idOf(MAIL)]: 3, [idOf(PLAIN)]: 0 })
  })

  it('are taken off from where one is found, with those it overlaps, and put back together', async () => {
    await converse('one', [PLAIN])
    for (const word of ['the river', 'river carries', 'bank']) await privacy.addWord(word)
    const [found] = (await cardOf(PLAIN)).findings
    expect(PLAIN.slice(found!.start, found!.end)).toBe('the river carries')
    await privacy.takeOffWordsIn('the river carries')
    expect((await privacy.list()).words.map(({ word }) => word)).toEqual(['bank'])
    await undo.undo()
    expect((await privacy.list()).words.map(({ word }) => word)).toEqual(['bank', 'river carries', 'the river'])
  })

  it('are at most so many', async () => {
    for (let n = 0; n < MAX_OWN_WORDS; n++) await db.ownWords.put({ folded: `word ${n}`, word: `word ${n}`, at: n })
    expect(await privacy.addWord('one more')).toBe('full')
  })

  it('are known of cards that nobody lists yet, when they are kept', async () => {
    await converse('one', [PLAIN], 'DORMANT')
    const engine = await engineOf()
    await privacy.addWord('Anna')
    expect(await listed(engine)).toEqual({})
    await cardRepository(db).mark(idOf(PLAIN), { review: 'kept' })
    expect(await listed(engine)).toEqual({ [idOf(PLAIN)]: 1 })
  })
})

describe('what was taken off the list', () => {
  const word = { kind: 'own-word', word: { word: 'O’Brien', at: 1 } } as const
  const restore = (...decisions: readonly Decision[]): Promise<void> => takeOver(db, 'import', decisions)

  it('is not brought back by a backup, though by undo, and by saying it again', async () => {
    await converse('one', [MAIL])
    await privacy.markHarmless(MAIL, await findingOf(MAIL))
    const [harmless] = (await privacy.list()).harmless
    const mark = { kind: 'harmless', harmless: harmless! } as const
    await privacy.addWord("O'Brien")
    const before = await privacy.list()
    await privacy.takeOff(mark)
    await privacy.takeOffWordsIn('O’Brien')
    await restore(mark, word)
    expect(await privacy.list()).toEqual({ words: [], harmless: [] })
    expect(await rulesOf(MAIL)).toEqual(['email'])
    for await (const line of backupLines(db, 1)) expect(line.vivim).not.toBe('decision')
    await undo.undo()
    await undo.undo()
    expect(await privacy.list()).toEqual(before)
    expect(await rulesOf(MAIL)).toEqual([])
    await privacy.takeOff(mark)
    await privacy.takeOffWordsIn("O'Brien")
    await privacy.markHarmless(MAIL, await findingOf(MAIL))
    expect(await privacy.addWord('O’Brien')).toBe('added')
    expect(await privacy.list()).toMatchObject({ words: [{ word: 'O’Brien' }], harmless: [{ key: harmless!.key }] })
    expect(await db.ownWords.count()).toBe(1)
  })

  it('takes no room on the list, which a backup never makes longer than it may be', async () => {
    for (let n = 0; n < MAX_OWN_WORDS; n++) await db.ownWords.put({ folded: `word ${n}`, word: `word ${n}`, at: n })
    await restore(word)
    expect((await privacy.list()).words).toHaveLength(MAX_OWN_WORDS)
    expect(await db.ownWords.get("o'brien")).toBeUndefined()
    await privacy.takeOffWordsIn('word 7')
    await restore(word)
    expect((await privacy.list()).words).toHaveLength(MAX_OWN_WORDS)
    expect(await db.ownWords.get("o'brien")).toMatchObject(word.word)
  })
})

it('the index has the levels that cards have, whatever was said in whatever order', async () => {
  const TEXTS = [MAIL, SAME, PLAIN, 'Anna reads keeper@river-station.org in 10.20.3.4 each day.']
  const step = fc.oneof(
    fc.record({ kind: fc.constant('converse' as const), at: fc.nat(TEXTS.length - 1) }),
    fc.record({ kind: fc.constant('word' as const), word: fc.constantFrom('Anna', 'river', 'Sundays') }),
    fc.record({ kind: fc.constant('harmless' as const), at: fc.nat(TEXTS.length - 1), nth: fc.nat(1) }),
    fc.record({ kind: fc.constant('off' as const) }),
    fc.record({ kind: fc.constant('look' as const) }),
  )
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      await db.delete()
      db = new VivimDatabase(`privacy-levels-${count}-${run++}`)
      privacy = privacyChoices({ store: privacyRepository(db), undo, now: () => ++time })
      const engine = await engineOf()
      for (const one of steps) {
        if (one.kind === 'converse') await converse(`talk ${one.at}`, [TEXTS[one.at]!])
        else if (one.kind === 'word') await privacy.addWord(one.word)
        else if (one.kind === 'look') await listed(engine)
        else if (one.kind === 'harmless') {
          const finding = findPrivate(TEXTS[one.at]!)[one.nth]
          if (finding) await privacy.markHarmless(TEXTS[one.at]!, finding)
        } else {
          const { words, harmless } = await privacy.list()
          if (words[0]) await privacy.takeOff({ kind: 'own-word', word: words[0] })
          else if (harmless[0]) await privacy.takeOff({ kind: 'harmless', harmless: harmless[0] })
        }
      }
      const cards = await cardRepository(db).byIds(TEXTS.map(idOf))
      expect(await listed(engine)).toEqual(
        Object.fromEntries(cards.map(({ id, securityLevel }) => [id, securityLevel])),
      )
      expect(await db.changes.filter(({ kind }) => kind === 'privacy').count()).toBeLessThanOrEqual(1)
      await engine.close()
    }),
    { numRuns: 25 },
  )
}, 60_000)

describe('what leaves the library', () => {
  const NO_TICKS = { includeTitle: false, includeSource: false, includeContext: false, canAdd: false }
  const outgoing = async (): Promise<typeof findPrivate> => {
    const judge = await privacyJudgeOf(db)
    return (text) => [...judge.findings(text, findPrivate(text))]
  }

  it('may be shared where what was found is not private, and not where a word is one’s own', async () => {
    await converse('one', [MAIL, PLAIN])
    const [mail, plain] = [await cardOf(MAIL), await cardOf(PLAIN)]
    expect(previewShare([mail], NO_TICKS, await outgoing()).refused?.code).toBe('private')
    expect(previewShare([plain], NO_TICKS, await outgoing()).refused).toBeUndefined()
    await privacy.markHarmless(MAIL, mail.findings[0]!)
    await privacy.addWord('Anna')
    expect(previewShare([mail], NO_TICKS, await outgoing())).toMatchObject({ findings: [] })
    expect(previewShare([plain], NO_TICKS, await outgoing()).refused?.message).toContain('own word')
    // In what travels beside the card too.
    const message = { ...NO_TICKS, message: 'Anna says hello' }
    expect(previewShare([mail], message, await outgoing()).refused?.findings).toMatchObject([{ field: 'message' }])
  })

  it('has own words hidden in a context pack, and what is not private shown', async () => {
    await converse('one', [SAME, PLAIN])
    await privacy.markHarmless(SAME, await findingOf(SAME))
    await privacy.addWord('Anna')
    const find = await outgoing()
    const packs = contextPackUseCases(libraryRepository(db), cardRepository(db), () =>
      Promise.resolve({ findPrivate: find, redact }),
    )
    const entries = [SAME, PLAIN].map((text, at) => ({ id: String(at), kind: 'card', acuId: idOf(text) }) as const)
    const { items, secrets } = await packs.material({ title: 'For Anna', entries }, true, () => '')
    expect(items.map((item) => item.kind === 'card' && item.content)).toEqual([
      SAME.replace('keeper@river-station.org', '[redacted: e-mail address]'),
      PLAIN.replace('Anna', '[redacted: own word]'),
    ])
    expect([...secrets]).toEqual([
      ['0', 1],
      ['1', 1],
    ])
  })

  it('has no address in a context pack that has something private, unless private details are shown', async () => {
    const id = await converse('anna-7', [MAIL, PLAIN])
    const { sourceUrl } = (await readConversation(db, id))!.conversation
    const entries = [{ id: 'e', kind: 'card', acuId: idOf(PLAIN) }] as const
    const addressOf = async (hide: boolean): Promise<[string | undefined, number]> => {
      const find = await outgoing()
      const packs = contextPackUseCases(libraryRepository(db), cardRepository(db), () =>
        Promise.resolve({ findPrivate: find, redact }),
      )
      const { items, secrets } = await packs.material({ title: '', entries }, hide, () => '#/here')
      const [item] = items
      const source = item?.kind === 'card' ? item.source : undefined
      expect(source?.link).toBe('#/here')
      return [source?.sourceUrl, secrets.get('e') ?? 0]
    }
    expect(sourceUrl).toContain('anna-7')
    expect(await addressOf(true)).toEqual([sourceUrl, 0])
    await privacy.addWord('c/anna-7')
    expect(await addressOf(true)).toEqual([undefined, 1])
    expect(await addressOf(false)).toEqual([sourceUrl, 1])
  })
})
