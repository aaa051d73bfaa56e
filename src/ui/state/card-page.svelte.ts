import type { App, OpenCard, Stop } from '../../app/app.ts'

/** One card with its places and links, read again whenever the library changed. */
export class CardPageState {
  readonly #app: App
  open = $state.raw<OpenCard | undefined>()
  /** There is no such card here. */
  missing = $state(false)
  /** The card was made from another by hand, and that was undone while it was open: the other's id. */
  undone = $state<string | undefined>()
  #id = ''

  constructor(app: App) {
    this.#app = app
  }

  /** Shows a card until the returned function is called. */
  watch(id: string): Stop {
    if (this.#id !== id) this.open = undefined
    this.#id = id
    this.missing = false
    this.undone = undefined
    void this.#read(id)
    return this.#app.onChange(() => void this.#read(id))
  }

  async #read(id: string): Promise<void> {
    let open: OpenCard | undefined
    let isRead = true
    try {
      open = await this.#app.cards.open(id)
    } catch {
      isRead = false
    }
    if (this.#id !== id) return
    const former = this.open?.card
    const isUndone = isRead && !open && former?.origin === 'remix'
    if (isUndone) this.undone = former.parentId
    this.open = isUndone ? undefined : (open ?? this.open)
    this.missing = this.open === undefined
  }
}
