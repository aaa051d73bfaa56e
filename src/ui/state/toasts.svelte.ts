/** Something a toast offers to do. */
interface ToastAction {
  readonly label: string
  readonly run: () => void | Promise<void>
}

interface Toast {
  readonly id: number
  readonly text: string
  readonly action?: ToastAction
}

const SHOWN_MS = 8_000

/** One toast at a time for eight seconds; the clock stands still while it is hovered or holds the focus. */
export class Toasts {
  current = $state.raw<Toast | undefined>()
  #next = 1
  #timer: ReturnType<typeof setTimeout> | undefined
  #startedAt = 0
  #left = 0

  /** Shows a text, with something to do about it where given. */
  show(text: string, action?: ToastAction): void {
    clearTimeout(this.#timer)
    this.current = { id: this.#next++, text, ...(action ? { action } : {}) }
    this.#left = SHOWN_MS
    this.resume()
  }

  pause(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#left = Math.max(1_000, this.#left - (performance.now() - this.#startedAt))
  }

  resume(): void {
    if (!this.current) return
    clearTimeout(this.#timer)
    this.#startedAt = performance.now()
    this.#timer = setTimeout(() => this.dismiss(), this.#left)
  }

  dismiss(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.current = undefined
  }

  /** Does what the toast offers and takes it away. */
  act(action: ToastAction): void {
    this.dismiss()
    void action.run()
  }
}
