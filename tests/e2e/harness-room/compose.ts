import { exclusiveBy } from '../../../src/app/exclusive.ts'
import { ownIdentity } from '../../../src/app/identity.ts'
import { roomUseCases } from '../../../src/app/rooms.ts'
import { findPrivate } from '../../../src/knowledge/protect/protect.ts'
import { score } from '../../../src/knowledge/score/score.ts'
import { VivimDatabase } from '../../../src/storage/database.ts'
import { identityRepository } from '../../../src/storage/identity-repository.ts'
import { keptCards } from '../../../src/storage/kept-cards.ts'
import { operationLog } from '../../../src/storage/operation-log.ts'
import { packRepository } from '../../../src/storage/pack-repository.ts'
import { spaceRepository } from '../../../src/storage/space-repository.ts'
import { vaultOf } from '../../../src/storage/vault.ts'

/** The layers of rooms, put together as the page does it. */
export function compose(now: () => number) {
  const db = new VivimDatabase()
  const vault = vaultOf(db)
  const exclusive = exclusiveBy(navigator.locks)
  const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))
  const identity = ownIdentity({ store: identityRepository(db, vault), exclusive, now, randomBytes })
  const spaces = spaceRepository(db, vault)
  const log = operationLog(db)
  const packs = packRepository(db)
  const rooms = roomUseCases({
    identity,
    spaces,
    log,
    packs,
    kept: keptCards(db),
    findPrivate,
    score: ({ content, type, context }) => score(content, type, context !== undefined, 0),
    exclusive,
    now,
    randomBytes,
    iceServers: [],
    connect: async () => (await import('../../../src/sync/room-connection.ts')).openRoomConnection,
    base: location.origin + location.pathname,
  })
  return { db, vault, identity, spaces, log, packs, rooms }
}
