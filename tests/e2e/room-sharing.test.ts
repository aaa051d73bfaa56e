import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { Person } from './person.ts'

const ROLLBACK = 'A rollback in Helm creates a new revision from the old manifest, so hooks run again.'
const DOUGH = 'Sourdough needs strength: a stiff dough holds its shape because the gluten is folded tight.'
const INDEX = 'In PostgreSQL a partial index holds only the rows that match its WHERE clause.'
const SECRET = `In our CI the token is ghp_${'aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA3bC6'}, because the mirror needs one.`

const FIRST_VERIFIED_WITHIN_MS = 3_000

let app: ServedApp
let browsers: readonly [Browser, Browser]
let alice: Person
let bob: Person

beforeAll(async () => {
  app = await serveBuiltApp()
  browsers = [await launchBrowser(), await launchBrowser()]
})

afterAll(async () => {
  await Promise.all((browsers ?? []).map((browser) => browser.close()))
  app?.stop()
})

beforeEach(async () => {
  alice = await Person.arrive(browsers[0], app.url)
  bob = await Person.arrive(browsers[1], app.url)
})

afterEach(() => Promise.all([alice.leave(), bob.leave()]))

describe('a room between two browsers', () => {
  it('shows the card, verified, with its author, soon after the link was opened', async () => {
    await alice.rename('Alice')
    await alice.importTexts([ROLLBACK])
    const link = await alice.share(ROLLBACK, { message: 'Look at the hooks' })
    // Three new profiles, one after the other: the quickest shows what the app needs, the others what the machine does.
    const times: number[] = []
    for (const _ of [1, 2]) {
      const visitor = await Person.arrive(browsers[1], app.url)
      await visitor.open(link)
      times.push(await visitor.timeToVerified())
      await visitor.leave()
    }
    await bob.open(link)
    times.push(await bob.timeToVerified())
    console.log(`link opened → verified card: ${times.map(Math.round).join(', ')} ms`)
    expect(Math.min(...times)).toBeLessThan(FIRST_VERIFIED_WITHIN_MS)
    await bob.page.getByRole('heading', { name: 'Alice shared a card' }).waitFor()
    expect(await bob.texts()).toEqual([ROLLBACK])
    await bob.cards.getByText('Look at the hooks').waitFor()
    await bob.seesPeers(1)
    // The secret left the address bar.
    expect(new URL(bob.page.url()).hash).toMatch(/^#\/room\/[0-9a-f]{64}$/)
    const did = await bob.page.getByTestId('card-verified').first().getAttribute('data-did')
    expect(did).toBe(await alice.did())
  })

  it('says whom it waits for while the sharer is away, and connects when they come', async () => {
    await alice.rename('Alice')
    await alice.importTexts([ROLLBACK])
    const link = await alice.share(ROLLBACK)
    await alice.page.goto('about:blank')
    await bob.open(link)
    await bob.page.getByRole('heading', { name: 'Waiting for Alice' }).waitFor()
    await bob.page.getByText('as the link says, not verified yet').waitFor()
    expect(await bob.cards.count()).toBe(0)
    // Rooms of earlier visits open by themselves, wherever in the app the sharer is.
    await alice.go('#/library')
    await bob.seesCards(1)
    await bob.seesPeers(1)
  })

  it('goes on after a reload of either side', async () => {
    await alice.importTexts([ROLLBACK])
    const link = await alice.share(ROLLBACK)
    await alice.enterRoom()
    await bob.open(link)
    await bob.seesCards(1)
    for (const [one, other] of [
      [alice, bob],
      [bob, alice],
    ] as const) {
      const before = Date.now()
      await one.page.reload()
      await one.seesPeers(1)
      await other.seesPeers(1)
      console.log(`reload → connected: ${Date.now() - before} ms`)
      await one.seesCards(1)
    }
  })

  it('works in both directions, and what a guest adds stands in a third browser too', async () => {
    await alice.importTexts([ROLLBACK, INDEX])
    await bob.importTexts([DOUGH])
    const link = await alice.share(ROLLBACK, { canAdd: true })
    await alice.enterRoom()
    await bob.open(link)
    await bob.maySend()
    await bob.add(DOUGH)
    await alice.seesCards(2)
    await alice.add(INDEX)
    await bob.seesCards(3)
    expect((await bob.texts()).toSorted()).toEqual([ROLLBACK, DOUGH, INDEX].toSorted())
    const bobs = alice.page.locator(`[data-testid=room-card]`, { hasText: DOUGH }).getByTestId('card-verified')
    expect(await bobs.getAttribute('data-did')).toBe((await bob.secrets()).did)
    const browser = await launchBrowser()
    const carol = await Person.arrive(browser, app.url)
    await carol.open(link)
    await carol.seesCards(3)
    await browser.close()
  })

  it('adds what it can of several cards, and names the one that stays and why', async () => {
    await alice.importTexts([ROLLBACK, DOUGH, INDEX, SECRET])
    const link = await alice.share(ROLLBACK)
    await alice.enterRoom()
    await bob.open(link)
    await bob.seesCards(1)
    const dialog = await alice.startAdding()
    await dialog.getByRole('checkbox', { name: 'Select all 3 shown' }).check()
    await dialog.getByRole('button', { name: 'Add 3 cards' }).click()
    await dialog.getByText('2 cards are in the room.').waitFor()
    await dialog.getByText('1 card stayed here:').waitFor()
    await dialog.getByText(/^Found: .*token/i).waitFor()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await bob.seesCards(3)
    expect((await bob.texts()).toSorted()).toEqual([ROLLBACK, DOUGH, INDEX].toSorted())
    // What is in the room is not offered again.
    const again = await alice.startAdding()
    await again.getByRole('checkbox', { name: 'Select all 1 shown' }).waitFor()
    await bob.page.getByRole('button', { name: 'Keep all 3' }).click()
    await bob.page.getByText('All in your library').waitFor()
    await bob.go('#/cards?tab=kept')
    await bob.page.getByTestId('card').filter({ hasText: INDEX }).waitFor()
    // The list follows the index, which takes kept cards in one after another.
    await expect.poll(() => bob.page.getByTestId('card').count()).toBe(3)
  })

  it('a reading link reads and does not write', async () => {
    await alice.importTexts([ROLLBACK])
    const link = await alice.share(ROLLBACK)
    await bob.open(link)
    await bob.seesCards(1)
    await bob.seesPeers(1)
    const about = await bob.aboutRoom()
    await about.getByRole('button', { name: 'Leave room' }).waitFor()
    expect(await about.getByRole('button', { name: 'Add cards' }).count()).toBe(0)
    expect(await about.getByText('lets you in').count()).toBe(0)
  })

  it('keeps a card, once, and has it offline', async () => {
    await alice.importTexts([ROLLBACK])
    const link = await alice.share(ROLLBACK)
    await bob.importTexts([ROLLBACK, DOUGH])
    await bob.open(link)
    await bob.page.getByTestId('card-keep').click()
    await bob.page.getByText('In your library').waitFor()
    await bob.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await bob.page.reload()
    await bob.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await bob.page.context().setOffline(true)
    await bob.page.reload()
    await bob.page.getByText('In your library').waitFor()
    expect(await bob.texts()).toEqual([ROLLBACK])
    // The same card, imported and received, is one.
    await bob.go('#/cards?tab=kept')
    const kept = bob.page.getByTestId('card').filter({ hasText: ROLLBACK })
    await kept.waitFor({ timeout: 30_000 })
    expect(await bob.page.getByTestId('card').count()).toBe(1)
    const rows = await bob.rows<{ card: Record<string, unknown> }>('ownCards')
    expect(rows.map(({ card }) => [card['content'], card['origin']])).toEqual([[ROLLBACK, 'received']])
  })

  it('makes one link, though the library changes meanwhile', async () => {
    await alice.importTexts([ROLLBACK, DOUGH])
    await alice.go('#/cards')
    const row = (text: string) => alice.page.getByTestId('card').filter({ hasText: text }).first()
    const [shared, other] = [await row(ROLLBACK).getAttribute('data-id'), await row(DOUGH).getAttribute('data-id')]
    await alice.go(`#/card/${shared}`)
    await alice.page.getByTestId('card-share').first().click()
    const link = await alice.page.getByTestId('room-link').inputValue()
    const tab = await alice.page.context().newPage()
    await tab.goto(`${app.url}#/card/${other}`)
    await tab.getByRole('button', { name: 'Keep' }).first().click()
    await alice.page.locator('a[title="To review"] .n', { hasText: /^1$/ }).waitFor()
    expect(await alice.page.getByTestId('room-link').inputValue()).toBe(link)
    expect(await alice.rows('spaces')).toHaveLength(1)
  })

  it('makes no link for what is private', async () => {
    await alice.importTexts([SECRET])
    await alice.go('#/cards')
    await alice.page.getByTestId('card').first().click()
    await alice.page.getByTestId('card-share').first().click()
    await alice.page.getByText('This cannot be shared: something private was found').waitFor()
    expect(await alice.page.getByTestId('room-link').count()).toBe(0)
    expect(await alice.rows('spaces')).toEqual([])
  })

  it('says that a room that ended has ended', async () => {
    await alice.importTexts([ROLLBACK])
    const link = await alice.share(ROLLBACK, { ends: 'In 1 day' })
    await bob.open(link)
    await bob.seesCards(1)
    await bob.page.clock.setFixedTime(Date.now() + 2 * 86_400_000)
    await bob.page.reload()
    await bob.page.getByText('This room has ended').waitFor()
    await bob.seesPeers(0)
  })

  it('stores secrets and seeds sealed only', async () => {
    await alice.importTexts([ROLLBACK])
    await alice.share(ROLLBACK, { canAdd: true })
    const { rootSeed, deviceSeed, rooms } = await alice.secrets()
    const secrets = [rootSeed, deviceSeed, ...rooms].map((secret) => secret.join())
    const rows = [...(await alice.rows('identity')), ...(await alice.rows('spaces'))]
    const stored: string[] = []
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) stored.push(value.join())
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
    }
    rows.forEach(walk)
    expect(secrets).toHaveLength(4)
    expect(stored.length).toBeGreaterThanOrEqual(8)
    expect(stored.filter((bytes) => secrets.some((secret) => bytes.includes(secret)))).toEqual([])
    expect(rows.find((row) => (row as { key?: unknown }).key !== undefined)).toMatchObject({
      key: { extractable: false },
    })
  })
})
