import type { App } from '../../app/app.ts'
import type { Review } from '../../domain/acu.ts'
import type { CardPage, CardQuery, CardRow, CardTab } from '../../domain/ports/search.ts'

/** Which cards the page shows: a card query without its window. */
export type CardFilter = Omit<CardQuery, 'offset' | 'limit'>

const PAGE = 80
/** How long a card that was reviewed stays out of the list while the index has not caught up. Milliseconds. */
const CATCH_UP = 3000
/** When the list is read again after a change, since the index follows a little later. Milliseconds. */
const AGAIN = [700, CATCH_UP + 100]

const NO_TABS: Readonly<Record<CardTab, number>> = { review: 0, kept: 0, archived: 0 }

/** The tab a card with this review is listed under. */
const tabOf = (review: Review | undefined): CardTab => review ?? 'review'

/**
 * A windowed list of cards: only the pages near what is on screen are read, the rest are gaps. A reviewed card leaves
 * at once and the index follows.
 */
export class CardList {
  readonly #app: App
  #filter: CardFilter | undefined
  #generation = 0
  #timers: readonly ReturnType<typeof setTimeout>[] = []

  readonly #pages = new Map<number, readonly CardRow[]>()

  readonly #reading = new Set<number>()
  #window: readonly [number, number] = [0, 0]

  readonly #left = new Map<string, { readonly until: number; readonly to: CardTab }>()

  /** Rows in order; undefined where a page is not read yet. */
  rows = $state.raw<readonly (CardRow | undefined)[]>([])
  tabs = $state.raw(NO_TABS)
  types = $state.raw<CardPage['types']>({})
  withSecrets = $state(0)
  /** False until the first page came. */
  ready = $state(false)
  problem = $state('')

  constructor(app: App) {
    this.#app = app
  }

  /** Shows the cards of a filter from the top. */
  async show(filter: CardFilter): Promise<void> {
    this.#filter = filter
    this.#generation++
    this.#pages.clear()
    this.#reading.clear()
    this.#window = [0, 0]
    await this.#read(0)
  }

  /** Reads the pages that hold these rows, if they are not there yet. */
  need(from: number, to: number): void {
    this.#window = [Math.floor(from / PAGE), Math.floor(to / PAGE)]
    for (let page = this.#window[0]; page <= this.#window[1]; page++) {
      if (!this.#pages.has(page)) void this.#read(page)
    }
  }

  /** Reads again what is on screen; what is farther away is dropped and read when it comes near. */
  async refresh(): Promise<void> {
    const [first, last] = this.#window
    this.#generation++
    this.#reading.clear()
    for (const page of this.#pages.keys()) if (page < first || page > last) this.#pages.delete(page)
    for (let page = first; page <= last; page++) await this.#read(page)
  }

  /** The library changed: reads again now, and when the index has followed. */
  changed(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = AGAIN.map((after) => setTimeout(() => void this.refresh(), after))
    void this.refresh()
  }

  /** Keeps, archives or puts back cards of this list; they leave it when they belong to another tab now. */
  async review(ids: readonly string[], review: Review | undefined): Promise<void> {
    const tab = this.#filter?.tab
    const to = tabOf(review)
    if (tab && to !== tab) {
      const until = Date.now() + CATCH_UP
      for (const id of ids) this.#left.set(id, { until, to })
      const many = Math.min(ids.length, this.tabs[tab])
      this.tabs = { ...this.tabs, [tab]: this.tabs[tab] - many, [to]: this.tabs[to] + many }
      this.rows = this.rows.filter((row) => !row || !this.#left.has(row.id))
    }
    await this.#app.cards.review(ids, review)
    this.changed()
  }

  /** The ids of the cards from one row to another, in order; what is not read yet is read first. */
  async idsBetween(one: number, other: number): Promise<readonly string[]> {
    const [from, to] = one < other ? [one, other] : [other, one]
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++)
      if (!this.#pages.has(page)) await this.#read(page)
    return this.rows.slice(from, to + 1).flatMap((row) => row?.id ?? [])
  }

  async #read(page: number): Promise<void> {
    const filter = this.#filter
    if (!filter || this.#reading.has(page)) return
    this.#reading.add(page)
    const generation = this.#generation
    try {
      const result = await this.#app.cards.list({ ...filter, offset: page * PAGE, limit: PAGE })
      if (generation !== this.#generation) return
      this.#pages.set(page, result.rows)
      this.#place(result)
      this.problem = ''
    } catch {
      if (generation === this.#generation) {
        this.problem = 'The cards could not be read just now. They are safe. Reload the page to try again.'
      }
    } finally {
      if (generation === this.#generation) this.#reading.delete(page)
      this.ready = true
    }
  }

  #place(result: CardPage): void {
    const now = Date.now()
    for (const [id, { until }] of this.#left) if (until < now) this.#left.delete(id)
    const rows: (CardRow | undefined)[] = new Array<CardRow | undefined>(result.total).fill(undefined)
    for (const [page, content] of this.#pages) {
      content.forEach((row, index) => {
        if (page * PAGE + index < rows.length) rows[page * PAGE + index] = row
      })
    }
    const tabs = { ...result.tabs }
    this.rows = rows.filter((row) => {
      const left = row && this.#left.get(row.id)
      if (!left || !this.#filter) return true
      tabs[this.#filter.tab]--
      tabs[left.to]++
      return false
    })
    this.tabs = tabs
    this.types = result.types
    this.withSecrets = result.withSecrets
  }
}
