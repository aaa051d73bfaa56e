import type { Rooms, ShareCard, ShareFinding } from '../../app/rooms-api.ts'
import { moreSerious } from '../../domain/privacy-list.ts'
import { keepLinkSettings, readLinkSettings, type LinkSettings } from './link-settings.ts'

/** Milliseconds after the last change before the link is made anew. */
const PAUSE = 500

/** A card about to be shared: what travels, what would be refused, and the link as it stands. */
export class ShareState {
  readonly #rooms: Rooms
  readonly card: ShareCard
  #made = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  includeTitle = $state(false)
  includeSource = $state(false)
  includeContext = $state(false)
  message = $state('')
  canAdd = $state(false)
  /** 0: no end. */
  days = $state(7)
  uses = $state(5)
  settings = $state.raw<LinkSettings>(readLinkSettings())

  roomId = $state('')
  link = $state('')
  making = $state(false)
  problem = $state('')

  readonly preview = $derived.by(() => this.#rooms.previewShare([this.card], this.#options()))
  readonly refused = $derived(this.preview.refused)
  /** What was found, most serious first. */
  readonly findings: readonly ShareFinding[] = $derived(
    [...this.preview.findings].sort((a, b) => moreSerious(a.finding, b.finding)),
  )

  constructor(rooms: Rooms, card: ShareCard) {
    this.#rooms = rooms
    this.card = card
  }

  /** Makes the link, and anew after a change; the former one is withdrawn unless somebody came already. */
  async make(): Promise<void> {
    clearTimeout(this.#timer)
    const made = ++this.#made
    await this.#withdraw()
    this.link = ''
    this.problem = ''
    if (this.refused || made !== this.#made) return
    this.making = true
    const result = await this.#rooms.share([this.card], { ...this.#options(), ...this.settings })
    if (made !== this.#made) {
      if (result.ok) await this.#rooms.leave(result.value.roomId)
      return
    }
    this.making = false
    if (result.ok) {
      this.roomId = result.value.roomId
      this.link = result.value.link
    } else this.problem = result.error.message
  }

  /** Something was changed: make the link anew soon. */
  changed(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.make(), PAUSE)
  }

  /** Sets where links lead and keeps it. */
  setLinks(settings: LinkSettings): void {
    this.settings = settings
    keepLinkSettings(settings)
    this.changed()
  }

  async #withdraw(): Promise<void> {
    const former = this.roomId
    if (!former) return
    this.roomId = ''
    if (this.#rooms.room(former).current.peers === 0) await this.#rooms.leave(former)
  }

  #options() {
    const message = this.message.trim()
    return {
      includeTitle: this.includeTitle,
      includeSource: this.includeSource,
      includeContext: this.includeContext,
      canAdd: this.canAdd,
      ...(message === '' ? {} : { message }),
      ...(this.days === 0 ? {} : { expiresInDays: this.days }),
      ...(this.canAdd ? { maxUses: this.uses } : {}),
    }
  }
}
