import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chatGptExport } from './export-file.ts'
import { PHONE, sizes } from './sizes.ts'
import { openedForTests } from './opened.ts'

const NOTES = {
  before:
    'The payment gateway closes idle connections after 30 seconds, because the proxy in front of it keeps a table of all open sockets. Services that hold a pool must send a heartbeat more often than that. The setting is `gateway_idle_timeout`.',
  after:
    'The payment gateway closes idle connections after 90 seconds. The proxy in front of it used to be stricter, so old runbooks of the payment team may say otherwise; the heartbeat of the pool can be slower now. The setting is still `gateway_idle_timeout`.',
  draft:
    'A checkout is retried with the same idempotency key, so that a customer never pays twice for one basket. The key is made by the browser and kept with the order for two days.',
  final:
    'A checkout is retried with the same idempotency key, so that a customer never pays twice for one basket. The key is made by the server and kept with the order for two days.',
  setting:
    'Changes of `gateway_idle_timeout` go through the values of the edge chart, are reviewed by the people on call, and reach all regions within an hour, because the chart is rolled out region by region.',
  bread:
    'Sourdough rests overnight in a cool kitchen, because slow fermentation gives the crust its taste and makes the crumb easy to digest.',
}

const here = openedForTests()

async function openCard(page: Page, text: string): Promise<void> {
  await page.goto(`${here.app.url}#/cards`)
  const row = page.getByTestId('card').filter({ hasText: text }).first()
  const id = await row.getAttribute('data-id', { timeout: 60_000 })
  await page.goto(`${here.app.url}#/card/${id}`)
}

const group = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true })

describe.each(sizes(PHONE))('beside a card, $width wide', (viewport) => {
  it('stands what else is known: conflicts to compare, other wordings, and what was rejected stays away', async () => {
    const context = await here.browser.newContext({ viewport })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(here.app.url)
    const titles = Object.entries(NOTES).map(([title, answer]) => ({ title, answer }))
    await page.getByTestId('import-input').setInputFiles(chatGptExport(titles))
    await page.getByTestId('import-receipt').waitFor({ timeout: 60_000 })

    // Two wordings of one thing, what differs marked, without a conflict between them.
    await openCard(page, 'The key is made by the server')
    const wordings = group(page, 'In other words')
    await wordings.waitFor({ timeout: 30_000 })
    expect(await wordings.getByTestId('related-card').count()).toBe(1)
    expect(await wordings.getByText('Older wording').count()).toBe(1)
    expect(await wordings.locator('mark').allInnerTexts()).toContain('browser')
    expect(await group(page, 'May conflict').count()).toBe(0)

    // A conflict, with both figures; what has nothing to do with it is not named.
    await openCard(page, 'idle connections after 30')
    const conflicts = group(page, 'May conflict')
    await conflicts.waitFor({ timeout: 30_000 })
    expect(await conflicts.getByTestId('related-card').count()).toBe(1)
    expect(await conflicts.getByText('“30 seconds” and “90 seconds”').count()).toBe(1)
    expect(await page.getByTestId('related').getByText('Sourdough').count()).toBe(0)

    // Side by side, each with its words marked and a way to its place.
    const card = new URL(page.url()).hash
    const otherCard = `#/card/${await conflicts.getByTestId('related-card').getAttribute('data-id')}`
    await conflicts.getByRole('link').first().click()
    const compare = page.getByTestId('compare')
    await compare.getByRole('heading', { name: 'Two passages that may conflict' }).waitFor()
    const sides = compare.getByTestId('compared')
    expect(await sides.locator('.rng').allInnerTexts()).toEqual(['30 seconds', '90 seconds'])
    await page.reload()
    await compare.getByRole('heading', { name: 'Two passages that may conflict' }).waitFor({ timeout: 30_000 })
    await sides.nth(1).getByRole('link', { name: 'after' }).click()
    await page.getByTestId('message').first().waitFor()
    expect(await page.getByText('heartbeat of the pool can be slower').count()).toBeGreaterThan(0)
    await page.goBack()

    // Rejected from the comparison; undone; rejected again beside the card.
    await compare.getByRole('button', { name: 'No conflict' }).click()
    await page.waitForURL((url) => url.hash === card)
    await page.getByTestId('card-id').waitFor({ state: 'attached' })
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click()
    await conflicts.waitFor({ timeout: 10_000 })
    await conflicts.getByRole('button', { name: /^Not related/ }).click()
    await conflicts.waitFor({ state: 'detached' })
    await page.getByRole('status').getByText('Not related').waitFor()

    await page.reload()
    // From the other side of the pair neither; what else is known stays.
    const mentions = group(page, 'Mentions the same')
    for (const hash of [card, otherCard]) {
      await page.goto(`${here.app.url}${hash}`)
      await mentions.getByText('Both mention gateway_idle_timeout').first().waitFor({ timeout: 30_000 })
      expect(await conflicts.count()).toBe(0)
    }
    // Nothing sticks out of the page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(errors).toEqual([])
    await context.close()
  })
})
