import { describe, expect, it } from 'vitest'
import { addPayload } from '../../src/domain/membership.ts'
import type { SignedOperation } from '../../src/domain/operation.ts'
import { signOperation } from '../../src/domain/operation.ts'
import { operationLog } from '../../src/storage/operation-log.ts'
import { Acceptance } from '../../src/sync/acceptance.ts'
import { verifySignature } from '../../src/sync/verify-signature.ts'
import { NOW, alice, aliceRoom, bob, cardDraft, entryOf, freshDatabase, person, write } from './network-fixtures.ts'

/** The other side of a room: an empty log and its door. */
function receiver(space: string, now = NOW) {
  const log = operationLog(freshDatabase())
  const heard: string[] = []
  const acceptance = new Acceptance({
    space,
    log,
    verify: verifySignature,
    now: () => now,
    onAccepted: (entries) => heard.push(...entries.map(({ device, seq }) => `${device.slice(0, 4)}/${seq}`)),
  })
  const reasons = async () => (await log.quarantined(space)).map(({ reason }) => reason)
  return { log, acceptance, heard, reasons }
}

const add = (space: string, who = bob) =>
  ({ operation: 'INSERT', tableName: 'membership', recordId: space, payload: addPayload(who.did, who.device) }) as const

/** A signed change of an operation. */
const altered = ({ operation }: SignedOperation, change: object, deviceSeed = alice.deviceSeed) =>
  entryOf(signOperation({ ...operation, ...change }, deviceSeed))

