import type { Rooms, RoomState, ShareCard } from '../../app/rooms-api.ts'
import type { Stop } from '../../app/app.ts'

/** One room as the page shows it. */
export class RoomView {
  readonly #rooms: Rooms
  #id = ''
  state = $state.raw<RoomState | undefined>()
  /** Why the last thing the person did was refused; in words for people. */
  problem = $state('')
  /** Ids of cards being kept now. */
  keeping = $state.raw<readonly string[]>([])

  constructor(rooms: Rooms) {
    this.#rooms = rooms
  }

  /** Follows a room until the returned function is called. */
  watch(id: string): Stop {
    this.#id = id
    this.problem = ''
    return this.#rooms.room(id).subscribe((state) => (this.state = state))
  }

  /** Keeps a card of the room in the library. */
  async keep(acuId: string): Promise<void> {
    if (this.keeping.includes(acuId)) return
    this.keeping = [...this.keeping, acuId]
    const result = await this.#rooms.keep(this.#id, acuId)
    this.problem = result.ok ? '' : result.error.message
    this.keeping = this.keeping.filter((one) => one !== acuId)
  }

  /** Puts a card of ours into the room; true when it is in. */
  async add(card: ShareCard): Promise<boolean> {
    const result = await this.#rooms.addCard(this.#id, card)
    this.problem = result.ok ? '' : result.error.message
    return result.ok
  }

  /** Disconnects and forgets the room. */
  async leave(): Promise<void> {
    await this.#rooms?.leave(this.#id)
  }
}
