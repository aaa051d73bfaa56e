import type { Rooms, RoomState } from '../../app/rooms-api.ts'
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
  /** How far keeping all cards is, while it runs. */
  keepingAll = $state.raw<{ readonly done: number; readonly total: number } | undefined>()

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

  /** Keeps every card of others that is not in the library yet. */
  async keepAll(): Promise<void> {
    if (this.keepingAll) return
    this.keepingAll = { done: 0, total: 0 }
    const result = await this.#rooms.keepAll(this.#id, (done, total) => (this.keepingAll = { done, total }))
    this.problem = result.ok ? '' : result.error.message
    this.keepingAll = undefined
  }

  /** Disconnects and forgets the room. */
  async leave(): Promise<void> {
    await this.#rooms.leave(this.#id)
  }
}
