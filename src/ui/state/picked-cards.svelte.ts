import type { CardList } from './card-list.svelte.ts'

/** Cards of a list that are chosen, so that one thing is done with all of them. */
export class PickedCards {
  readonly #list: CardList
  /** The card chosen or taken out last: where a range begins. */
  #last = ''
  /** The list is for choosing, also while none is chosen. */
  isOn = $state(false)
  ids = $state.raw<ReadonlySet<string>>(new Set())

  constructor(list: CardList) {
    this.#list = list
  }

  /** Chooses the card of a row, or takes it out. */
  toggle(index: number): void {
    const id = this.#list.rows[index]?.id
    if (id === undefined) return
    this.isOn = true
    this.#last = id
    const ids = new Set(this.ids)
    if (!ids.delete(id)) ids.add(id)
    this.ids = ids
  }

  /** Chooses all cards from the last one to a row. */
  async through(index: number): Promise<void> {
    const from = this.#list.rows.findIndex((row) => row?.id === this.#last)
    if (from < 0) return this.toggle(index)
    this.isOn = true
    const between = await this.#list.idsBetween(from, index)
    // Ended while rows were read: what is chosen must never be out of sight.
    if (!this.isOn) return
    this.#last = between.at(index < from ? 0 : -1) ?? this.#last
    this.ids = new Set([...this.ids, ...between])
  }

  /** Takes all out, and goes back to reading. */
  end(): void {
    this.isOn = false
    this.#last = ''
    if (this.ids.size > 0) this.ids = new Set()
  }
}
