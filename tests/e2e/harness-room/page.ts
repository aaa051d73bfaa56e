import { exclusiveBy } from '../../../src/app/exclusive.ts'
import { ownIdentity } from '../../../src/app/identity.ts'
import { acuId } from '../../../src/domain/acu-id.ts'
import type { LocalIdentity } from '../../../src/domain/ports/rooms.ts'
import { operationsMessage } from '../../../src/sync/wire.ts'
import * as attacks from './attacker.ts'

/** An identity of one's own, for as long as the page is open. */
function ownOne(): Promise<LocalIdentity> {
  let kept: LocalIdentity | undefined
  const store = {
    load: async () => kept,
    save: async (identity: LocalIdentity) => void (kept = identity),
  }
  const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))
  return ownIdentity({ store, exclusive: exclusiveBy(navigator.locks), now: Date.now, randomBytes }).own()
}

const harness = {
  ...attacks,
  operationsMessage,
  own: await ownOne(),
  /** Id, content and payload of a card of this text. */
  card(content: string) {
    const payload = { v: 1, content, type: 'claim', category: 'technical', createdAt: 1 }
    return { recordId: acuId(content), tableName: 'acus', payload }
  },
  /** The attacker, once started. */
  attacker: undefined as attacks.Attacker | undefined,
  tap: undefined as attacks.Wiretap | undefined,
}

export type Harness = typeof harness

declare global {
  interface Window {
    harness: Harness
  }
}

window.harness = harness
