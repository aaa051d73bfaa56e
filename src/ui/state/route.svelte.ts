import { formatRoute, parseRoute, type Route } from '../router.ts'

/** Where the page is, as runes. One for the page. */
export class Router {
  route = $state.raw<Route>(parseRoute(location.hash))
  /** Changes with every navigation, also to the same address. */
  visit = $state(0)

  /** How many entries of the history lie before this one. */
  #depth = readDepth() ?? 0

  /** Follows the address until the returned function is called. */
  start(): () => void {
    const follow = () => {
      const depth = readDepth()
      this.#depth = depth ?? this.#depth + 1
      // A link was followed: the new entry does not know yet how deep it lies.
      if (depth === undefined) history.replaceState({ depth: this.#depth }, '')
      this.route = parseRoute(location.hash)
      this.visit++
    }
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }

  /** Goes to a route; `replace` takes the place of the current entry of the history. */
  go(route: Route, options: { readonly replace?: boolean } = {}): void {
    const hash = formatRoute(route)
    if (options.replace === true || hash === location.hash) {
      history.replaceState({ depth: this.#depth }, '', hash)
    } else {
      this.#depth++
      history.pushState({ depth: this.#depth }, '', hash)
    }
    this.route = route
    this.visit++
  }

  /** One step back, or to a route where the page was opened at this address. */
  back(fallback: Route): void {
    if (this.#depth > 0) history.back()
    else this.go(fallback, { replace: true })
  }
}

function readDepth(): number | undefined {
  const state: unknown = history.state
  if (typeof state !== 'object' || state === null || !('depth' in state)) return undefined
  return typeof state.depth === 'number' ? state.depth : undefined
}

const positions = new Map<string, number>()

/**
 * Attachment that keeps the scroll position of an element under a name, and gives it back when it is shown again.
 * @param key name of the list or page, for example `cards:kept`
 */
export const keepScroll = (key: string) => (element: HTMLElement) => {
  const before = positions.get(key)
  if (before) requestAnimationFrame(() => (element.scrollTop = before))
  const remember = () => positions.set(key, element.scrollTop)
  element.addEventListener('scroll', remember, { passive: true })
  return () => element.removeEventListener('scroll', remember)
}
