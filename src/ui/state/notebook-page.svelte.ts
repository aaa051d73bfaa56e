import type { App, Stop } from '../../app/app.ts'
import type { Notebook } from '../../app/notebooks-api.ts'

/** One notebook, followed while it is shown. */
export class NotebookPage {
  readonly #app: App
  notebook = $state.raw<Notebook | undefined>()
  /** There is no such notebook here. */
  missing = $state(false)

  constructor(app: App) {
    this.#app = app
  }

  /** Shows a notebook until the returned function is called. */
  watch(id: string): Stop {
    this.notebook = undefined
    this.missing = false
    return this.#app.notebooks.watch((all) => {
      const found = all.find((one) => one.id === id)
      // Told again without a change of its own: what hangs on it need not be made anew.
      if (found && this.notebook && JSON.stringify(found) === JSON.stringify(this.notebook)) return
      this.notebook = found
      this.missing = found === undefined
    })
  }

  /** Moves an entry by so many places. */
  async move(entryId: string, by: number): Promise<void> {
    const at = this.notebook?.entries.findIndex(({ id }) => id === entryId) ?? -1
    if (this.notebook && at >= 0) await this.#app.notebooks.move(this.notebook.id, entryId, at + by)
  }
}
