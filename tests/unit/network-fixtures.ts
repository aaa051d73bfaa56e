import { Dexie } from 'dexie'
import { IDBKeyRange, indexedDB } from 'fake-indexeddb'
import { exclusiveBy } from '../../src/app/exclusive.ts'
import { acuId } from '../../src/domain/acu-id.ts'
import type { Draft, Knowledge } from '../../src/domain/append.ts'
import { appendOperations } from '../../src/domain/append.ts'
import { toBase64Url } from '../../src/domain/byte-texts.ts'
import { didOf } from '../../src/domain/did-key.ts'
import { publicKeyOf } from '../../src/domain/ed25519.ts'
import { createPayload } from '../../src/domain/membership.ts'
import type { SignedOperation } from '../../src/domain/operation.ts'
import type { LocalIdentity, OperationLog } from '../../src/domain/ports/rooms.ts'
import { sharedCardPayload } from '../../src/domain/shared-card.ts'
import { inviteKeyOf, signGenesis } from '../../src/domain/space.ts'
import { certFor, signStatement } from '../../src/domain/statements.ts'
import type { NetworkDatabase } from '../../src/storage/network-schema.ts'
import { networkStores } from '../../src/storage/network-schema.ts'
import { operationLog } from '../../src/storage/operation-log.ts'
import type { MirrorEntry } from '../../src/sync/mirror-codec.ts'

export const NOW = 1_764_000_000_000
let databases = 0

/** An empty database with the tables of identity and sync. */
export function freshDatabase(): NetworkDatabase {
  const db = new Dexie(`network-${(databases += 1)}`, { indexedDB, IDBKeyRange }) as NetworkDatabase
  db.version(1).stores(networkStores)
  return db
}

export const seed = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)

/** A person whose root and device seeds are these bytes over and over. */
export function person(root: number, device: number): LocalIdentity {
  const deviceKey = publicKeyOf(seed(device))
  const did = didOf(publicKeyOf(seed(root)))
  return {
    did,
    displayName: '',
    rootSeed: seed(root),
    deviceSeed: seed(device),
    device: toBase64Url(deviceKey),
    cert: signStatement(certFor(did, deviceKey), seed(root)),
    createdAt: NOW,
  }
}

export const alice = person(1, 2)
export const bob = person(3, 4)
export const INVITE = seed(9)

export const cardDraft = (content: string): Draft => ({
  operation: 'INSERT',
  tableName: 'acus',
  recordId: acuId(content),
  payload: sharedCardPayload({ content: { text: content }, type: 'claim', category: 'technical', createdAt: NOW }),
})

/** Writes as this person into a log, at this time. */
export async function write(
  who: LocalIdentity,
  log: OperationLog,
  space: string,
  known: Knowledge,
  drafts: readonly Draft[],
  now = NOW,
): Promise<readonly SignedOperation[]> {
  const author = { identity: who, log, exclusive: exclusiveBy(undefined), now: () => now }
  const result = await appendOperations(author, space, known, drafts)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

/** Alice's room, in a log of its own, with these cards. */
export async function aliceRoom(contents: readonly string[]) {
  const log = operationLog(freshDatabase())
  const genesis = {
    v: 1,
    kind: 'room',
    ownerDid: alice.did,
    adminDevice: alice.device,
    inviteKey: inviteKeyOf(INVITE),
    nonce: toBase64Url(new Uint8Array(16)),
  } as const
  const signed = signGenesis(genesis, alice.deviceSeed)
  const create: Draft = {
    operation: 'INSERT',
    tableName: 'membership',
    recordId: signed.space,
    payload: createPayload(signed),
  }
  const known = { epoch: null, latestHlc: '' }
  const operations = await write(alice, log, signed.space, known, [create, ...contents.map(cardDraft)])
  return { log, space: signed.space, signed, operations, epoch: operations[0]!.id }
}

export const entryOf = ({ operation, bytes, sig }: SignedOperation): MirrorEntry => ({
  device: operation.device,
  seq: operation.seq,
  sig,
  bytes,
})
