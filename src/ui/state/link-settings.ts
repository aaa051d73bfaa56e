/** Where room links lead and where browsers meet; kept in this browser. */
export interface LinkSettings {
  /** Address of the app, without fragment. */
  readonly base: string
  /** Signaling servers, `ws:` or `wss:` addresses. */
  readonly signaling: readonly string[]
}

const KEY = 'vivim.links'

/** This page's own address and the signaling beside it. */
function ownSettings(): LinkSettings {
  const url = new URL(location.href)
  url.hash = ''
  url.search = ''
  const signal = new URL('/signal', url)
  signal.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return { base: url.href, signaling: [signal.href] }
}

/** True for an address a link may lead to. */
export const isBase = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** True for the address of a signaling server. */
export const isSignaling = (text: string): boolean => URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol)

/** True where only this machine can follow a link with this base. */
export function isThisMachineOnly(base: string): boolean {
  if (!URL.canParse(base)) return false
  const host = new URL(base).hostname
  return host === 'localhost' || host.endsWith('.localhost') || /^127\.|^\[::1\]$|^0\.0\.0\.0$/.test(host)
}

/** What was chosen before, else this page's own address. */
export function readLinkSettings(): LinkSettings {
  const own = ownSettings()
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<keyof LinkSettings, unknown>>
    const base = typeof kept.base === 'string' && isBase(kept.base) ? kept.base : own.base
    const signaling = Array.isArray(kept.signaling)
      ? kept.signaling.filter((one): one is string => typeof one === 'string' && isSignaling(one))
      : []
    return { base, signaling: signaling.length > 0 ? signaling : own.signaling }
  } catch {
    return own
  }
}

/** Keeps the choice; nothing is kept where it is this page's own address, so that the app can move. */
export function keepLinkSettings(settings: LinkSettings): void {
  const own = ownSettings()
  const changed = {
    ...(settings.base === own.base ? {} : { base: settings.base }),
    ...(settings.signaling.join() === own.signaling.join() ? {} : { signaling: settings.signaling }),
  }
  if (Object.keys(changed).length === 0) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, JSON.stringify(changed))
}
