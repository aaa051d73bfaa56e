import { exclusiveBy } from './app/exclusive.ts'
import { ownIdentity } from './app/identity.ts'
import type { Network } from './app/network-api.ts'
import { outgoingBy } from './app/outgoing.ts'
import { roomUseCases } from './app/rooms.ts'
import { warmUp } from './domain/ed25519.ts'
import { findPrivate } from './knowledge/protect/protect.ts'
import { score } from './knowledge/score/score.ts'
import type { VivimDatabase } from './storage/database.ts'
import { identityRepository } from './storage/identity-repository.ts'
import { keptCards } from './storage/kept-cards.ts'
import { operationLog } from './storage/operation-log.ts'
import { onChangeSignal } from './storage/change-signal.ts'
import { packRepository } from './storage/pack-repository.ts'
import { privacyJudgeOf } from './storage/privacy-judge.ts'
import { spaceRepository } from './storage/space-repository.ts'
import { vaultOf } from './storage/vault.ts'

/** The half of the composition root that has to do with other people; loaded when it is first needed. */
export async function composeNetwork(db: VivimDatabase): Promise<Network> {
  const vault = vaultOf(db)
  const exclusive = exclusiveBy(navigator.locks)
  const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))
  const identity = ownIdentity({ store: identityRepository(db, vault), exclusive, now: Date.now, randomBytes })
  // Made silently at first use, which is now.
  void identity.own()
  // While the database opens there is time for what the first signature would wait for.
  warmUp()
  const outgoing = outgoingBy(() => privacyJudgeOf(db), findPrivate, await privacyJudgeOf(db))
  // A list that cannot be read now is read before anything is sent.
  onChangeSignal(() => void outgoing.refresh())
  const rooms = roomUseCases({
    identity,
    spaces: spaceRepository(db, vault),
    log: operationLog(db),
    packs: packRepository(db),
    kept: keptCards(db),
    findPrivate,
    outgoing,
    score: ({ content, type, context }) => score(content, type, context !== undefined, 0),
    exclusive,
    now: Date.now,
    randomBytes,
    // None of our own: whoever wants to meet across routers names one in the settings of a room.
    iceServers: [],
    connect: async () => (await import('./sync/room-connection.ts')).openRoomConnection,
    base: location.origin + location.pathname,
  })
  addEventListener('pagehide', () => rooms.close())
  return { identity, rooms }
}
