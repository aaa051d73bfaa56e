import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import type { Attacker } from './harness-room/attacker.ts'
import type { ServedRooms } from './harness-room/serve.ts'
import { serveRooms } from './harness-room/serve.ts'

declare global {
  interface Window {
    attacker: Attacker
  }
}

let served: ServedRooms
let browsers: Browser[] = []
let alice: Page
let bob: Page
let mallory: Page
let roomId: string
let link: string

beforeAll(async () => {
  served = await serveRooms()
  browsers = [await launchBrowser(), await launchBrowser()]
})

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  await served?.close()
})

async function visit(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(served.url)
  await page.waitForFunction(() => 'harness' in window)
  return page
}

const HONEST = 'The honest card.'

/** Alice's room with one card, which Bob has; Mallory has the link. */
beforeEach(async () => {
  alice = await visit(browsers[0]!)
  bob = await visit(browsers[1]!)
  mallory = await visit(browsers[0]!)
  const shared = await alice.evaluate(async (text) => {
    const result = await window.harness.share([text])
    if (!result.ok) throw new Error(result.error.message)
    window.harness.watch(result.value.roomId)
    return result.value
  }, HONEST)
  roomId = shared.roomId
  link = shared.link
  await bob.evaluate((text) => window.harness.open(text), link)
  await cardCount(bob, 1)
  await bob.waitForFunction((id) => window.harness.states[id]?.canAdd === 'yes', roomId, { timeout: 30_000 })
})

afterEach(() => Promise.all([alice, bob, mallory].map((page) => page.context().close())))

const cardCount = (page: Page, count: number) =>
  page.waitForFunction(([id, wanted]) => window.harness.states[id]?.cards.length === wanted, [roomId, count] as const, {
    polling: 20,
    timeout: 30_000,
  })

/** Mallory connects to both and waits until both took her in. */
async function attack(sessions = 2): Promise<void> {
  await mallory.evaluate(async (text) => {
    window.attacker = new window.harness.attacks.Attacker(text, await window.harness.identity.own())
  }, link)
  await mallory.waitForFunction((count) => window.attacker.sessions.length >= count, sessions, { timeout: 30_000 })
}

const cutOff = (count = 2) =>
  mallory.waitForFunction((wanted) => window.attacker.closed >= wanted, count, { timeout: 30_000 })

/** Rows of Alice's chain, as her own browser has them, with her device's seed. */
async function stolen() {
  return alice.evaluate(async (id) => {
    const { log, identity } = window.harness
    const rows = await log.rows(id)
    const { deviceSeed, did, device } = await identity.own()
    return {
      did,
      device,
      seed: [...deviceSeed],
      rows: rows.map((row) => ({ ...row, bytes: [...row.bytes], sig: [...row.sig] })),
    }
  }, roomId)
}

const reasons = (page: Page) =>
  page.evaluate(async (id) => (await window.harness.log.quarantined(id)).map(({ reason }) => reason), roomId)

/** Waits until a reason stands in the quarantine of a page. */
async function refusedFor(page: Page, reason: string): Promise<void> {
  await expect.poll(() => reasons(page), { timeout: 20_000 }).toContain(reason)
}

/** The honest card stays, is all there is, and the honest two still reach each other. */
async function honestGoesOn(): Promise<void> {
  const contents = () => bob.evaluate((id) => window.harness.states[id]!.cards.map(({ card }) => card.content), roomId)
  expect(await contents()).toEqual([HONEST])
  const added = await alice.evaluate(
    (id) => window.harness.rooms.addCard(id, window.harness.card('And one after the attack.')),
    roomId,
  )
  expect(added.ok).toBe(true)
  await cardCount(bob, 2)
  expect(await contents()).toEqual([HONEST, 'And one after the attack.'])
}

