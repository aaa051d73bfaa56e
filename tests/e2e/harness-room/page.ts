import { acuId } from '../../../src/domain/acu.ts'
import type { RoomState, ShareCard } from '../../../src/app/rooms-api.ts'
import * as attacks from './attacker.ts'
import { operationsMessage } from '../../../src/sync/wire.ts'
import { compose } from './compose.ts'

const skew = Number(new URLSearchParams(location.search).get('skew') ?? 0)
const layers = compose(() => Date.now() + skew)
const states: Record<string, RoomState> = {}

/** A card of this text. */
function card(content: string): ShareCard {
  return { id: acuId(content), content, type: 'claim', category: 'technical', createdAt: 1_764_000_000_000 }
}

const harness = {
  ...layers,
  states,
  card,
  attacks,
  operationsMessage,
  /** Shares cards of these texts over this page's own signaling; the link. */
  async share(texts: readonly string[], options: Record<string, unknown> = {}) {
    const signaling = [`${location.origin.replace('http', 'ws')}/signal`]
    const ticks = { includeTitle: false, includeSource: false, includeContext: false, canAdd: true }
    const base = location.origin + location.pathname
    return layers.rooms.share(texts.map(card), { ...ticks, base, signaling, ...options })
  },
  /** Follows a room: its newest state is in `states`. */
  watch(id: string) {
    layers.rooms.room(id).subscribe((state) => (states[id] = state))
  },
  async open(link: string) {
    const started = performance.now()
    const joined = await layers.rooms.join(link.slice(link.indexOf('#')))
    if (!joined.ok) throw new Error(joined.error.message)
    harness.watch(joined.value)
    return { id: joined.value, started }
  },
}

export type Harness = typeof harness

declare global {
  interface Window {
    harness: Harness
  }
}

window.harness = harness
void layers.rooms.reopen()
