import { describe, expect, it, vi } from 'vitest'
import { exclusiveBy } from '../../src/app/exclusive.ts'
import { ownIdentity } from '../../src/app/identity.ts'
import { appendOperations } from '../../src/domain/append.ts'
import { equalBytes } from '../../src/domain/bytes.ts'
import { chunkCount, openPack, packContents } from '../../src/domain/pack.ts'
import { acuId } from '../../src/domain/acu-id.ts'
import type { SpaceRecord } from '../../src/domain/ports/rooms.ts'
import { identityRepository } from '../../src/storage/identity-repository.ts'
import type { NetworkDatabase, Sealed } from '../../src/storage/network-schema.ts'
import { packRepository } from '../../src/storage/pack-repository.ts'
import { spaceRepository } from '../../src/storage/space-repository.ts'
import { vaultOf } from '../../src/storage/vault.ts'
import type { PackPeer } from '../../src/sync/pack-exchange.ts'
import { PackExchange } from '../../src/sync/pack-exchange.ts'
import { NOW, alice, aliceRoom, cardDraft, freshDatabase, seed } from './network-fixtures.ts'

const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count))

function identityOf(db: NetworkDatabase) {
  const store = identityRepository(db, vaultOf(db))
  return ownIdentity({ store, exclusive: exclusiveBy(undefined), now: () => NOW, randomBytes })
}

describe('identity', () => {
  it('is made once, however many ask, and is the same after a reload', async () => {
    const db = freshDatabase()
    const identity = identityOf(db)
    const [one, two] = await Promise.all([identity.own(), identity.own()])
    expect(two.did).toBe(one.did)
    expect((await identityOf(db).own()).rootSeed).toEqual(one.rootSeed)
  })

  it('keeps its seeds sealed', async () => {
    const db = freshDatabase()
    const { rootSeed } = await identityOf(db).own()
    const row = (await db.identity.get('me')) as unknown as { rootSeed: Sealed }
    expect(row.rootSeed.data).toHaveLength(48)
    expect(equalBytes(row.rootSeed.data.slice(0, 32), rootSeed)).toBe(false)
  })

  it('comes back from its words, with a device of its own', async () => {
    const first = identityOf(freshDatabase())
    const words = await first.words()
    const second = identityOf(freshDatabase())
    expect(await second.restore(words.slice(0, 23).join(' '))).toMatchObject({ ok: false })
    expect(await second.restore(words.join(' '))).toEqual({ ok: true, value: undefined })
    const [a, b] = [await first.own(), await second.own()]
    expect(b.did).toBe(a.did)
    expect(b.device).not.toBe(a.device)
    expect(b.wordsConfirmedAt).toBe(NOW)
  })

  it('asks for three words as proof', async () => {
    const identity = identityOf(freshDatabase())
    const words = await identity.words()
    const answers = [2, 11, 23].map((position) => ({ position, word: words[position]!.toUpperCase() }))
    expect(await identity.confirmWords(answers.slice(0, 2))).toBe(false)
    expect(await identity.confirmWords([answers[0]!, answers[0]!, answers[0]!])).toBe(false)
    expect(await identity.confirmWords([...answers.slice(0, 2), { position: 23, word: 'zzz' }])).toBe(false)
    expect(identity.state.current?.wordsConfirmedAt).toBeUndefined()
    expect(await identity.confirmWords(answers)).toBe(true)
    expect(identity.state.current?.wordsConfirmedAt).toBe(NOW)
  })
})

describe('log', () => {
  it('writes a chain without gaps while several write at once', async () => {
    const { log, space, operations, epoch } = await aliceRoom([])
    const author = { identity: alice, log, exclusive: exclusiveBy(undefined), now: () => NOW }
    const known = { epoch, latestHlc: operations[0]!.operation.hlc }
    await Promise.all(['a', 'b', 'c'].map((text) => appendOperations(author, space, known, [cardDraft(text)])))
    const rows = await log.rows(space)
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(new Set(rows.map(({ hlc }) => hlc)).size).toBe(4)
    expect(rows.map(({ hlc }) => hlc).toSorted()).toEqual(rows.map(({ hlc }) => hlc))
  })

  it('refuses to sign while the clock is more than five minutes behind', async () => {
    const { log, space, operations, epoch } = await aliceRoom([])
    const known = { epoch, latestHlc: operations[0]!.operation.hlc }
    const late = { identity: alice, log, exclusive: exclusiveBy(undefined) }
    const drafts = [cardDraft('late')]
    const at = (now: number) => appendOperations({ ...late, now: () => now }, space, known, drafts)
    expect(await at(NOW - 300_100)).toEqual({ ok: false, error: 'clock' })
    expect(await at(NOW - 299_000)).toMatchObject({ ok: true })
  })

  it('commits all or nothing', async () => {
    const { space, operations } = await aliceRoom(['One.', 'Two.'])
    const { operationLog } = await import('../../src/storage/operation-log.ts')
    const log = operationLog(freshDatabase())
    expect(await log.commit(space, [operations[0]!, operations[2]!])).toBe(false)
    expect(await log.rows(space)).toEqual([])
  })
})

