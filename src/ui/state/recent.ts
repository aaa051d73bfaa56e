import type { App, Stop } from '../../app/app.ts'
import type { Route } from '../router.ts'

const KEY = 'vivim.daily'
/** What was looked at for less was only passed by. Milliseconds. */
const LOOKED_AT = 4_000

/** True unless the person switched the cards of today off on this device: known here before storage is opened. */
export function isDailyOn(): boolean {
  return localStorage.getItem(KEY) !== 'off'
}

/** Switches the cards of today on or off on this device. */
export function switchDaily(on: boolean): void {
  if (on) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, 'off')
}

/** Remembers what is opened or searched, once it was looked at for some seconds; the cards of today are chosen near it. */
export function noteRoute(app: App, route: Route): Stop | undefined {
  if (!isDailyOn()) return undefined
  const [kind, name] =
    route.name === 'card' || route.name === 'conversation'
      ? [route.name, route.id]
      : route.name === 'search'
        ? [route.name, route.q.trim()]
        : []
  if (kind === undefined || !name) return undefined
  const timer = setTimeout(() => void app.daily.note(kind, name), LOOKED_AT)
  return () => clearTimeout(timer)
}
