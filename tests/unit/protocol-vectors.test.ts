import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromUtf8 } from '../../src/domain/bytes.ts'
import { toBase64Url, toHex } from '../../src/domain/byte-texts.ts'
import { formatRoomLink } from '../../src/domain/room-link.ts'
import { spaceKeys } from '../../src/domain/space.ts'
import { mirrorClient } from '../../src/sync/mirror-codec.ts'
import { INVITE, alice, aliceRoom, seed } from './network-fixtures.ts'

const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8')

describe('the vectors of docs/protocol.md', () => {
  it('are what this code makes', async () => {
    const { space, signed, operations } = await aliceRoom(['A card.'])
    const secret = seed(7).slice(0, 16)
    const keys = spaceKeys(space, secret)
    const owner = { did: alice.did, name: '' }
    const link = formatRoomLink({ space, secret, inviteSeed: INVITE, signaling: ['wss://vivim.example/signal'], owner })
    const vectors = {
      did: alice.did,
      device: alice.device,
      cert: alice.cert,
      genesis: fromUtf8(signed.bytes),
      space,
      'genesis signature': toBase64Url(signed.sig),
      topic: keys.topic,
      signal: keys.signal,
      hello: toHex(keys.hello),
      content: toHex(keys.content),
      'operation 2': fromUtf8(operations[1]!.bytes),
      'id of operation 2': operations[1]!.id,
      'signature of operation 2': toBase64Url(operations[1]!.sig),
      'mirror client': String(mirrorClient(alice.device)),
      link,
    }
    const block = Object.entries(vectors).map(([name, value]) => `${name}: ${value}`)
    expect(page).toContain(block.join('\n'))
  })
})
