import type { App } from '../../app/app.ts'
import type { SearchHit, SearchResults } from '../../domain/ports/search.ts'

const FEW_CARDS = 6
/** Passages asked for at each key: about a screen of them; the rest comes once the person pauses or scrolls. */
const SCREEN = 8
const PAGE = 40

const NONE: SearchResults = {
  hits: [],
  total: { card: 0, message: 0 },
  terms: [],
  corrections: {},
  relaxed: false,
  problems: [],
}

/** What the search page shows while one types: the newest question wins, older answers are dropped. */
export class SearchState {
  readonly #app: App
  #isAsking = false
  #askAgain = false
  #asked = 0
  #allCards = false
  #more = false

  text = $state('')
  cards = $state.raw<SearchResults>(NONE)
  messages = $state.raw<SearchResults>(NONE)
  /** The question the results belong to. */
  answered = $state('')
  problem = $state('')

  /** Cards first, then passages, as they are shown. */
  readonly hits: readonly SearchHit[] = $derived([...this.cards.hits, ...this.messages.hits])
  readonly corrections = $derived(
    Object.entries({ ...this.cards.corrections, ...this.messages.corrections }) as readonly (readonly [
      string,
      string,
    ])[],
  )
  /** Nothing had all the words; what is shown has some of them. */
  readonly isRelaxed = $derived(this.hits.length > 0 && (this.cards.relaxed || this.messages.relaxed))
  readonly problems = $derived(
    [...this.cards.problems, ...this.messages.problems].filter((one, at, all) => all.indexOf(one) === at),
  )

  constructor(app: App) {
    this.#app = app
  }

  /** Takes what was typed and asks at once; while an answer is awaited, what was typed last is asked after it. */
  type(text: string): void {
    this.text = text
    if (this.#isAsking) this.#askAgain = true
    else void this.#askOneByOne()
  }

  async #askOneByOne(): Promise<void> {
    this.#isAsking = true
    try {
      do {
        this.#askAgain = false
        await this.ask()
      } while (this.#askAgain)
    } finally {
      this.#isAsking = false
    }
  }

  /** Asks now, for so many passages. */
  async ask(many = SCREEN): Promise<void> {
    const asked = ++this.#asked
    const text = this.text.trim()
    this.#allCards = false
    if (text === '') {
      this.cards = this.messages = NONE
      this.answered = ''
      return
    }
    try {
      const [cards, messages] = await Promise.all([
        this.#app.search.query({ text, limit: FEW_CARDS, kinds: ['card'] }),
        this.#app.search.query({ text, limit: many, kinds: ['message'] }),
      ])
      if (asked !== this.#asked) return
      this.cards = cards
      this.messages = messages
      this.answered = text
      this.problem = ''
    } catch {
      if (asked === this.#asked)
        this.problem = 'Search did not answer. Your library is safe. Reload the page to try again.'
    }
  }

  /** Asks again because the library changed; not where somebody has read on, and would lose the place. */
  async refresh(): Promise<void> {
    const isAsked = this.answered !== '' && this.answered === this.text.trim()
    const many = this.messages.hits.length
    if (isAsked && !this.#allCards && many <= SCREEN + PAGE) await this.ask(Math.max(SCREEN, many))
  }

  /** Shows all cards found, not only the best few. */
  async showAllCards(): Promise<void> {
    if (this.#allCards) return
    this.#allCards = true
    await this.#moreCards()
  }

  /** Reads on at the end of the list. */
  async more(): Promise<void> {
    if (this.#more) return
    this.#more = true
    try {
      if (this.messages.hits.length < this.messages.total.message) await this.#moreMessages()
    } finally {
      this.#more = false
    }
  }

  async #moreCards(): Promise<void> {
    const asked = this.#asked
    const next = await this.#app.search.query({
      text: this.answered,
      limit: 200,
      offset: this.cards.hits.length,
      kinds: ['card'],
    })
    if (asked === this.#asked) this.cards = { ...this.cards, hits: [...this.cards.hits, ...next.hits] }
  }

  async #moreMessages(): Promise<void> {
    const asked = this.#asked
    const next = await this.#app.search.query({
      text: this.answered,
      limit: PAGE,
      offset: this.messages.hits.length,
      kinds: ['message'],
    })
    if (asked !== this.#asked) return
    const total = next.hits.length > 0 ? this.messages.total : { card: 0, message: this.messages.hits.length }
    this.messages = { ...this.messages, total, hits: [...this.messages.hits, ...next.hits] }
  }
}
