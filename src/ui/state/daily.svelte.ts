import type { App, Stop } from '../../app/app.ts'
import type { Today } from '../../app/daily-api.ts'
import { throttle } from '../../domain/throttle.ts'
import { isDailyOn, switchDaily } from './recent.ts'

/** While an import runs the library changes all the time, and until there is a set each look is a choice anew. */
const CHANGES_MS = 5_000

class DailySwitch {
  #isOn = $state(isDailyOn())

  get isOn(): boolean {
    return this.#isOn
  }

  /** Switches it, and lets storage begin to remember or forget. Rejects where that cannot be written. */
  async turn({ daily }: App, on: boolean): Promise<void> {
    await daily.switchTo(on)
    this.#isOn = on
    switchDaily(on)
  }
}

/** Whether the cards of today are shown; kept on this device. */
export const dailySwitch = new DailySwitch()

/** The cards of today, read again when the library or the day changes and when something is undone. */
export class TodayState {
  readonly #app: App
  /** Undefined until it is known. */
  today = $state.raw<Today | undefined>()
  /** Search cannot run, so nothing can be chosen. */
  failed = $state(false)
  #asked = 0

  constructor(app: App) {
    this.#app = app
  }

  /** Follows the set until the returned function is called. */
  watch(): Stop {
    const read = (): void => void this.#take(() => this.#app.daily.today()).catch(() => undefined)
    const stops = [this.#app.onChange(throttle(CHANGES_MS, read)), this.#app.undo.watch(read)]
    // A page that was left open over night shows the set of the new day when it is looked at again.
    document.addEventListener('visibilitychange', read)
    return () => {
      this.#asked = Infinity
      document.removeEventListener('visibilitychange', read)
      for (const stop of stops) stop()
    }
  }

  /** As {@link keep} and {@link never}, in the set that is shown; rejects where it cannot be written. */
  show(at: number): Promise<void> {
    return this.#change((day) => this.#app.daily.show(at, day))
  }

  keep(id: string): Promise<void> {
    return this.#change((day) => this.#app.daily.keep(id, day))
  }

  never(id: string): Promise<void> {
    return this.#change((day) => this.#app.daily.never(id, day))
  }

  async #change(ask: (day: number) => Promise<Today>): Promise<void> {
    const set = this.today
    if (set?.kind === 'set') await this.#take(() => ask(set.day))
  }

  /** What was asked last is what holds. */
  async #take(ask: () => Promise<Today>): Promise<void> {
    const mine = ++this.#asked
    try {
      const today = await ask()
      if (mine !== this.#asked) return
      this.failed = false
      // Told again without a change: what is shown need not be drawn anew.
      if (JSON.stringify(today) !== JSON.stringify(this.today)) this.today = today
    } catch (error) {
      if (mine === this.#asked) this.failed = this.today === undefined
      throw error
    }
  }
}
