import type { App, OpenCard, Stop } from '../../app/app.ts'

/** One card with its places and links, read again whenever the library changed. */
export class CardPageState {
  readonly #app: App
  open = $state.raw<OpenCard | undefined>()
  /** There is no such card here. */
  missing = $state(false)
  #id = ''

  constructor(app: App) {
    this.#app = app
  }

  /** Shows a card until the returned function is called. */
  watch(id: string): Stop {
    if (this.#id !== id) this.open = undefined
    this.#id = id
    this.missing = false
    void this.#read(id)
    return this.#app.onChange(() => void this.#read(id))
  }

  async #read(id: string): Promise<void> {
    const open = await this.#app.cards.open(id).catch(() => undefined)
    if (this.#id !== id) return
    this.open = open ?? this.open
    this.missing = this.open === undefined
  }
}
