import type { App, LibraryCounts, Stop } from '../../app/app.ts'
import type { ImportState, Receipt } from '../../app/importing.ts'
import type { Incoming } from '../../app/incoming.ts'
import type { Notebook } from '../../app/notebooks-api.ts'
import type { LazyNetwork } from '../../app/network-api.ts'
import type { RoomSummary, Rooms } from '../../app/rooms-api.ts'
import type { Updates } from '../../app/updates.ts'
import type { Router } from './route.svelte.ts'
import type { Toasts } from './toasts.svelte.ts'
import { words } from '../words.ts'

/** The event browsers fire when the page can be installed (not in the DOM typings). */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>
}

const NAME = 'vivim.name'

interface CardCounts {
  readonly all: number
  readonly review: number
}

/** What the frame around all screens knows: counts, the running import, how to add files. */
export class ShellState {
  counts = $state.raw<LibraryCounts | undefined>()
  cardCounts = $state.raw<CardCounts | undefined>()
  /** The person's name, as last known here; who one is is only loaded when needed. */
  name = $state(localStorage.getItem(NAME) ?? '')
  /** The one changed last first. */
  notebooks = $state.raw<readonly Notebook[]>([])
  rooms = $state.raw<readonly RoomSummary[]>([])
  running = $state.raw<ImportState | undefined>()
  /** Receipt of the sample library while it is there. */
  sample = $state.raw<Receipt | undefined>()
  install = $state.raw<InstallEvent | undefined>()
  /** A new version of the app waits to be accepted. */
  updateReady = $state(false)
  /** A file is held over the page. */
  dragging = $state(false)
  keysShown = $state(false)
  /** Text in the dialog for pasting; undefined while it is closed. */
  pasting = $state<string | undefined>()
  /** Opens the file picker; set by the shell. */
  pick: () => void = () => undefined

  #unfollow: Stop | undefined
  readonly #app: App
  #rooms: Rooms | undefined
  readonly #network: LazyNetwork
  readonly #updates: Updates
  readonly #incoming: Incoming
  readonly #router: Router
  readonly #toasts: Toasts

  constructor(app: App, network: LazyNetwork, updates: Updates, incoming: Incoming, router: Router, toasts: Toasts) {
    this.#app = app
    this.#network = network
    this.#updates = updates
    this.#incoming = incoming
    this.#router = router
    this.#toasts = toasts
  }

  /** Conversations of any place; undefined until known. */
  get total(): number | undefined {
    return this.counts && this.counts.active + this.counts.archived + this.counts.deleted
  }

  /** Follows the library until the returned function is called. */
  start(): Stop {
    const stops = [
      this.#app.library.watchCounts((counts) => (this.counts = counts)),
      this.#app.imports.watch((state) => {
        const ended = this.running && !state
        this.running = state
        if (ended) void this.#readSample()
      }),
      this.#app.onChange(() => this.refresh()),
      this.#app.notebooks.watch((notebooks) => (this.notebooks = notebooks)),
      this.#watchUndo(),
      this.#network.whenLoaded(({ rooms, identity }) => {
        this.#rooms = rooms
        this.refresh()
        this.#unfollow = identity.state.subscribe((me) => {
          if (!me || me.displayName === this.name) return
          this.name = me.displayName
          localStorage.setItem(NAME, me.displayName)
        })
      }),
      this.#updates.watch(() => (this.updateReady = true)),
      this.#incoming.watch((files) => void this.addFiles(files)),
    ]
    const catchInstall = (event: Event) => {
      event.preventDefault()
      this.install = event as InstallEvent
    }
    addEventListener('beforeinstallprompt', catchInstall)
    // How many cards there are is asked when search has started and says so.
    void this.#readSample()
    return () => {
      removeEventListener('beforeinstallprompt', catchInstall)
      for (const stop of stops) stop()
      this.#unfollow?.()
    }
  }

  /** Reads what changes seldom again. */
  refresh(): void {
    void this.#readCards()
    void this.#readSample()
    void this.#rooms?.list().then((rooms) => (this.rooms = rooms.filter((room) => !room.closed)))
  }

  /** Starts an import and shows it. */
  async addFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0) return
    const id = await this.#app.imports.start(files)
    this.#router.go({ name: 'import', id })
  }

  async addSample(): Promise<void> {
    const id = await this.#app.imports.startSample()
    this.#router.go({ name: 'import', id })
  }

  async removeSample(): Promise<void> {
    this.sample = undefined
    await this.#app.imports.removeSample()
    this.#toasts.show(words.sample.removed)
  }

  /** Starts the new version; not in the middle of an import, which would only have to resume. */
  acceptUpdate(): void {
    if (!this.running) this.#updates.accept()
  }

  /** Shows the browser's own question whether to install. */
  async askInstall(): Promise<void> {
    const event = this.install
    this.install = undefined
    await event?.prompt()
  }

  /** Shows a toast for each new thing that can be undone. */
  #watchUndo(): Stop {
    let last: number | undefined
    let first = true
    return this.#app.undo.watch((undoable) => {
      const isNew = !first && undoable !== undefined && (last === undefined || undoable.id > last)
      first = false
      if (undoable) last = Math.max(last ?? 0, undoable.id)
      if (isNew) {
        this.#toasts.show(undoable.label, { label: words.undo, run: () => this.#app.undo.undo(undoable.id) })
      }
    })
  }

  async #readCards(): Promise<void> {
    const page = await this.#app.cards
      .list({ tab: 'review', sort: 'newest', offset: 0, limit: 1 })
      .catch(() => undefined)
    this.cardCounts = page && { all: page.tabs.review + page.tabs.kept, review: page.tabs.review }
  }

  async #readSample(): Promise<void> {
    const receipts = await this.#app.imports.receipts()
    this.sample = receipts.find((receipt) => receipt.sample && receipt.status !== 'running')
  }
}
