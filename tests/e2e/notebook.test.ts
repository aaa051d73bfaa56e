import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { importSample, serveBuiltApp, type ServedApp } from './built-app.ts'

const TITLE = 'Rye & other things'
const NOTE = 'Check this one before the weekend.'

let app: ServedApp
let browser: Browser
let context: BrowserContext
let page: Page
const problems: string[] = []

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1440, height: 900 } })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  page = await context.newPage()
  page.on('pageerror', (error) => problems.push(error.message))
  await importSample(page, app.url)
})

afterAll(async () => {
  await browser.close()
  app.stop()
})

const entries = (): Locator => page.getByTestId('notebook-entry')
const names = async (): Promise<string[]> =>
  entries()
    .locator('a.b5')
    .evaluateAll((all) => all.map((one) => one.lastChild?.textContent ?? ''))
const budget = (): Locator => page.getByTestId('pack-budget').and(page.locator(':visible'))
/** Polls longer than usual: after a reload the rows come when the library was opened. */
const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })
/** The pack as Markdown, once it was made anew. */
const markdown = async (): Promise<string> => {
  await page.getByRole('button', { name: 'Markdown' }).click()
  return (await page.getByTestId('pack-markdown').textContent()) ?? ''
}
const tokens = async (): Promise<number> => {
  const shown = page.getByTestId('pack-tokens').and(page.locator(':visible'))
  return Number(await shown.getAttribute('data-tokens'))
}

describe('a notebook', () => {
  it('teaches what it is while there is none', async () => {
    await page.goto(`${app.url}#/cards`)
    await page.getByRole('link', { name: 'Notebooks' }).click()
    await page.getByRole('heading', { name: 'No notebooks yet' }).waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByTestId('card').first().waitFor({ timeout: 30_000 })
  })

  it('is made from a card in the list, a card page and a passage being read', async () => {
    await page.getByTestId('card').first().click()
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog')
    await dialog.getByPlaceholder('New notebook').fill(TITLE)
    await dialog.getByRole('button', { name: 'Make notebook' }).click()
    await page.getByText(`Made “${TITLE}”`).waitFor()

    const second = await page.getByTestId('card').nth(3).getAttribute('data-id')
    await page.goto(`${app.url}#/card/${second}`)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByTestId('card-notebook').click()
    await page.getByTestId('notebook-choice').filter({ hasText: TITLE }).click()
    await page.getByText(`Card added to “${TITLE}”`).waitFor()

    await page.goto(`${app.url}#/library`)
    await page.getByTestId('conversation-item').filter({ hasText: 'Rolling back a Helm release' }).click()
    const pane = page.getByRole('complementary', { name: 'Cards' })
    await pane.getByTestId('card').first().click()
    await pane.getByRole('button', { name: 'Add to notebook' }).click()
    await page.getByTestId('notebook-choice').filter({ hasText: TITLE }).click()
    await page.getByText(`Card added to “${TITLE}”`).waitFor()

    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: TITLE }).click()
    await soon(() => entries().count()).toBe(3)
    await soon(async () => (await names()).length).toBe(3)
  })

  it('takes notes and headings, moves by keyboard and by dragging, and takes back a removal', async () => {
    await entries().nth(1).getByRole('button', { name: 'More for' }).click()
    await page.getByRole('menuitem', { name: 'Add note' }).click()
    await page.getByRole('textbox', { name: 'Note' }).fill(NOTE)
    await page.keyboard.press('Control+Enter')
    await entries().nth(1).getByText(NOTE).waitFor()

    const [first, second, third] = await names()
    await entries()
      .nth(2)
      .getByRole('button', { name: /^Move / })
      .focus()
    await page.keyboard.press('ArrowUp')
    await soon(names).toEqual([first, third, second])
    // The focus stays on what moved, so that it can be moved on.
    await page.keyboard.press('ArrowUp')
    await soon(names).toEqual([third, first, second])

    const grip = await entries().nth(0).locator('.grip').boundingBox()
    const last = await entries().nth(2).boundingBox()
    await page.mouse.move(grip!.x + 8, grip!.y + 16)
    await page.mouse.down()
    await page.mouse.move(grip!.x + 8, last!.y + last!.height - 4, { steps: 8 })
    await page.mouse.up()
    await soon(names).toEqual([first, second, third])

    await entries().nth(0).getByRole('button', { name: 'More for' }).click()
    await page.getByRole('menuitem', { name: 'Heading above' }).click()
    await page.getByRole('textbox', { name: 'Heading' }).fill('To begin with')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'To begin with' }).first().waitFor()

    await entries().nth(1).getByRole('button', { name: 'More for' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await soon(names).toEqual([second, third])
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(names).toEqual([first, second, third])

    await page.reload()
    await soon(names).toEqual([first, second, third])
    await entries().nth(2).getByText(NOTE).waitFor()
  })
})

