import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import type { ServedRooms } from './harness-room/serve.ts'
import { serveRooms } from './harness-room/serve.ts'

let served: ServedRooms
let browsers: [Browser, Browser]
let alice: Page
let bob: Page

beforeAll(async () => {
  served = await serveRooms()
  browsers = [await launchBrowser(), await launchBrowser()]
})

afterAll(async () => {
  await Promise.all((browsers ?? []).map((browser) => browser.close()))
  await served?.close()
})

async function visit(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  page.on('pageerror', (error) => console.error('page error:', error.message))
  await page.goto(served.url)
  await page.waitForFunction(() => 'harness' in window)
  return page
}

beforeEach(async () => {
  ;[alice, bob] = (await Promise.all(browsers.map(visit))) as [Page, Page]
})

afterEach(async () => {
  await Promise.all([alice, bob].map((page) => page?.context().close()))
})

async function share(page: Page, texts: readonly string[], options: Record<string, unknown> = {}) {
  const result = await page.evaluate(([all, more]) => window.harness.share(all, more), [texts, options] as const)
  if (!result.ok) throw new Error(result.error.message)
  await page.evaluate((id) => window.harness.watch(id), result.value.roomId)
  return result.value
}

const open = (page: Page, link: string) => page.evaluate((text) => window.harness.open(text), link)
const state = (page: Page, id: string) => page.evaluate((room) => window.harness.states[room]!, id)

/** Waits until the room has this many cards in this page; milliseconds since the link was opened there. */
async function cards(page: Page, id: string, count: number, started = 0): Promise<number> {
  const at = await page.waitForFunction(
    ([room, wanted]) => (window.harness.states[room]?.cards.length ?? 0) >= wanted && performance.now(),
    [id, count] as const,
    { polling: 5, timeout: 60_000 },
  )
  return Number(await at.jsonValue()) - started
}

const status = (page: Page, id: string, wanted: string) =>
  page.waitForFunction(([room, is]) => window.harness.states[room]?.status === is, [id, wanted] as const, {
    polling: 20,
    timeout: 30_000,
  })

