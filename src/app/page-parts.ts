import type { App } from './app.ts'
import type { Incoming } from './incoming.ts'
import type { LazyNetwork } from './network-api.ts'
import type { Updates } from './updates.ts'

/** What the composition root hands to the page. */
export interface PageParts {
  readonly app: App
  readonly network: LazyNetwork
  readonly updates: Updates
  readonly incoming: Incoming
}