describe('spaces', () => {
  it('come back with their secrets, which lie sealed, and go with everything in them', async () => {
    const db = freshDatabase()
    const spaces = spaceRepository(db, vaultOf(db))
    const record: SpaceRecord = {
      space: 'a'.repeat(64),
      kind: 'room',
      mine: true,
      secret: seed(5).slice(0, 16),
      inviteSeed: seed(6),
      signaling: ['wss://a.example/signal'],
      base: 'https://a.example/',
      createdAt: NOW,
    }
    await spaces.put(record)
    expect(await spaces.get(record.space)).toEqual(record)
    const row = (await db.spaces.get(record.space))!
    expect(equalBytes(row.secret.data.slice(0, 16), record.secret)).toBe(false)
    await packRepository(db).put(record.space, 'p', new Uint8Array(3))
    await spaces.remove(record.space)
    expect(await spaces.all()).toEqual([])
    expect(await db.spacePacks.count()).toBe(0)
  })
})

describe('packs', () => {
  const long = 'A long line of text.\n'.repeat(20_000).trim()
  const [pack] = packContents([{ id: acuId(long), content: long }])

  it('hold contents whose ids are their hashes', () => {
    expect(openPack(pack!.id, pack!.bytes)?.items[0]?.content).toBe(long)
    const other = pack!.bytes.slice()
    other[100] = other[100]! ^ 1
    expect(openPack(pack!.id, other)).toBeUndefined()
    const many = packContents(Array.from({ length: 60 }, (_, n) => ({ id: acuId(`card ${n}`), content: `card ${n}` })))
    expect(many.map(({ id, bytes }) => openPack(id, bytes)?.items.length)).toEqual([50, 10])
  })

  /** Two ends with a wire between them that may cut the transfer after some chunks. */
  async function transfer(cutAfter: number | undefined, key = seed(7)) {
    const [from, to] = [packRepository(freshDatabase()), packRepository(freshDatabase())]
    await from.put('s', pack!.id, pack!.bytes)
    const asked: number[] = []
    const refused: string[] = []
    let time = 0
    let arrived = 0
    let peers: PackPeer[] = []
    const end = (store: typeof from, content: Uint8Array) =>
      new PackExchange({
        space: 's',
        content,
        store,
        now: () => time,
        peers: () => peers,
        onPack: () => (arrived += 1),
        onRefused: async (_, reason) => void refused.push(reason),
      })
    const server = end(from, seed(7))
    const client = end(to, key)
    let sent = 0
    const serving: Promise<unknown>[] = []
    const peer: PackPeer = {
      wantPack(id, index) {
        asked.push(index)
        const send = async (chunk: Parameters<typeof client.take>[0]) => {
          if (cutAfter === undefined || (sent += 1) <= cutAfter) await client.take(chunk, peer)
        }
        serving.push(server.serve(id, index, send))
      },
    }
    peers = [peer]
    await client.want([pack!.id])
    await Promise.all(serving)
    if (cutAfter !== undefined) {
      cutAfter = undefined
      time += 6_000
      await client.advance()
      await Promise.all(serving)
    }
    // The last chunk is not waited for: opening and storing go on behind it.
    await vi.waitFor(() => expect(arrived + refused.length).toBe(1))
    return { asked, refused, arrived, got: await to.get('s', pack!.id), left: await to.chunks('s', pack!.id) }
  }

  it('arrive whole, and leave no chunks behind', async () => {
    const { asked, arrived, got, left } = await transfer(undefined)
    expect([asked, arrived, left.size]).toEqual([[0], 1, 0])
    expect(equalBytes(got!, pack!.bytes)).toBe(true)
  })

  it('go on where they were cut', async () => {
    expect(chunkCount(pack!.bytes.length)).toBeGreaterThan(5)
    const { asked, got } = await transfer(3)
    expect(asked).toEqual([0, 3])
    expect(equalBytes(got!, pack!.bytes)).toBe(true)
  })

  it('are refused where they do not open', async () => {
    const { got, arrived, refused } = await transfer(undefined, seed(8))
    expect([got, arrived]).toEqual([undefined, 0])
    expect(refused[0]).toBe('a pack whose content is not what its id says')
  })

  it('are served in their own space only', async () => {
    const store = packRepository(freshDatabase())
    await store.put('one', pack!.id, pack!.bytes)
    const exchange = new PackExchange({
      space: 'another',
      content: seed(7),
      store,
      now: () => 0,
      peers: () => [],
      onPack: () => undefined,
      onRefused: async () => undefined,
    })
    expect(await exchange.serve(pack!.id, 0, async () => undefined)).toBe(false)
  })
})
