import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chatGptExport } from './export-file.ts'
import { PHONE, sizes } from './sizes.ts'
import { openedForTests } from './opened.ts'

const WAIT = { timeout: 30_000 }
const MAIL = 'gauge@river-station.org'
const FIRST = `The station at the bridge sends its readings at noon; write to ${MAIL} if a day is missing from the table.`
const SECOND = `Two gauges stand above the weir, and the keeper, whom you reach at ${MAIL}, compares them every Monday.`
const THIRD = 'Marguerite measures the depth of the channel with a pole, which is marked in steps of five centimetres.'

const here = openedForTests()

/** Somebody with three cards, two of which hold the same address. */
class Journey {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
  get mark(): Locator {
    return this.page.getByTestId('privacy-mark')
  }
  get found(): Locator {
    return this.page.getByTestId('found')
  }
  /** The row of a card in the list of cards. */
  row(text: string): Locator {
    return this.page.getByTestId('card').filter({ hasText: text.slice(0, 30) })
  }
  async list(): Promise<void> {
    await this.page.goto(`${here.app.url}#/cards`)
    await this.row(FIRST).waitFor({ timeout: 60_000 })
  }
  async open(text: string): Promise<void> {
    await this.list()
    const id = (await this.row(text).getAttribute('data-id', WAIT))!
    await this.page.goto(`${here.app.url}#/card/${id}`)
    await this.page.locator(`[data-testid=card-id][data-id="${id}"]`).waitFor({ ...WAIT, state: 'attached' })
  }
  async you(): Promise<Locator> {
    await this.page.goto(`${here.app.url}#/you`)
    const section = this.page.getByTestId('privacy')
    await section.waitFor(WAIT)
    return section
  }
  async undo(): Promise<void> {
    await this.page.getByRole('status').getByRole('button', { name: 'Undo' }).click(WAIT)
  }
  async share(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Share', exact: true }).click(WAIT)
    const dialog = this.page.getByRole('dialog', { name: 'Share this card' })
    await dialog.waitFor(WAIT)
    return dialog
  }
  async close(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await this.page.getByRole('dialog').waitFor({ ...WAIT, state: 'detached' })
  }
  async says(locator: Locator, text: string | RegExp): Promise<void> {
    await expect.poll(() => locator.innerText(), WAIT).toMatch(text)
  }
}

describe.each(sizes(PHONE))('what is private, $width wide', (viewport) => {
  it('is said by the person too: what is not, once and for all, and which words are', async () => {
    const context = await here.browser.newContext({ viewport })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(here.app.url)
    const answers = [FIRST, SECOND, THIRD].map((answer, n) => ({ title: `Note ${n + 1}`, answer }))
    await page.getByTestId('import-input').setInputFiles(chatGptExport(answers))
    await page.getByTestId('import-receipt').waitFor({ timeout: 60_000 })
    const me = new Journey(page)

    // Found on two cards; marked on one, gone from both, from lists and for sharing.
    await me.list()
    await me.says(me.row(FIRST), 'Personal')
    await me.says(me.row(SECOND), 'Personal')
    await me.open(FIRST)
    let dialog = await me.share()
    await dialog.getByText('This cannot be shared').waitFor(WAIT)
    await me.close()
    await me.mark.click(WAIT)
    await me.says(me.found, 'gaug…rg')
    await me.found.getByRole('button', { name: 'Show: e-mail address' }).click(WAIT)
    await me.says(me.found, MAIL)
    await me.found.getByRole('button', { name: 'Not private' }).click(WAIT)
    await me.says(me.mark, 'Nothing private found')
    dialog = await me.share()
    await dialog.getByRole('button', { name: 'Copy link' }).waitFor(WAIT)
    expect(await dialog.getByText('Look at this first').count()).toBe(0)
    await me.close()
    await me.open(SECOND)
    await me.says(me.mark, 'Nothing private found')
    await me.list()
    await expect.poll(() => me.row(FIRST).innerText(), WAIT).not.toContain('Personal')
    await expect.poll(() => me.row(SECOND).innerText(), WAIT).not.toContain('Personal')

    // The same after a reload; You has it, and gives it back, and that can be undone.
    await page.reload()
    await me.open(FIRST)
    await me.says(me.mark, 'Nothing private found')
    let section = await me.you()
    await me.says(section.getByTestId('harmless'), 'gaug…rg')
    await section.getByRole('button', { name: /^Private again/ }).click(WAIT)
    await section.getByText('It is then listed here').waitFor(WAIT)
    await me.undo()
    await section.getByTestId('harmless').waitFor(WAIT)
    await section.getByRole('button', { name: /^Private again/ }).click(WAIT)
    await section.getByText('It is then listed here').waitFor(WAIT)
    await me.open(SECOND)
    await me.says(me.mark, 'E-mail address')

    // A word of one's own marks the card that has it, in the list too, and keeps it here.
    section = await me.you()
    await section.getByTestId('own-word-field').fill('?')
    await section.getByTestId('own-word-field').press('Enter')
    await page.getByText('at least two letters').waitFor(WAIT)
    await section.getByTestId('own-word-field').fill(' marguerite ')
    await section.getByTestId('own-word-field').press('Enter')
    await me.says(section.getByTestId('own-word'), 'marguerite')
    await me.open(THIRD)
    await me.says(me.mark, 'Your word')
    dialog = await me.share()
    await dialog.getByText('Your word, in the card').waitFor(WAIT)
    expect(await dialog.getByRole('button', { name: 'Copy link' }).count()).toBe(0)
    await me.close()
    await me.list()
    await me.says(me.row(THIRD), 'Your word')
    await page.reload()
    await me.open(THIRD)
    await me.mark.click(WAIT)
    await me.says(me.found, 'Marguerite')
    await me.found.getByRole('button', { name: 'Remove Marguerite' }).click(WAIT)
    await me.says(me.mark, 'Nothing private found')
    await me.undo()
    await me.says(me.mark, 'Your word')
    section = await me.you()
    await section.getByRole('button', { name: 'Remove marguerite' }).click(WAIT)
    await section.getByTestId('own-word').waitFor({ ...WAIT, state: 'detached' })
    await me.list()
    await expect.poll(() => me.row(THIRD).innerText(), WAIT).not.toContain('Your word')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(errors).toEqual([])
    await context.close()
  })
})
