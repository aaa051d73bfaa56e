import type { App, Stop } from '../../app/app.ts'
import { nextTask } from '../../domain/next-task.ts'
import type { RelatedCard } from '../../domain/related.ts'

/** Cards that have to do with one, asked for after that one is shown, and again whenever the library changed. */
export class RelatedCards {
  readonly #app: App
  /** Best first; undefined until they are known. */
  found = $state.raw<readonly RelatedCard[] | undefined>()
  #id = ''
  #asked = 0
  #answered = 0
  #again = false
  #isReading = false

  constructor(app: App) {
    this.#app = app
  }

  /** Follows a card until the returned function is called. */
  watch(id: string): Stop {
    if (this.#id !== id) this.found = undefined
    this.#id = id
    // The card itself first.
    void nextTask().then(() => this.#read())
    return this.#app.onChange(() => void this.#read())
  }

  /** Takes a card off the list at once, and for good. */
  async separate(other: string): Promise<void> {
    // What is being read at the moment does not know of it yet.
    this.#answered = ++this.#asked
    this.found = this.found?.filter((one) => one.other.id !== other)
    await this.#app.cards.separate(this.#id, other)
    await this.#read()
  }

  async #read(): Promise<void> {
    this.#again = true
    if (this.#isReading) return
    this.#isReading = true
    while (this.#again) {
      this.#again = false
      const id = this.#id
      const ask = ++this.#asked
      // Where search cannot run, nothing more is known.
      const found = await this.#app.cards.related(id).catch(() => [])
      if (this.#id !== id || ask <= this.#answered) continue
      this.#answered = ask
      this.found = found
    }
    this.#isReading = false
  }
}
