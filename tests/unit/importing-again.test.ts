import 'fake-indexeddb/auto'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { runImport, type ImportPorts } from '../../src/app/run-import.ts'
import { conversationId } from '../../src/domain/conversation-hash.ts'
import type { Message } from '../../src/domain/conversation.ts'
import { sha256Hex } from '../../src/domain/hash.ts'
import { partText, pathTo } from '../../src/domain/message-tree.ts'
import type { Receipt } from '../../src/domain/receipt.ts'
import {
  chatGpt,
  claude,
  CLAUDE_ROOT,
  claudeMessage,
  fileOf,
  type Loose,
  node,
} from '../../src/importers/fixtures/exports.ts'
import { page, SAMPLES } from '../../src/importers/fixtures/pages.ts'
import { readExport } from '../../src/importers/read-export.ts'
import { RefusedFileError } from '../../src/importers/refused-file.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { cardRepository } from '../../src/storage/card-repository.ts'
import { VivimDatabase } from '../../src/storage/database.ts'
import { importRepository } from '../../src/storage/import-repository.ts'
import { libraryRepository } from '../../src/storage/library-repository.ts'

const libraries: Library[] = []
let count = 0

/** A library of its own, with what a person can do in it. */
class Library {
  readonly db = new VivimDatabase(`again-${count++}`)
  readonly conversations = libraryRepository(this.db)
  readonly cards = cardRepository(this.db)
  readonly #store = importRepository(this.db)
  #imports = 0

  constructor() {
    libraries.push(this)
  }

  /** Imports a file as the page does. */
  async import(file: Blob & { readonly name: string }): Promise<Receipt> {
    const ports: ImportPorts = {
      store: this.#store,
      derive,
      read: readExport,
      refusal: (error) => (error instanceof RefusedFileError ? error.refused : undefined),
      sha256: (bytes) => Promise.resolve(sha256Hex(bytes)),
      makeRoom: () => Promise.resolve(false),
      now: () => 1_790_000_000_000 + this.#imports,
    }
    const job = { id: `import ${this.#imports++}`, files: [file], startedAt: 1, sample: false }
    const { receipt } = await runImport(ports, job, () => undefined, new AbortController().signal)
    return receipt
  }

  async messages(id: string): Promise<readonly Message[]> {
    return (await this.conversations.read(id))?.messages ?? []
  }

  /** Every text of a conversation that is kept: as it is now, and in former versions. */
  async allTexts(id: string): Promise<Set<string>> {
    const former = await this.db.formerMessages.where('conversationId').equals(id).toArray()
    return new Set([...(await this.messages(id)), ...former.map(({ message }) => message)].map(textOf))
  }
}

const textOf = ({ parts }: Message): string => parts.map(partText).join('')

afterEach(async () => {
  for (const library of libraries.splice(0)) await library.db.delete()
})

/** A conversation at some time: its messages by number, in the order they follow each other. */
interface Talk {
  readonly id: number
  readonly title: string
  readonly updatedAt: number
  readonly texts: readonly string[]
}

const WORDS = ['river', 'orchard', 'harbour', 'quarry', 'meadow', 'glacier', 'viaduct', 'lagoon']

/** A sentence that is worth a card and stands nowhere else. */
const sentence = (talk: number, message: number, version: number): string =>
  `The ${WORDS[(talk * 3 + message) % WORDS.length]!} at station ${talk}-${message}-${version} carries about ${100 * message + version} cubic metres of water each second in spring.`

const talk = (id: number, length: number): Talk => ({
  id,
  title: `Talk ${id}`,
  updatedAt: 1000 + id,
  texts: Array.from({ length }, (_, message) => sentence(id, message, 0)),
})

const change = fc.record({
  /** 0 leaves it out, 1 renames it, 2 writes one message anew, 3 adds messages. */
  what: fc.integer({ min: 0, max: 3 }),
  where: fc.nat(5),
})

function changed(one: Talk, { what, where }: { readonly what: number; readonly where: number }): readonly Talk[] {
  const updatedAt = one.updatedAt + 5000
  switch (what) {
    case 0:
      return []
    case 1:
      return [{ ...one, title: `${one.title}, renamed`, updatedAt }]
    case 2: {
      const at = where % one.texts.length
      return [{ ...one, updatedAt, texts: one.texts.map((text, n) => (n === at ? sentence(one.id, n, 1) : text)) }]
    }
    default: {
      const more = Array.from({ length: 1 + where }, (_, n) => sentence(one.id, one.texts.length + n, 0))
      return [{ ...one, updatedAt, texts: [...one.texts, ...more] }]
    }
  }
}

type Service = 'chatgpt' | 'claude'

const idOf = (service: Service, { id }: Talk): string =>
  conversationId(service === 'chatgpt' ? `https://chatgpt.com/c/talk-${id}` : `https://claude.ai/chat/talk-${id}`)

function conversationOf(service: Service, { id, title, updatedAt, texts }: Talk): Loose {
  const key = (at: number): string => `t${id}-m${at}`
  if (service === 'chatgpt')
    return chatGpt(
      `talk-${id}`,
      texts.map((text, at) => node(key(at), at === 0 ? null : key(at - 1), at % 2 ? 'assistant' : 'user', text)),
      { title, update_time: 1_760_000_000 + updatedAt },
    )
  return claude(
    `talk-${id}`,
    texts.map((text, at) =>
      claudeMessage(key(at), at === 0 ? CLAUDE_ROOT : key(at - 1), at % 2 ? 'assistant' : 'human', text),
    ),
    { name: title, updated_at: new Date(1_760_000_000_000 + updatedAt * 1000).toISOString() },
  )
}

