import { describe, expect, it } from 'vitest'
import { signStatement } from '../../src/domain/statements.ts'
import type { LocalIdentity } from '../../src/domain/ports/rooms.ts'
import { sdpFingerprint } from '../../src/sync/fingerprint.ts'
import type { HandshakeOptions, VerifiedPeer } from '../../src/sync/handshake.ts'
import { Handshake } from '../../src/sync/handshake.ts'
import { verifySignature } from '../../src/sync/verify-signature.ts'
import { alice, bob, person, seed } from './network-fixtures.ts'

type Change = Partial<HandshakeOptions>

/** Runs both sides against each other; each side's verified peer or the reason it stopped. */
async function meet(changeA: Change = {}, changeB: Change = {}, [one, two] = [alice, bob]) {
  const queues: { a: Uint8Array[]; b: Uint8Array[] } = { a: [], b: [] }
  const side = (role: 'a' | 'b', who: LocalIdentity, change: Change) =>
    new Handshake({
      role,
      space: 'f'.repeat(64),
      hello: seed(7),
      nonce: seed(role === 'a' ? 20 : 21),
      ownFingerprint: (role === 'a' ? 'a' : 'b').repeat(64),
      remoteFingerprint: (role === 'a' ? 'b' : 'a').repeat(64),
      did: who.did,
      device: who.device,
      deviceSeed: who.deviceSeed,
      statements: [who.cert],
      verify: verifySignature,
      send: (message) => queues[role === 'a' ? 'b' : 'a'].push(message),
      ...change,
    })
  const sides = { a: side('a', one, changeA), b: side('b', two, changeB) }
  sides.a.start()
  sides.b.start()
  const results: { a?: VerifiedPeer | string; b?: VerifiedPeer | string } = {}
  for (let step = 0; step < 20; step++) {
    for (const role of ['a', 'b'] as const) {
      const message = queues[role].shift()
      if (!message || results[role] !== undefined) continue
      try {
        const peer = await sides[role].receive(message)
        if (peer) results[role] = peer
      } catch (error) {
        results[role] = (error as Error).message
      }
    }
  }
  return results
}

describe('handshake', () => {
  it('verifies both sides', async () => {
    const { a, b } = await meet()
    expect(a).toMatchObject({ did: bob.did, device: bob.device })
    expect(b).toMatchObject({ did: alice.did, device: alice.device })
  })

  it.each<[string, Change, string]>([
    ['another secret', { hello: seed(8) }, 'does not know the room’s secret'],
    ['a certificate other than announced', { ownFingerprint: 'c'.repeat(64) }, 'does not know the room’s secret'],
    ['another room', { space: 'e'.repeat(64) }, 'does not know the room’s secret'],
    ['the same role', { role: 'a' }, 'does not know the room’s secret'],
    ['our nonce sent back', { nonce: seed(20) }, 'no nonce of its own'],
    ['no certificate', { statements: [] }, 'an uncertified device'],
    ['somebody else’s certificate', { statements: [alice.cert] }, 'a statement its root key did not sign'],
    ['another device’s key', { deviceSeed: seed(99) }, 'a false signature'],
    [
      'our own device',
      { did: alice.did, device: alice.device, statements: [alice.cert] },
      'that is this device itself',
    ],
    [
      'a revoked device',
      {
        statements: [bob.cert, signStatement({ v: 1, type: 'revoke', did: bob.did, device: bob.device }, bob.rootSeed)],
      },
      'a revoked device',
    ],
  ])('refuses %s', async (_, change, reason) => {
    const { a } = await meet({}, change)
    expect(a).toBe(reason)
  })

  it('lets two devices of one person meet', async () => {
    const second = person(1, 5)
    const { a } = await meet({}, {}, [alice, second])
    expect(a).toMatchObject({ did: alice.did, device: second.device })
  })

  it('refuses messages out of order', async () => {
    const messages: Uint8Array[] = []
    const options = { role: 'a', space: 'f'.repeat(64), hello: seed(7), nonce: seed(1), did: alice.did } as const
    const handshake = new Handshake({
      ...options,
      ownFingerprint: 'a'.repeat(64),
      remoteFingerprint: 'b'.repeat(64),
      device: alice.device,
      deviceSeed: alice.deviceSeed,
      statements: [alice.cert],
      verify: verifySignature,
      send: (message) => messages.push(message),
    })
    const mac = new TextEncoder().encode('{"hello":"mac","value":"x"}')
    await expect(handshake.receive(mac)).rejects.toThrow('out of order')
  })
})

describe('fingerprint of a description', () => {
  const line = `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`
  it('is read where there is exactly one', () => {
    expect(sdpFingerprint(`v=0\r\n${line}\r\n`)).toBe('ab'.repeat(32))
  })
  it.each([
    ['none', 'v=0\r\n'],
    ['two', `${line}\r\n${line}\r\n`],
    ['one more, indented', ` ${line}\r\n${line}\r\n`],
    ['SHA-1', 'a=fingerprint:sha-1 AB:CD\r\n'],
  ])('is refused where there is %s', (_, sdp) => {
    expect(sdpFingerprint(sdp)).toBeUndefined()
  })
})