describe('an attacker with the link', () => {
  it('cannot bring in an operation with a flipped byte, in the author’s next place', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows, seed }) => {
      const last = rows.at(-1)!
      const row = { ...last, bytes: Uint8Array.from(last.bytes), sig: Uint8Array.from(last.sig) }
      const text = window.harness.card('A forged card.')
      const payload = { v: 1, content: text.content, type: 'claim', category: 'technical', createdAt: 1 }
      const good = window.harness.attacks.followUp(row, Uint8Array.from(seed), {
        recordId: text.id,
        payload,
        tableName: 'acus',
        epoch: row.id,
      })
      const bytes = good.bytes.slice()
      const at = new TextDecoder().decode(bytes).indexOf('createdAt":1') + 'createdAt":'.length
      bytes[at] = bytes[at]! ^ 3
      window.attacker.send(window.harness.operationsMessage([{ ...good, bytes }]))
    }, chain)
    await refusedFor(bob, 'a false signature')
    await honestGoesOn()
  })

  it('cannot write as another author', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(async ({ rows, did }) => {
      const own = await window.harness.identity.own()
      const last = rows.at(-1)!
      const row = { ...last, bytes: Uint8Array.from(last.bytes), sig: Uint8Array.from(last.sig) }
      const { followUp } = window.harness.attacks
      const forged = followUp(row, own.deviceSeed, { did, device: own.device, seq: 1, prev: null, cert: own.cert })
      window.attacker.send(window.harness.operationsMessage([forged]))
      const plain = followUp(row, own.deviceSeed, {})
      window.attacker.send(window.harness.operationsMessage([plain]))
    }, chain)
    await refusedFor(bob, 'not certified by its author')
    await refusedFor(bob, 'a false signature')
    await honestGoesOn()
  })

  it('cannot write without having been let in', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(async ({ rows }) => {
      const own = await window.harness.identity.own()
      const last = rows.at(-1)!
      const row = { ...last, bytes: Uint8Array.from(last.bytes), sig: Uint8Array.from(last.sig) }
      const { did, device, cert } = own
      const text = window.harness.card('Not let in.')
      const payload = { v: 1, content: text.content, type: 'claim', category: 'technical', createdAt: 1 }
      const record = { tableName: 'acus', recordId: text.id, payload, epoch: row.id }
      const change = { did, device, seq: 1, prev: null, cert, ...record }
      const entry = window.harness.attacks.followUp(row, own.deviceSeed, change)
      window.attacker.send(window.harness.operationsMessage([entry]))
    }, chain)
    await bob.waitForTimeout(1_000)
    const devices = () => bob.evaluate(async (id) => Object.keys(await window.harness.log.cursor(id)), roomId)
    expect(await devices()).toEqual([chain.device])
    await honestGoesOn()
  })

  it.each([
    ['deletes the whole document', 'a delete set', 'deleteAll'],
    ['puts a GC struct under the author’s client', 'a struct that is no operation', 'gcStruct'],
  ] as const)('is cut off when it %s', async (_, reason, what) => {
    const { device, rows } = await stolen()
    await attack()
    await mallory.evaluate(
      ([which, of, count]) => {
        const { attacks } = window.harness
        window.attacker.send(attacks.updateMessage(attacks[which](of, count)))
      },
      [what, device, rows.length] as const,
    )
    await refusedFor(bob, reason)
    await cutOff()
    await honestGoesOn()
  })

  it.each([
    ['an awareness message', [1, 0]],
    ['a query for awareness', [3]],
    ['a message between tabs', [4, 1, 1, 97]],
    ['Yjs sync step 1', [0, 0, 1, 0]],
    ['Yjs sync step 2', [0, 1, 2, 0, 0]],
    ['a message of an unknown kind', [99]],
  ])('is cut off when it sends %s', async (_, bytes) => {
    await attack()
    await mallory.evaluate((message) => window.attacker.send(Uint8Array.from(message)), bytes)
    await refusedFor(bob, 'a message of a kind that is not taken')
    await cutOff()
    await honestGoesOn()
  })

  it('is cut off when it sends too much', async () => {
    await attack()
    await mallory.evaluate(() => window.attacker.send(new Uint8Array(17 * 1024 * 1024)))
    await refusedFor(bob, 'a malformed frame')
    await cutOff()
    await honestGoesOn()
  })

  it('is cut off when an update is above 1 MiB', async () => {
    await attack()
    await mallory.evaluate(() => {
      window.attacker.send(window.harness.attacks.updateMessage(new Uint8Array(1024 * 1024 + 1)))
    })
    await refusedFor(bob, 'an update above 1 MiB')
    await cutOff()
    await honestGoesOn()
  })

  it('changes nothing by sending again what is there, nor by leaving a gap', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows, seed }) => {
      const all = rows.map((row) => ({ ...row, bytes: Uint8Array.from(row.bytes), sig: Uint8Array.from(row.sig) }))
      window.attacker.send(window.harness.operationsMessage(all))
      window.attacker.send(window.harness.operationsMessage(all.toReversed()))
      const last = all.at(-1)!
      const { followUp } = window.harness.attacks
      const far = followUp({ ...last, seq: last.seq + 4 }, Uint8Array.from(seed), {})
      window.attacker.send(window.harness.operationsMessage([far]))
    }, chain)
    // Bob asks for what is missing before it, and takes nothing meanwhile.
    await mallory.waitForFunction(
      (from) =>
        window.attacker.received.some(
          (message) => message.kind === 'control' && message.control.type === 'want' && message.control.from === from,
        ),
      chain.rows.length + 1,
      { timeout: 20_000 },
    )
    expect(await reasons(bob)).toEqual([])
    await honestGoesOn()
  })

  it('proves a fork of the author’s chain by passing on both histories; what came before stands', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows, seed }) => {
      const [before, last] = rows.slice(-2).map((row) => ({
        ...row,
        bytes: Uint8Array.from(row.bytes),
        sig: Uint8Array.from(row.sig),
      }))
      const { id: recordId, content } = window.harness.card('The other history.')
      const payload = { v: 1, content, type: 'claim', category: 'technical', createdAt: 1 }
      const { epoch } = JSON.parse(new TextDecoder().decode(last!.bytes)) as { epoch: string }
      const change = { recordId, payload, epoch, tableName: 'acus' }
      const other = window.harness.attacks.followUp(before!, Uint8Array.from(seed), change)
      window.attacker.send(window.harness.operationsMessage([other]))
    }, chain)
    await refusedFor(bob, 'fork: its author signed two histories')
    await refusedFor(bob, 'fork: the one that stands')
    const contents = await bob.evaluate(
      (id) => window.harness.states[id]!.cards.map(({ card }) => card.content),
      roomId,
    )
    expect(contents).toEqual([HONEST])
  })

  it('cannot move a connection by a second offer, nor cut it by signals of any kind', async () => {
    await mallory.evaluate((text) => {
      ;(window as unknown as { tap: unknown }).tap = new window.harness.attacks.Wiretap(text)
    }, link)
    await mallory.waitForTimeout(500)
    await bob.reload()
    await bob.waitForFunction(() => 'harness' in window)
    await bob.evaluate((id) => window.harness.watch(id), roomId)
    await bob.waitForFunction((id) => window.harness.states[id]?.status === 'connected', roomId, { timeout: 30_000 })
    const got = await mallory.evaluate(async () => {
      type Tap = InstanceType<typeof window.harness.attacks.Wiretap>
      const tap = (window as unknown as { tap: Tap }).tap
      const pairs = tap.heard.filter(({ type, to }) => type === 'signal' && to !== undefined)
      const { from, to } = pairs.at(-1)!
      const rtc = new RTCPeerConnection()
      rtc.createDataChannel('x', { negotiated: true, id: 0 })
      await rtc.setLocalDescription(await rtc.createOffer())
      const before = tap.heard.length
      for (const [a, b] of [
        [from, to!],
        [to!, from],
      ] as const) {
        const say = (signal: unknown) => tap.say({ to: b, from: a, type: 'signal', token: Date.now() * 2, signal })
        await say({ type: 'offer', sdp: rtc.localDescription!.sdp })
        await say({ type: 'answer', sdp: rtc.localDescription!.sdp })
        await say({ type: 'renegotiate', renegotiate: true })
        await say({ type: 'candidate', candidate: { candidate: 'candidate:nonsense', sdpMLineIndex: 7, sdpMid: 'z' } })
        await say({ nothing: true })
        await tap.say({ to: b, from: 'nobody', type: 'signal', token: 1, signal: { type: 'answer', sdp: '' } })
      }
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      const said = tap.heard
        .slice(before)
        .filter(({ from: who, signal }) => who !== 'nobody' && signal?.type === 'answer')
      return { answers: said.length, state: rtc.connectionState }
    })
    // The two answers heard are the injected ones themselves.
    expect(got).toEqual({ answers: 2, state: 'new' })
    for (const page of [alice, bob]) {
      expect(await page.evaluate((id) => window.harness.states[id]!.peers, roomId)).toBe(1)
    }
    await honestGoesOn()
  })
})