/** `spaced` has other bytes and says the same. */
const exportOf = (service: Service, talks: readonly Talk[], spaced = false): Blob & { name: string } =>
  fileOf(
    JSON.stringify(
      talks.map((one) => conversationOf(service, one)),
      null,
      spaced ? 1 : 0,
    ),
  )

const exports = fc.record({
  service: fc.constantFrom<Service>('chatgpt', 'claude'),
  lengths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  changes: fc.array(change, { minLength: 4, maxLength: 4 }),
  added: fc.integer({ min: 0, max: 2 }),
  deleted: fc.nat(3),
  erases: fc.boolean(),
  spaced: fc.boolean(),
  olderFirst: fc.boolean(),
})

describe('an export, a newer one, and the older one again', () => {
  it('give one library: nothing doubled, nothing lost, the newer wins, decisions stay', async () => {
    await fc.assert(
      fc.asyncProperty(exports, async ({ service, lengths, changes, added, deleted, erases, spaced, olderFirst }) => {
        const library = new Library()
        const older = lengths.map((length, id) => talk(id, length))
        const newer = [
          ...older.flatMap((one, at) => changed(one, changes[at]!)),
          ...Array.from({ length: added }, (_, n) => talk(10 + n, 2)),
        ]
        const first = olderFirst ? older : newer
        expect(await library.import(exportOf(service, first))).toMatchObject({ status: 'done' })

        const gone = first[deleted % Math.max(1, first.length)]
        const goneId = gone && idOf(service, gone)
        const [card] = goneId === undefined ? [] : (await library.cards.ofConversation(goneId)).cards
        if (goneId !== undefined) {
          if (erases) await library.conversations.erase([goneId], 5)
          else await library.conversations.move([goneId], 'deleted', 5)
        }
        const marked = first.find((one) => one.id !== gone?.id)
        const [mark] = marked ? (await library.cards.ofConversation(idOf(service, marked))).cards : []
        if (mark) await library.cards.mark(mark.id, { review: 'kept', pinned: true })

        for (const talks of olderFirst ? [newer, older] : [older, newer])
          await library.import(exportOf(service, talks, spaced))
        const last = await library.import(exportOf(service, olderFirst ? older : newer, spaced))
        expect(last.counts).toMatchObject({ new: 0, updated: 0 })

        const all = new Map([...older, ...newer].map((one) => [one.id, one]))
        if (erases && gone) all.delete(gone.id)
        expect(await library.db.conversations.count()).toBe(all.size)
        for (const { id, title, texts } of all.values()) {
          const now = idOf(service, { id } as Talk)
          if (now === goneId) {
            expect((await library.db.conversations.get(now))?.place).toBe('deleted')
            continue
          }
          const messages = await library.messages(now)
          const said = messages.map(textOf)
          expect(new Set(said).size).toBe(said.length)
          expect(
            pathTo(messages, (await library.conversations.read(now))?.conversation.activeLeafId).map(textOf),
          ).toEqual(texts)
          expect((await library.conversations.read(now))?.row.title).toBe(title)
          const kept = await library.allTexts(now)
          for (const text of older.find((one) => one.id === id)?.texts ?? []) expect(kept).toContain(text)
        }
        if (mark) {
          expect(await library.db.cardMarks.get(mark.id)).toMatchObject({ review: 'kept', pinned: true })
          // Also where what it was made of was written anew.
          expect(await library.cards.byIds([mark.id])).toMatchObject([{ review: 'kept', pinned: true }])
        }
        if (erases && card) expect(await library.cards.byIds([card.id])).toEqual([])
        if (mark && marked) {
          await library.conversations.erase([idOf(service, marked)], 6)
          expect(await library.cards.byIds([mark.id])).toEqual([])
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('an export and the saved page of one of its conversations', () => {
  const { url, title, turn } = SAMPLES.find(({ format }) => format === 'claude-page')!
  const id = conversationId(url)
  const saved = (texts: readonly string[]): Blob & { name: string } => {
    const turns = texts.flatMap((text, at) => (at % 2 === 0 ? [turn(text, `<p>${texts[at + 1] ?? ''}</p>`)] : []))
    return fileOf(page(url, title, turns.join('')), 'page.html')
  }
  const exported = (texts: readonly string[]): Blob & { name: string } => {
    const conversation = conversationOf('claude', { ...talk(0, 1), texts })
    return fileOf([{ ...conversation, uuid: url.slice(url.lastIndexOf('/') + 1) }])
  }
  const texts = talk(0, 6).texts

  it.each([
    ['the page after it', [exported(texts.slice(0, 4)), saved(texts)]],
    ['the page before it', [saved(texts.slice(0, 4)), exported(texts)]],
    ['a longer page before it', [saved(texts), exported(texts.slice(0, 4))]],
    ['pages around it', [saved(texts.slice(0, 2)), exported(texts.slice(0, 4)), saved(texts)]],
    ['a later export', [exported(texts.slice(0, 2)), saved(texts.slice(0, 4)), exported(texts)]],
    ['its link before', [fileOf(url, 'link.txt'), saved(texts.slice(0, 2)), exported(texts)]],
    ['its link after', [exported(texts), fileOf(url, 'link.txt')]],
  ])('hold each message once: %s', async (_, files) => {
    const library = new Library()
    for (const file of files) expect(await library.import(file)).toMatchObject({ status: 'done' })
    expect(await library.db.conversations.count()).toBe(1)
    const stored = (await library.conversations.read(id))!
    expect(stored.messages.map(textOf).map((text) => text.replace('Let me see.', ''))).toEqual(texts)
    expect(stored.conversation.counts).toMatchObject({ path: 6, forks: 0 })
    expect(stored.row.messages).toBe(6)
  })
})