describe('a room between two browsers', () => {
  it('shows the card, verified, with its author, and prints how long it took', async () => {
    await alice.evaluate(() => window.harness.identity.rename('Alice'))
    const { roomId, link } = await share(alice, ['A room needs no server that can read it.'], { message: 'Look' })
    const { id, started } = await open(bob, link)
    expect(id).toBe(roomId)
    const ms = await cards(bob, roomId, 1, started)
    console.log(`link opened → verified card: ${Math.round(ms)} ms`)
    const own = await alice.evaluate(() => window.harness.identity.state.current!.did)
    const { cards: seen, owner, status: is } = await state(bob, roomId)
    expect(is).toBe('connected')
    expect(owner).toEqual({ did: own, name: 'Alice', verified: true })
    expect(seen).toMatchObject([{ authorDid: own, authorName: 'Alice', verified: true, mine: false, message: 'Look' }])
    expect(seen[0]!.card.content).toBe('A room needs no server that can read it.')
  })

  it('says whom it waits for while the sharer is away, and connects when they come', async () => {
    const { roomId, link } = await share(alice, ['Waiting is shown, not hidden.'])
    const own = await alice.evaluate(() => window.harness.identity.state.current!.did)
    await alice.goto('about:blank')
    await open(bob, link)
    await status(bob, roomId, 'waiting')
    expect(await state(bob, roomId)).toMatchObject({ cards: [], waitingFor: { did: own, verified: false } })
    await alice.goto(served.url)
    await cards(bob, roomId, 1)
    await status(bob, roomId, 'connected')
  })

  it('goes on after a reload of either side', async () => {
    const { roomId, link } = await share(alice, ['A reload is not an end.'])
    await open(bob, link)
    await cards(bob, roomId, 1)
    for (const [page, other] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      await page.reload()
      await page.waitForFunction(() => 'harness' in window)
      await page.evaluate((id) => window.harness.watch(id), roomId)
      const before = Date.now()
      await status(page, roomId, 'connected')
      await status(other, roomId, 'connected')
      console.log(`reload → connected: ${Date.now() - before} ms`)
      await cards(page, roomId, 1)
    }
  })

  it('works in both directions, and what a guest adds stands in a third browser too', async () => {
    const { roomId, link } = await share(alice, ['From Alice.'])
    await open(bob, link)
    await bob.waitForFunction((id) => window.harness.states[id]?.canAdd === 'yes', roomId, { timeout: 30_000 })
    const added = await bob.evaluate((id) => window.harness.rooms.addCard(id, window.harness.card('From Bob.')), roomId)
    expect(added).toEqual({ ok: true })
    await cards(alice, roomId, 2)
    const bobs = await bob.evaluate(() => window.harness.identity.state.current!.did)
    expect((await state(alice, roomId)).cards.map(({ authorDid }) => authorDid)).toContain(bobs)
    const carol = await visit(browsers[0])
    await open(carol, link)
    await cards(carol, roomId, 2)
    await carol.context().close()
  })

  it('a reading link reads and does not write', async () => {
    const { roomId, link } = await share(alice, ['Only to read.'], { canAdd: false })
    await open(bob, link)
    await cards(bob, roomId, 1)
    const added = await bob.evaluate((id) => window.harness.rooms.addCard(id, window.harness.card('No.')), roomId)
    expect(added).toMatchObject({ ok: false, error: { code: 'read-only' } })
  })

  it('keeps a card, once, and has it offline', async () => {
    const { roomId, link } = await share(alice, ['Kept is kept.'])
    await open(bob, link)
    await cards(bob, roomId, 1)
    const acuId = (await state(bob, roomId)).cards[0]!.card.id
    const keep = () => bob.evaluate(([room, card]) => window.harness.rooms.keep(room!, card!), [roomId, acuId] as const)
    expect(await keep()).toEqual({ ok: true, value: 'added' })
    expect(await keep()).toEqual({ ok: true, value: 'merged' })
    expect((await state(bob, roomId)).cards[0]!.keptHere).toBe(true)
    await bob.context().setOffline(true)
    const rows = await bob.evaluate(() => window.harness.db.ownCards.toArray())
    expect(rows).toHaveLength(1)
    expect(rows[0]!.card).toMatchObject({ id: acuId, origin: 'received', content: 'Kept is kept.' })
  })

  it('refuses to share what is private, and says a room that ended has ended', async () => {
    const result = await alice.evaluate(() =>
      window.harness.share(['token ghp_' + 'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA3bC6']),
    )
    expect(result).toMatchObject({ ok: false, error: { code: 'private' } })
    const { roomId, link } = await share(alice, ['Soon over.'], { expiresInDays: 5 / 86_400 })
    await open(bob, link)
    await cards(bob, roomId, 1)
    await bob.waitForTimeout(6_000)
    await bob.reload()
    await bob.waitForFunction(() => 'harness' in window)
    await bob.evaluate((id) => window.harness.watch(id), roomId)
    await status(bob, roomId, 'closed')
    expect((await state(bob, roomId)).problems.join()).toContain('ended')
  })

  it('stores secrets and seeds sealed only', async () => {
    const { roomId } = await share(alice, ['Sealed.'])
    const found = await alice.evaluate(async (id) => {
      const { db, identity, spaces } = window.harness
      const own = await identity.own()
      const record = (await spaces.get(id))!
      const rows = [...(await db.identity.toArray()), ...(await db.spaces.toArray())]
      const bytes: number[][] = []
      const walk = (value: unknown): void => {
        if (value instanceof Uint8Array) bytes.push([...value])
        else if (typeof value === 'object' && value !== null && !(value instanceof CryptoKey))
          Object.values(value).forEach(walk)
      }
      rows.forEach(walk)
      const secrets = [own.rootSeed, own.deviceSeed, record.secret, record.inviteSeed!].map((secret) => secret.join())
      const vault = rows.find((row) => 'key' in row) as { key: CryptoKey }
      return {
        clear: bytes.filter((stored) => secrets.some((secret) => stored.join().includes(secret))).length,
        stored: bytes.length,
        extractable: vault.key.extractable,
      }
    }, roomId)
    expect(found.clear).toBe(0)
    expect(found.stored).toBeGreaterThanOrEqual(8)
    expect(found.extractable).toBe(false)
  })
})