describe('its context pack', () => {
  it('copies and saves as it is shown, within the tokens allowed', async () => {
    const text = await markdown()
    expect(text).toContain(`# ${TITLE}\n`)
    expect(text).toContain('## To begin with\n')
    expect(text).toContain(`> Note: ${NOTE}\n`)
    const marks = [...text.matchAll(/\[\^(\w+)\](?!:)/g)].map(([, label]) => label)
    const notes = [...text.matchAll(/^\[\^(\w+)\]: /gm)].map(([, label]) => label)
    expect(marks).toHaveLength(3)
    expect(notes).toEqual(marks)

    await page.getByTestId('pack-copy').and(page.locator(':visible')).click()
    await page.getByText('Copied, about').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as .md' }).and(page.locator(':visible')).click(),
    ])
    expect(download.suggestedFilename()).toBe('Rye other things.md')
    expect(await readFile(await download.path(), 'utf8')).toBe(text)

    const whole = await tokens()
    await budget().fill(String(whole - 1))
    await page.getByTestId('pack-left-out').waitFor()
    expect(await tokens()).toBeLessThan(whole)
    await budget().fill('8000')
    await soon(tokens).toBe(whole)
  })

  it('has footnotes whose links open the passage of the card', async () => {
    const text = await markdown()
    const links = [...text.matchAll(/^\[\^\w+\]: .*Passage: <([^>]+)>/gm)].map(([, url]) => url!)
    expect(links).toHaveLength(3)
    const openings = await names()
    for (const [at, link] of links.entries()) {
      const other = await context.newPage()
      await other.goto(link)
      const passage = other.locator('[role=main] .rng').first()
      await passage.waitFor({ timeout: 30_000 })
      const shown = (await other.locator('[role=main] .rng').allInnerTexts()).join(' ')
      const plain = (one: string) => one.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
      expect(plain(shown)).toContain(plain(openings[at]!).split(' ').slice(0, 4).join(' '))
      await other.close()
    }
  })

  it('of one card is a step from its page, and back leads there', async () => {
    const id = await entries().nth(1).locator('a.b5').getAttribute('href')
    await page.goto(`${app.url}${id}`)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Context pack' }).click()
    await soon(tokens).toBeGreaterThan(20)
    expect(await markdown()).toMatch(/\[\^1\]: .*Passage: </)
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByTestId('card-id').first().waitFor({ state: 'attached' })
  })
})

describe('a notebook whose cards are gone', () => {
  it('says so, keeps its notes, and can be deleted and brought back', async () => {
    const nav = page.getByRole('navigation', { name: 'Places' })
    await nav.getByRole('link', { name: TITLE }).click()
    await entries().first().waitFor()
    await page.goto(`${app.url}#/library`)
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Sample library removed').waitFor()
    await nav.getByRole('link', { name: TITLE }).click()
    await soon(() => entries().getByText('This card is not here any more').count()).toBe(3)
    await entries().getByText(NOTE).waitFor()

    await page.getByRole('button', { name: `More for ${TITLE}` }).click()
    await page.getByRole('menuitem', { name: 'Delete notebook' }).click()
    await soon(() => nav.getByRole('link', { name: TITLE }).count()).toBe(0)
    await page.getByRole('button', { name: 'Undo' }).click()
    await nav.getByRole('link', { name: TITLE }).click()
    await soon(() => entries().count()).toBe(4)
  })

  it('throws no error on the way', () => {
    expect(problems).toEqual([])
  })
})