describe('acceptance', () => {
  it('takes a chain in order, whole, and only once', async () => {
    const { space, operations } = await aliceRoom(['One.', 'Two.'])
    const { acceptance, log, heard, reasons } = receiver(space)
    const entries = operations.map(entryOf)
    expect(await acceptance.offer(entries)).toMatchObject({ accepted: 3, incomplete: [], guilty: [] })
    expect(await acceptance.offer(entries)).toMatchObject({ accepted: 0, incomplete: [], guilty: [] })
    expect(heard).toHaveLength(3)
    expect((await log.cursor(space))[alice.device]).toEqual({ seq: 3, id: operations[2]!.id })
    expect(await reasons()).toEqual([])
  })

  it('waits for what is missing', async () => {
    const { space, operations } = await aliceRoom(['One.', 'Two.'])
    const { acceptance, reasons } = receiver(space)
    const [create, one, two] = operations.map(entryOf)
    expect(await acceptance.offer([create!, two!])).toMatchObject({ accepted: 1, incomplete: [alice.device] })
    expect(await acceptance.offer([one!, two!])).toMatchObject({ accepted: 2, incomplete: [] })
    expect(await reasons()).toEqual([])
  })

  it('refuses any changed byte', async () => {
    const { space, operations } = await aliceRoom(['One.'])
    const [create, one] = operations.map(entryOf)
    const { acceptance, log, reasons } = receiver(space)
    await acceptance.offer([create!])
    for (let at = 0; at < one!.bytes.length; at += 17) {
      const bytes = one!.bytes.slice()
      bytes[at] = bytes[at]! ^ 1
      expect(await acceptance.offer([{ ...one!, bytes }])).toMatchObject({ accepted: 0 })
    }
    const sig = one!.sig.slice()
    sig[0] = sig[0]! ^ 1
    await acceptance.offer([{ ...one!, sig }])
    expect(await reasons()).toContain('a false signature')
    expect((await log.cursor(space))[alice.device]).toMatchObject({ seq: 1 })
    expect(await acceptance.offer([one!])).toMatchObject({ accepted: 1 })
  })

  it('refuses, with the reason, what its author should not have signed', async () => {
    const { space, operations } = await aliceRoom(['One.'])
    const [create, one] = operations
    const cases: [object, string][] = [
      [{ space: '0'.repeat(64) }, 'an operation of another space'],
      [{ tableName: 'notes' }, 'a table rooms do not have'],
      [{ recordId: 'f'.repeat(64) }, 'a card whose content is not what its id says'],
      [{ operation: 'UPDATE' }, 'a change of a card, which cannot change'],
      [{ hlc: create!.operation.hlc }, 'a clock that went back along its chain'],
      [{ epoch: null }, 'no epoch'],
      [{ extra: 1 }, 'not an operation of version 1'],
      [{ did: bob.did }, 'another author than its device’s'],
    ]
    for (const [change, reason] of cases) {
      const { acceptance, reasons } = receiver(space)
      await acceptance.offer([entryOf(create!)])
      const outcome = await acceptance.offer([altered(one!, change)])
      expect([await reasons(), outcome.accepted]).toEqual([[reason], 0])
    }
  })

  it('holds an operation from a clock too far ahead, without blame, and takes it later', async () => {
    const { space, operations } = await aliceRoom(['One.'])
    const early = receiver(space, NOW - 301_000)
    const outcome = await early.acceptance.offer(operations.map(entryOf))
    expect(outcome).toEqual({ accepted: 0, incomplete: [alice.device], guilty: [] })
    expect(await early.reasons()).toEqual([])
    const later = receiver(space, NOW - 299_000)
    expect(await later.acceptance.offer(operations.map(entryOf))).toMatchObject({ accepted: 2 })
  })

  it('lets a guest write only once let in, and not as somebody else', async () => {
    const room = await aliceRoom([])
    const { space, log, epoch } = room
    const guestLog = operationLog(freshDatabase())
    const known = { epoch, latestHlc: room.operations[0]!.operation.hlc }
    const [before] = await write(bob, guestLog, space, known, [cardDraft('Too early.')])
    const [entry] = await write(alice, log, space, known, [add(space)])
    const { acceptance, reasons } = receiver(space)
    await acceptance.offer(room.operations.map(entryOf))
    expect(await acceptance.offer([entryOf(before!)])).toMatchObject({ accepted: 0, incomplete: [bob.device] })
    await acceptance.offer([entryOf(entry!)])
    expect(await acceptance.offer([entryOf(before!)])).toMatchObject({ accepted: 0, guilty: [bob.device] })
    expect(await reasons()).toEqual(['written before its device was let in'])

    const late = operationLog(freshDatabase())
    const [after] = await write(bob, late, space, { epoch: entry!.id, latestHlc: entry!.operation.hlc }, [
      cardDraft('In time.'),
    ])
    expect(await acceptance.offer([entryOf(after!)])).toMatchObject({ accepted: 1 })
  })

  it('takes membership entries from the admin only', async () => {
    const { space, operations, log, epoch } = await aliceRoom([])
    const known = { epoch, latestHlc: operations[0]!.operation.hlc }
    const [letIn] = await write(alice, log, space, known, [add(space)])
    const guestLog = operationLog(freshDatabase())
    const after = { epoch: letIn!.id, latestHlc: letIn!.operation.hlc }
    const [entry] = await write(bob, guestLog, space, after, [add(space, person(5, 6))])
    const { acceptance, reasons } = receiver(space)
    await acceptance.offer([...operations, letIn!, entry!].map(entryOf))
    expect(await reasons()).toEqual(['a membership entry by somebody who is not the admin'])
  })

  it('keeps both histories of a fork as proof, and takes nothing more from that chain', async () => {
    const { space, operations, epoch } = await aliceRoom(['One.'])
    const { acceptance, log, reasons } = receiver(space)
    await acceptance.offer(operations.map(entryOf))
    const other = operationLog(freshDatabase())
    await other.commit(space, operations.slice(0, 1))
    const known = { epoch, latestHlc: operations[0]!.operation.hlc }
    const forked = await write(alice, other, space, known, [cardDraft('Another.'), cardDraft('And on.')])
    expect(await acceptance.offer(forked.map(entryOf))).toMatchObject({ accepted: 0, guilty: [alice.device] })
    expect(await reasons()).toEqual([
      'fork: the one that stands',
      'fork: its author signed two histories',
      'a chain its author forked',
    ])
    expect((await log.cursor(space))[alice.device]).toEqual({ seq: 2, id: operations[1]!.id })
    for (let n = 0; n < 300; n++) await log.quarantine({ space, at: n, reason: 'noise', detail: '' })
    const again = new Acceptance({ space, log, verify: verifySignature, now: () => NOW, onAccepted: () => undefined })
    await again.pull()
    expect([...again.state.forked]).toEqual([alice.device])
    expect(await reasons()).toHaveLength(202)
  })

  it('reads its state from the log again where another tab was faster', async () => {
    const { space, operations } = await aliceRoom(['One.', 'Two.'])
    const { acceptance, log, heard } = receiver(space)
    await log.commit(space, operations.slice(0, 2))
    await acceptance.offer(operations.map(entryOf))
    expect(acceptance.state.head(alice.device)).toMatchObject({ seq: 2 })
    expect(await acceptance.offer(operations.map(entryOf))).toMatchObject({ accepted: 1 })
    expect(heard).toHaveLength(3)
  })
})
