import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { serveAttacker, type ServedAttacker } from './harness-room/serve.ts'
import { Person, type ChainRow } from './person.ts'

const HONEST = 'A rollback in Helm creates a new revision from the old manifest, so hooks run again.'
const AFTERWARDS = 'In PostgreSQL a partial index holds only the rows that match its WHERE clause.'

let app: ServedApp
let served: ServedAttacker
let browsers: readonly Browser[] = []
let alice: Person
let bob: Person
let mallory: Page
let link: string

beforeAll(async () => {
  app = await serveBuiltApp()
  served = await serveAttacker()
  browsers = [await launchBrowser(), await launchBrowser(), await launchBrowser()]
})

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  await served?.close()
  app?.stop()
})

/** Alice's room with one card, which Bob has; Mallory has the link, and a page that keeps to no rule. */
beforeEach(async () => {
  alice = await Person.arrive(browsers[0]!, app.url)
  bob = await Person.arrive(browsers[1]!, app.url)
  mallory = await (await browsers[2]!.newContext()).newPage()
  await mallory.goto(served.url)
  await mallory.waitForFunction(() => 'harness' in window)
  await alice.importTexts([HONEST, AFTERWARDS])
  link = await alice.share(HONEST, { canAdd: true })
  await alice.enterRoom()
  await bob.open(link)
  await bob.seesCards(1)
  await bob.maySend()
})

afterEach(async () => {
  await Promise.all([alice.leave(), bob.leave(), mallory.context().close()])
})

/** Mallory connects to both and waits until both took her in. */
async function attack(sessions = 2): Promise<void> {
  await mallory.evaluate((text) => {
    window.harness.attacker = new window.harness.Attacker(text, window.harness.own)
  }, link)
  await mallory.waitForFunction((count) => window.harness.attacker!.sessions.length >= count, sessions, {
    timeout: 30_000,
  })
}

const cutOff = (count = 2) =>
  mallory.waitForFunction((wanted) => window.harness.attacker!.closed >= wanted, count, { timeout: 30_000 })

/** Alice's chain, as her own browser has it, with her device's seed: as if her browser had been broken into. */
async function stolen() {
  const { did, device, deviceSeed } = await alice.secrets()
  const all = await alice.rows<ChainRow>('operations')
  const rows = all.filter((row) => row.device === device).toSorted((a, b) => a.seq - b.seq)
  return { did, device, seed: deviceSeed, rows }
}

/** Waits until a reason stands in the quarantine of Bob's browser. */
async function refusedFor(reason: string): Promise<void> {
  await expect.poll(() => bob.refusals(), { timeout: 20_000 }).toContain(reason)
}

/** The honest card stays, is all there is, and the honest two still reach each other. */
async function honestGoesOn(): Promise<void> {
  expect(await bob.texts()).toEqual([HONEST])
  await alice.add(AFTERWARDS)
  await bob.seesCards(2)
  expect(await bob.texts()).toEqual([HONEST, AFTERWARDS])
}

