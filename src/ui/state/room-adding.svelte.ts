import type { App } from '../../app/app.ts'
import type { Rooms, ShareCard } from '../../app/rooms-api.ts'
import type { AcuType, AtomicChatUnit } from '../../domain/acu.ts'
import type { CardTab } from '../../domain/ports/search.ts'

/** A card that could go into the room, as one line. */
export interface Choice {
  readonly id: string
  readonly type: AcuType
  readonly text: string
  readonly title: string
}

/** What came of adding, for the end of it. */
export interface AddingReport {
  readonly added: number
  /** The person stopped it before all were sent. */
  readonly stopped: boolean
  /** Cards that stayed here, each with why in plain words. */
  readonly refused: readonly { readonly text: string; readonly why: string }[]
}

/** Rows read at a time. */
const PAGE = 100
/** Cards signed together: also how far a stop may lag. */
const BATCH = 25
/** Without a search, kept cards come first, then those not decided on. */
const TABS: readonly CardTab[] = ['kept', 'review']

/** Picking cards of one's own and putting them into a room. */
export class RoomAdding {
  readonly #app: App
  readonly #rooms: Rooms
  readonly #roomId: string
  #asked = 0
  #wanted = PAGE
  #stop = false
  readonly #texts = new Map<string, string>()

  text = $state('')
  choices = $state.raw<readonly Choice[]>([])
  hasMore = $state(false)
  /** False until the first rows came. */
  ready = $state(false)
  picked = $state.raw<ReadonlySet<string>>(new Set())
  progress = $state.raw<{ readonly done: number; readonly total: number } | undefined>()
  report = $state.raw<AddingReport | undefined>()
  problem = $state('')

  constructor(app: App, rooms: Rooms, roomId: string) {
    this.#app = app
    this.#rooms = rooms
    this.#roomId = roomId
  }

  /** Lists from the top: for the text typed, or the person's cards, kept ones first. */
  look(): Promise<void> {
    this.#wanted = PAGE
    return this.#list()
  }

  /** Lists more of them. */
  more(): Promise<void> {
    this.#wanted = this.choices.length + PAGE
    return this.#list()
  }

  /** The library changed: lists again as many as were wanted. */
  async changed(): Promise<void> {
    if (!this.progress) await this.#list()
  }

  /** Takes cards into the choice, or out of it. */
  pick(ids: readonly string[], on: boolean): void {
    const next = new Set(this.picked)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    this.picked = next
  }

  /** Puts the picked cards into the room, a batch at a time; true when every one of them is in. */
  async add(): Promise<boolean> {
    const ids = [...this.picked]
    const refused: { text: string; why: string }[] = []
    let added = 0
    this.#stop = false
    this.problem = ''
    this.report = undefined
    for (let from = 0; from < ids.length && !this.#stop && this.problem === ''; from += BATCH) {
      this.progress = { done: from, total: ids.length }
      const cards = await this.#app.cards.many(ids.slice(from, from + BATCH))
      const result = await this.#rooms.addCards(this.#roomId, cards.map(bare))
      if (result.ok) {
        added += result.value.added.length
        this.pick(result.value.added, false)
        for (const { id, why } of result.value.refused) refused.push({ text: this.#textOf(id), why: why.message })
      } else this.problem = result.error.message
    }
    this.progress = undefined
    const isWhole = added === ids.length
    if (!isWhole && (added > 0 || this.problem === '')) this.report = { added, stopped: this.#stop, refused }
    return isWhole
  }

  /** Stops after the batch that is being signed. */
  stop(): void {
    this.#stop = true
  }

  #textOf(id: string): string {
    return this.#texts.get(id) ?? ''
  }

  /** Reads as many rows as are wanted; what was asked before it came is forgotten. */
  async #list(): Promise<void> {
    const mine = ++this.#asked
    const query = this.text.trim()
    const { rows, hasMore } = query === '' ? await this.#readOwn() : await this.#search(query)
    for (const { id, text } of rows) this.#texts.set(id, text)
    if (mine !== this.#asked) return
    this.choices = rows
    this.hasMore = hasMore
    this.ready = true
  }

  async #readOwn(): Promise<{ rows: readonly Choice[]; hasMore: boolean }> {
    const rows: Choice[] = []
    for (const tab of TABS) {
      const limit = this.#wanted - rows.length
      const page = await this.#app.cards.list({ tab, sort: 'newest', offset: 0, limit })
      rows.push(...page.rows)
      if (page.total > page.rows.length) return { rows, hasMore: true }
    }
    return { rows, hasMore: false }
  }

  async #search(text: string): Promise<{ rows: readonly Choice[]; hasMore: boolean }> {
    const page = await this.#app.search.query({ text, limit: this.#wanted, kinds: ['card'] })
    const rows = page.hits.flatMap((hit) =>
      hit.acuId && hit.type ? [{ id: hit.acuId, type: hit.type, text: hit.snippet, title: hit.title }] : [],
    )
    return { rows, hasMore: page.total.card > page.hits.length }
  }
}

/** The card and nothing that was around it. */
const bare = ({ id, content, type, category, createdAt, language }: AtomicChatUnit): ShareCard => ({
  id,
  content,
  type,
  category,
  createdAt,
  ...(language === undefined ? {} : { language }),
})
