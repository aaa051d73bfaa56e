import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { importSample } from './built-app.ts'
import { DESKTOP, PHONE, sizes } from './sizes.ts'
import { openedForTests } from './opened.ts'

const WAIT = { timeout: 30_000 }
const here = openedForTests()

async function openCards(viewport: { width: number; height: number }): Promise<{ page: Page; errors: string[] }> {
  const context = await here.browser.newContext({ viewport })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await importSample(page, here.app.url)
  // Until the index has all of them, more cards come, and their numbers rise.
  await page.goto(`${here.app.url}#/you`)
  await page.getByText('Search knows everything').waitFor(WAIT)
  await page.goto(`${here.app.url}#/cards`)
  await page.getByTestId('card').nth(5).waitFor(WAIT)
  return { page, errors }
}

const idAt = (page: Page, at: number): Promise<string | null> =>
  page.getByTestId('card').nth(at).getAttribute('data-id', WAIT)

/** How many cards the tab of a state names. */
const inTab = async (page: Page, name: string): Promise<number> =>
  Number(
    (await page.getByRole('navigation', { name: 'State' }).getByRole('link', { name }).innerText()).replaceAll(
      /\D/g,
      '',
    ),
  )

const picked = (page: Page) => page.getByTestId('picked')
const saysPicked = (page: Page, count: number) =>
  picked(page).getByText(`${count} selected`, { exact: true }).waitFor(WAIT)
const undo = (page: Page) => page.getByRole('status').getByRole('button', { name: 'Undo' }).click(WAIT)

describe.each(sizes(DESKTOP))('several cards, $width wide', (viewport) => {
  it('are chosen by touch, pointer and keys, decided on at once, and put back at once', async () => {
    const { page, errors } = await openCards(viewport)
    const all = await inTab(page, 'To review')
    const ids = await Promise.all([0, 1, 2, 3].map((at) => idAt(page, at)))

    // The first and all up to the fourth, without the second.
    await page.getByRole('button', { name: /^Sort/ }).click()
    await page.getByRole('menuitem', { name: 'Select cards' }).click()
    await page.getByTestId('card').nth(0).click()
    await saysPicked(page, 1)
    const last = page.getByTestId('card').nth(3)
    await last.click({ modifiers: ['Shift'] })
    await saysPicked(page, 4)
    // What is chosen stays so at the end of another range.
    await last.click({ modifiers: ['Shift'] })
    expect(await last.getByRole('checkbox').isChecked()).toBe(true)
    await page.getByTestId('card').nth(1).getByRole('checkbox').press('Space')
    await saysPicked(page, 3)
    await page.keyboard.press('s')
    await page.getByText('Kept 3 cards').waitFor(WAIT)
    await expect.poll(() => inTab(page, 'Kept'), WAIT).toBe(3)
    await expect.poll(() => inTab(page, 'To review'), WAIT).toBe(all - 3)
    expect(await idAt(page, 0)).toBe(ids[1])
    expect(await picked(page).count()).toBe(0)

    // Taken back as one, also for the list that has caught up with it.
    await undo(page)
    await expect.poll(() => inTab(page, 'Kept'), WAIT).toBe(0)
    await expect.poll(() => Promise.all([0, 1, 2, 3].map((at) => idAt(page, at))), WAIT).toEqual(ids)

    // By keys alone; Escape ends it, and leaves all as it was.
    await page.locator('main.list').focus()
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await saysPicked(page, 2)
    await page.keyboard.press('Escape')
    await picked(page).waitFor({ ...WAIT, state: 'detached' })
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('e')
    await page.getByText('Archived 2 cards').waitFor(WAIT)
    await page.reload()
    await expect.poll(() => inTab(page, 'Archived'), WAIT).toBe(2)
    expect(errors).toEqual([])
    await page.context().close()
  })
})

describe.each(sizes(PHONE))('several cards, $width wide', (viewport) => {
  it('go into a notebook, and become one card', async () => {
    const { page, errors } = await openCards(viewport)
    const menu = async (name: string): Promise<void> => {
      if (viewport.width > 1200) return picked(page).getByRole('button', { name }).click()
      await picked(page).getByRole('button', { name: 'More for the selected cards' }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    await page.getByRole('button', { name: /^Sort/ }).click()
    await page.getByRole('menuitem', { name: 'Select cards' }).click()
    await page.getByTestId('card').nth(0).click()
    await page.getByTestId('card').nth(2).click()
    await saysPicked(page, 2)
    await menu('Notebook')
    await page.getByRole('dialog').getByRole('textbox').fill('Two of them')
    await page.keyboard.press('Enter')
    await page.getByText('Two of them').first().waitFor(WAIT)

    await menu('Merge')
    await page.getByRole('dialog').getByText('Merge 2 cards').waitFor(WAIT)
    await page.getByTestId('save-card').click(WAIT)
    await page.getByText('Merged 2 cards').waitFor(WAIT)
    await page
      .locator('[data-testid=card-id]')
      .first()
      .waitFor({ ...WAIT, state: 'attached' })
    await undo(page)
    await page.goto(`${here.app.url}#/notebooks`)
    await page.getByText('Two of them').first().click(WAIT)
    await expect.poll(() => page.getByTestId('notebook-entry').count(), WAIT).toBe(2)
    expect(errors).toEqual([])
    await page.context().close()
  })
})