describe('an attacker with the link', () => {
  it('cannot bring in an operation with a flipped byte, in the author’s next place', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows, seed }) => {
      const row = window.harness.toRow(rows.at(-1)!)
      const card = window.harness.card('A forged card.')
      const good = window.harness.followUp(row, Uint8Array.from(seed), { ...card, epoch: row.id })
      const bytes = good.bytes.slice()
      const at = new TextDecoder().decode(bytes).indexOf('createdAt":1') + 'createdAt":'.length
      bytes[at] = bytes[at]! ^ 3
      window.harness.attacker!.send(window.harness.operationsMessage([{ ...good, bytes }]))
    }, chain)
    await refusedFor('a false signature')
    await honestGoesOn()
  })

  it('cannot write as another author', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows, did }) => {
      const { own, followUp, toRow } = window.harness
      const row = toRow(rows.at(-1)!)
      const forged = followUp(row, own.deviceSeed, { did, device: own.device, seq: 1, prev: null, cert: own.cert })
      window.harness.attacker!.send(window.harness.operationsMessage([forged]))
      const plain = followUp(row, own.deviceSeed, {})
      window.harness.attacker!.send(window.harness.operationsMessage([plain]))
    }, chain)
    await refusedFor('not certified by its author')
    await refusedFor('a false signature')
    await honestGoesOn()
  })

  it('cannot write without having been let in', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows }) => {
      const row = window.harness.toRow(rows.at(-1)!)
      const { did, device, cert, deviceSeed } = window.harness.own
      const card = window.harness.card('Not let in.')
      const change = { did, device, seq: 1, prev: null, cert, ...card, epoch: row.id }
      const entry = window.harness.followUp(row, deviceSeed, change)
      window.harness.attacker!.send(window.harness.operationsMessage([entry]))
    }, chain)
    await bob.page.waitForTimeout(1_000)
    const devices = await bob.rows<{ device: string }>('cursors')
    expect(devices.map(({ device }) => device)).toEqual([chain.device])
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
        const { harness } = window
        harness.attacker!.send(harness.updateMessage(harness[which](of, count)))
      },
      [what, device, rows.length] as const,
    )
    await refusedFor(reason)
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
    await mallory.evaluate((message) => window.harness.attacker!.send(Uint8Array.from(message)), bytes)
    await refusedFor('a message of a kind that is not taken')
    await cutOff()
    await honestGoesOn()
  })

  it('is cut off when it sends too much', async () => {
    await attack()
    await mallory.evaluate(() => window.harness.attacker!.send(new Uint8Array(17 * 1024 * 1024)))
    await refusedFor('a malformed frame')
    await cutOff()
    await honestGoesOn()
  })

  it('is cut off when an update is above 1 MiB', async () => {
    await attack()
    await mallory.evaluate(() => {
      window.harness.attacker!.send(window.harness.updateMessage(new Uint8Array(1024 * 1024 + 1)))
    })
    await refusedFor('an update above 1 MiB')
    await cutOff()
    await honestGoesOn()
  })

  it('changes nothing by sending again what is there, nor by leaving a gap', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows, seed }) => {
      const { followUp, operationsMessage, toRow, attacker } = window.harness
      const all = rows.map(toRow)
      attacker!.send(operationsMessage(all))
      attacker!.send(operationsMessage(all.toReversed()))
      const last = all.at(-1)!
      const far = followUp({ ...last, seq: last.seq + 4 }, Uint8Array.from(seed), {})
      attacker!.send(operationsMessage([far]))
    }, chain)
    // Bob asks for what is missing before it, and takes nothing meanwhile.
    await mallory.waitForFunction(
      (from) =>
        window.harness.attacker!.received.some(
          (message) => message.kind === 'control' && message.control.type === 'want' && message.control.from === from,
        ),
      chain.rows.length + 1,
      { timeout: 20_000 },
    )
    expect(await bob.refusals()).toEqual([])
    await honestGoesOn()
  })

  it('proves a fork of the author’s chain by passing on both histories; what came before stands', async () => {
    const chain = await stolen()
    await attack()
    await mallory.evaluate(({ rows, seed }) => {
      const [before, last] = rows.slice(-2).map(window.harness.toRow)
      const { epoch } = JSON.parse(new TextDecoder().decode(last!.bytes)) as { epoch: string }
      const card = window.harness.card('The other history.')
      const other = window.harness.followUp(before!, Uint8Array.from(seed), { ...card, epoch })
      window.harness.attacker!.send(window.harness.operationsMessage([other]))
    }, chain)
    await refusedFor('fork: its author signed two histories')
    await refusedFor('fork: the one that stands')
    expect(await bob.texts()).toEqual([HONEST])
  })

  it('cannot move a connection by a second offer, nor cut it by signals of any kind', async () => {
    await mallory.evaluate((text) => {
      window.harness.tap = new window.harness.Wiretap(text)
    }, link)
    await mallory.waitForTimeout(500)
    await bob.page.reload()
    await bob.seesPeers(1)
    const got = await mallory.evaluate(async () => {
      const tap = window.harness.tap!
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
    await alice.seesPeers(1)
    await bob.seesPeers(1)
    await honestGoesOn()
  })
})
