import type { App, LibraryPlace, LibraryQuery, LibraryRow, Stop } from '../../app/app.ts'
import type { Provider } from '../../domain/conversation.ts'
import { dayGroups } from '../dates.ts'
import { words } from '../words.ts'

/** A line of the list: the name of a group of days, or a conversation. */
export type LibraryItem =
  | { readonly kind: 'day'; readonly id: string; readonly label: string }
  | { readonly kind: 'row'; readonly id: string; readonly row: LibraryRow; readonly follows: boolean }

/**
 * Puts the days' names between rows. Rows sorted by title get none.
 * @param now ms since 1970
 */
export function withDays(rows: readonly LibraryRow[], sort: LibraryQuery['sort'], now: number): LibraryItem[] {
  const items: LibraryItem[] = []
  const groupOf = dayGroups(now, words)
  let label: string | undefined
  let follows = false
  for (const row of rows) {
    const group = sort === 'title' ? label : groupOf(row.updatedAt)
    if (group !== undefined && group !== label) {
      items.push({ kind: 'day', id: `day ${group}`, label: group })
      label = group
      follows = false
    }
    items.push({ kind: 'row', id: row.id, row, follows })
    follows = true
  }
  return items
}

/** The list of conversations: what is asked for, what came, which one is selected. */
export class LibraryList {
  place = $state<LibraryPlace>('active')
  provider = $state<Provider | undefined>()
  text = $state('')
  sort = $state<LibraryQuery['sort']>('newest')
  rows = $state.raw<readonly LibraryRow[]>([])
  items = $state.raw<readonly LibraryItem[]>([])
  /** Rows came at least once for what is asked. */
  isKnown = $state(false)
  selected = $state<string | undefined>()
  /** Where the list was scrolled to, px. */
  offset = 0

  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Follows the rows of what is asked for now; reads the runes, so call it in an effect. */
  follow(): Stop {
    const text = this.text.trim()
    const sort = this.sort
    const query: LibraryQuery = {
      place: this.place,
      sort,
      ...(this.provider ? { provider: this.provider } : {}),
      ...(text ? { text } : {}),
    }
    return this.#app.library.watchRows(query, (rows) => {
      this.rows = rows
      this.items = withDays(rows, sort, Date.now())
      this.isKnown = true
    })
  }

  /** The selected row, or the one to start from. */
  get current(): LibraryRow | undefined {
    return this.rows.find((row) => row.id === this.selected) ?? this.rows[0]
  }

  /** The row `by` steps from the selected one, kept inside the list. */
  neighbour(by: 1 | -1): LibraryRow | undefined {
    const at = this.rows.findIndex((row) => row.id === this.selected)
    if (at < 0) return this.rows[0]
    return this.rows[Math.min(this.rows.length - 1, Math.max(0, at + by))]
  }

  /** Puts the selected conversation away or brings it back, and selects the next. */
  async archive(row: LibraryRow): Promise<void> {
    this.#leave(row)
    const library = this.#app.library
    if (row.deletedAt !== undefined) await library.restore([row.id])
    else if (row.state === 'ARCHIVED') await library.unarchive([row.id])
    else await library.archive([row.id])
  }

  /** Deletes a conversation (it can be restored), and selects the next. */
  async remove(row: LibraryRow): Promise<void> {
    if (row.deletedAt !== undefined) return
    this.#leave(row)
    await this.#app.library.remove([row.id])
  }

  #leave(row: LibraryRow): void {
    if (this.selected !== row.id) return
    const next = this.neighbour(1)
    this.selected = (next === row || next === undefined ? this.neighbour(-1) : next)?.id
  }
}
