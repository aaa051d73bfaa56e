import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { importSample, serveBuiltApp, type ServedApp } from './built-app.ts'

let app: ServedApp
let browsers: readonly Browser[]
let alice: BrowserContext
let bob: BrowserContext
let page: Page
const problems: string[] = []

beforeAll(async () => {
  app = await serveBuiltApp()
  // Two browsers, not two tabs: they can only meet over WebRTC.
  browsers = [await launchBrowser(), await launchBrowser()]
  alice = await browsers[0]!.newContext()
  bob = await browsers[1]!.newContext()
  page = await alice.newPage()
  page.on('pageerror', (error) => problems.push(error.message))
})

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  app.stop()
})

async function indexed(on: Page): Promise<void> {
  await on.goto(`${app.url}#/cards`)
  await on.getByTestId('card').first().waitFor({ timeout: 30_000 })
}

describe('from an export to a card a friend keeps', () => {
  it('imports, and says what it read', async () => {
    expect(await importSample(page, app.url)).toMatchObject({ read: '24', new: '24', updated: '0', unreadable: '0' })
  })

  it('adds nothing the second time', async () => {
    await page.getByTestId('import-input').setInputFiles('public/sample/claude.json')
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('[data-testid=import-receipt]')?.dataset['read'] === '10',
    )
    const receipt = page.getByTestId('import-receipt')
    expect(await receipt.getAttribute('data-new')).toBe('0')
  })

  it('shows conversations, and a conversation with its branches and cards', async () => {
    await page.goto(`${app.url}#/library`)
    await page.getByTestId('conversation-item').filter({ hasText: 'Rolling back a Helm release' }).click()
    await page.getByRole('heading', { level: 1, name: 'Rolling back a Helm release' }).waitFor()
    await expect.poll(() => page.getByTestId('message').count()).toBe(14)
    await page.getByText('2 of 3').waitFor()
    await expect.poll(() => page.getByTestId('card').count()).toBeGreaterThan(5)
  })

  it('finds words, with a spelling mistake too, and leads to the passage', async () => {
    await indexed(page)
    await page.goto(`${app.url}#/search`)
    await page.getByTestId('search-input').fill('rollbck')
    const hit = page.getByTestId('search-result').first()
    await hit.waitFor()
    expect((await hit.locator('mark').first().innerText()).toLowerCase()).toContain('rollback')
    await page.getByTestId('search-input').fill('"never runs pre-upgrade hooks"')
    await page.getByTestId('search-result').filter({ hasText: 'Rolling back a Helm release' }).first().waitFor()
  })

  it('works without a connection, also after a reload', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.goto(app.url)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await alice.setOffline(true)
    await page.reload()
    await page.getByTestId('conversation-item').first().waitFor()
    await page.getByTestId('conversation-item').first().click()
    await page.getByTestId('message').first().waitFor()
    await indexed(page)
    await page.goto(`${app.url}#/search?q=gluten`)
    await page.getByTestId('search-result').first().waitFor()
    await alice.setOffline(false)
  })

  it('hands one card to another browser, which verifies and keeps it, and has it offline', async () => {
    await page.goto(`${app.url}#/you`)
    const did = (await page.getByTestId('identity-did').textContent())?.match(/did:key:z6Mk\w+/)?.[0]
    expect(did).toBeDefined()
    await page.goto(`${app.url}#/cards`)
    await page.getByTestId('card').first().click()
    await page.getByTestId('card-share').first().click()
    const link = await page.getByTestId('room-link').inputValue()
    expect(link).toContain('#/r/')

    const other = await bob.newPage()
    other.on('pageerror', (error) => problems.push(error.message))
    await other.goto(link)
    const verified = other.getByTestId('card-verified').first()
    await verified.waitFor({ timeout: 20_000 })
    expect(await verified.getAttribute('data-did')).toBe(did)
    expect(other.url()).not.toContain(link.split('.').at(-1))
    await other.getByTestId('card-keep').click()
    await other.getByText('In your library').first().waitFor()

    await other.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await other.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await bob.setOffline(true)
    await other.goto(`${app.url}#/cards?tab=kept`)
    await other.reload()
    await other.getByTestId('card').first().waitFor({ timeout: 30_000 })
    expect(await other.getByTestId('card').count()).toBe(1)
  })

  it('throws no error on the way', () => {
    expect(problems).toEqual([])
  })
})
