import type { App, Stop } from '../../app/app.ts'
import type { Route } from '../router.ts'

const KEY = 'vivim.daily'
/** What was looked at for less was only passed by. Milliseconds. */
const LOOKED_AT = 4_000

/** True unless the person switched the cards of today off on this device. */
export function isDailyOn(): boolean {
  return localStorage.getItem(KEY) !== 'off'
}

/** Switches the cards of today on or off on this device. */
export function switchDaily(on: boolean): void {
  if (on) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, 'off')
}

/** Storage, which also notes what is kept and written, is told once a page. */
let told: Promise<void> | undefined
const tell = ({ daily }: App): Promise<void> => (told ??= daily.switchTo(isDailyOn()).catch(() => undefined))

/** Remembers what is opened or searched, once it was looked at for some seconds; the cards of today are chosen near it. */
export function noteRoute(app: App, route: Route): Stop | undefined {
  if (!isDailyOn()) {
    void tell(app)
    return undefined
  }
  const [kind, name] =
    route.name === 'card' || route.name === 'conversation'
      ? [route.name, route.id]
      : route.name === 'search'
        ? [route.name, route.q.trim()]
        : []
  if (kind === undefined || !name) return undefined
  const note = async (): Promise<void> => {
    await tell(app)
    if (isDailyOn()) await app.daily.note(kind, name)
  }
  const timer = setTimeout(() => void note(), LOOKED_AT)
  return () => clearTimeout(timer)
}
