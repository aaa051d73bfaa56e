import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'
import { toBase64Url } from '../domain/byte-texts.ts'
import { publicKeyOf } from '../domain/ed25519.ts'
import { Mirror } from './mirror.ts'
import type { MirrorEntry } from './mirror-codec.ts'
import { MAX_UPDATE_BYTES, decodeEntries, encodeEntries, mirrorClient } from './mirror-codec.ts'

const device = (fill: number) => toBase64Url(publicKeyOf(new Uint8Array(32).fill(fill)))
const entry = (who: string, seq: number, text = `operation ${seq}`): MirrorEntry => ({
  device: who,
  seq,
  sig: new Uint8Array(64).fill(seq % 256),
  bytes: new TextEncoder().encode(text),
})

/** An update written number by number. */
function raw(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

describe('the gate before the mirror', () => {
  it('reads what Yjs itself writes of the mirror', () => {
    const mirror = new Mirror()
    const updates: Uint8Array[] = []
    mirror.doc.on('update', (update: Uint8Array) => updates.push(update))
    const entries = [1, 2, 3].map((seq) => entry(device(1), seq))
    mirror.add(entries)
    mirror.add([entry(device(2), 1)])
    expect(updates.map((update) => decodeEntries(update))).toEqual([
      { ok: true, value: entries },
      { ok: true, value: [entry(device(2), 1)] },
    ])
    expect(mirror.doc.getMap('ops').size).toBe(4)
  })

  it('makes replicas equal byte for byte, in whatever portions the operations came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 }), (portions) => {
        const [a, b] = [new Mirror(), new Mirror()]
        const all = Array.from({ length: 40 }, (_, n) => entry(device(1), n + 1))
        a.add(all)
        let from = 0
        for (const portion of portions) b.add(all.slice(from, (from += portion)))
        b.add(all)
        expect(Y.encodeStateAsUpdate(b.doc)).toEqual(Y.encodeStateAsUpdate(a.doc))
      }),
      { numRuns: 30 },
    )
  })

  it('takes nothing twice and nothing after a gap', () => {
    const mirror = new Mirror()
    mirror.add([entry(device(1), 1), entry(device(1), 1, 'another'), entry(device(1), 3)])
    expect(mirror.height(device(1))).toBe(1)
  })

  it.each([
    [
      'a delete set',
      raw((to) => [0, 1, mirrorClient(device(1)), 1, 0, 9].forEach((n) => encoding.writeVarUint(to, n))),
    ],
    [
      'a struct that is no operation',
      raw((to) => [1, 1, mirrorClient(device(1)), 0, 0, 100, 0].forEach((n) => encoding.writeVarUint(to, n))),
    ],
    ['an update above 1 MiB', new Uint8Array(MAX_UPDATE_BYTES + 1)],
    ['not a Yjs update', Uint8Array.of(1, 1)],
    ['bytes after the update', Uint8Array.of(0, 0, 0)],
  ])('refuses %s', (reason, update) => {
    expect(decodeEntries(update)).toEqual({ ok: false, error: reason })
  })

  it('refuses an operation under another client, at another clock, elsewhere in the document', () => {
    const good = entry(device(1), 2)
    const struct = (client: number, clock: number, root: string, key: string) =>
      raw((to) => {
        for (const number of [1, 1, client, clock]) encoding.writeVarUint(to, number)
        encoding.writeUint8(to, 0x23)
        encoding.writeVarUint(to, 1)
        encoding.writeVarString(to, root)
        encoding.writeVarString(to, key)
        encoding.writeVarUint8Array(to, new Uint8Array(80))
        encoding.writeVarUint(to, 0)
      })
    const client = mirrorClient(good.device)
    const key = `${good.device}/2`
    expect(decodeEntries(struct(client, 1, 'ops', key)).ok).toBe(true)
    for (const wrong of [
      struct(mirrorClient(device(2)), 1, 'ops', key),
      struct(client, 2, 'ops', key),
      struct(client, 1, 'others', key),
      struct(client, 1, 'ops', `${good.device}/0`),
      struct(client, 1, 'ops', 'x/2'),
    ]) {
      expect(decodeEntries(wrong).ok).toBe(false)
    }
  })

  it('never throws, and a byte changed anywhere is refused or is another operation', () => {
    const update = encodeEntries([entry(device(1), 1)])
    fc.assert(
      fc.property(fc.nat(update.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = update.slice()
        changed[at] = changed[at]! ^ flip
        const read = decodeEntries(changed)
        if (read.ok) expect(read.value).not.toEqual([entry(device(1), 1)])
      }),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof decodeEntries(bytes).ok === 'boolean'))
  })
})
