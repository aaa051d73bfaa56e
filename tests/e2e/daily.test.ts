import type { BrowserContext, Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { importSample } from './built-app.ts'
import { DESKTOP, PHONE, sizes } from './sizes.ts'
import { openedForTests } from './opened.ts'

const DAY = 86_400_000
/** Long after all of the sample library, so that all of its cards are old enough. */
const LATER = new Date(2027, 1, 3, 12).getTime()
const SOON = { timeout: 30_000 }
/** A decision moves on at once; the next look at a changed library comes only after five seconds. */
const AT_ONCE = { timeout: 3_000 }

const here = openedForTests()

const place = (page: Page): Promise<string | null> => page.getByTestId('today-place').textContent(SOON)
const shown = (page: Page): Locator => page.getByTestId('today-card')
const idShown = async (page: Page): Promise<string> => (await shown(page).getAttribute('data-id', SOON)) ?? ''
const isAt = (page: Page, at: string) => expect.poll(() => place(page), SOON).toBe(at)
const movesOn = (page: Page, at: string) => expect.poll(() => place(page), AT_ONCE).toBe(at)
/** Each card's content has come. */
const isRead = (page: Page) => page.getByTestId('today-open').waitFor(SOON)

async function openDay(context: BrowserContext, page: Page, at: number): Promise<void> {
  await context.clock.setFixedTime(at)
  await page.goto('about:blank')
  await page.goto(`${here.app.url}#/cards/today`)
}

describe.each(sizes(DESKTOP))('the cards of today, $width wide', (viewport) => {
  it('are five, the same all day, gone through once, kept or not wanted again, and others tomorrow', async () => {
    const context = await here.browser.newContext({ viewport })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await context.clock.setFixedTime(LATER)
    await importSample(page, here.app.url)

    // From the list of cards, by keyboard.
    await page.goto(`${here.app.url}#/cards`)
    const line = page.getByTestId('today')
    await expect.poll(() => line.textContent(), SOON).toContain('5 cards worth meeting again')
    await line.focus()
    await page.keyboard.press('Enter')
    await isAt(page, '1 of 5')
    const first = await idShown(page)
    expect(await page.getByTestId('today-reason').textContent()).not.toBe('')
    await page.keyboard.press('j')
    await isAt(page, '2 of 5')
    const second = await idShown(page)
    await page.keyboard.press('ArrowLeft')
    await isAt(page, '1 of 5')

    // Kept by keyboard, and the place stays over a reload, also without a connection.
    await page.keyboard.press('s')
    await movesOn(page, '2 of 5')
    await page.getByText('Kept “').first().waitFor(SOON)
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
    await context.setOffline(true)
    await page.reload()
    await isAt(page, '2 of 5')
    expect(await idShown(page)).toBe(second)
    await context.setOffline(false)

    // Not again, and taken back.
    await isRead(page)
    await page.getByRole('button', { name: 'Not again' }).click()
    await movesOn(page, '3 of 5')
    await page.keyboard.press('Control+z')
    await isAt(page, '2 of 5')
    await page.keyboard.press('x')
    await movesOn(page, '3 of 5')

    // Opening a card and coming back leaves the place as it is.
    const third = await idShown(page)
    await isRead(page)
    await page.getByTestId('today-open').click()
    await page.waitForURL((url) => url.hash === `#/card/${third}`)
    await page.goBack()
    await isAt(page, '3 of 5')

    // To the end, and no further.
    const all = [first, second, third]
    for (const at of ['4 of 5', '5 of 5']) {
      await page.getByRole('button', { name: 'Next' }).click()
      await isAt(page, at)
      all.push(await idShown(page))
    }
    expect(new Set(all).size).toBe(5)
    await page.getByRole('button', { name: 'Finish' }).click()
    const end = page.getByTestId('today-end')
    await end.getByRole('heading', { name: 'That is all for today' }).waitFor(SOON)
    await page.keyboard.press('j')
    expect(await end.getByText('You met 5 cards and kept 1. There are no more until tomorrow.').count()).toBe(1)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByTestId('today').textContent(), SOON).toContain('That is all for today')
    await page.goto(`${here.app.url}#/cards?tab=kept`)
    await page.locator(`[data-testid=card][data-id="${first}"]`).waitFor(SOON)

    // The next day brings others.
    await openDay(context, page, LATER + DAY)
    await isAt(page, '1 of 5')
    expect(all).not.toContain(await idShown(page))

    // Switched off it is gone, and it can be switched on again.
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await page.getByTestId('card').first().waitFor(SOON)
    expect(await page.getByTestId('today').count()).toBe(0)
    await page.goto(`${here.app.url}#/you`)
    await page.getByTestId('daily-row').getByRole('button', { name: 'Switch on' }).click(SOON)
    await page.goto(`${here.app.url}#/cards`)
    await page.getByTestId('today').waitFor(SOON)
    expect(errors).toEqual([])
    await context.close()
  })
})

describe('where there is nothing yet', () => {
  it('it is said why, and from when on there will be something', async () => {
    const context = await here.browser.newContext({ viewport: PHONE })
    const page = await context.newPage()
    await page.goto(`${here.app.url}#/cards/today`)
    const nothing = page.getByTestId('today-nothing')
    await nothing.getByRole('link', { name: 'Add an export' }).waitFor(SOON)
    // Before most of the sample library was written nothing is old enough.
    await context.clock.setFixedTime(new Date(2026, 8, 4, 12).getTime())
    await importSample(page, here.app.url)
    await page.goto(`${here.app.url}#/cards/today`)
    await nothing.getByText('There will be something from').waitFor(SOON)
    await context.close()
  })
})
