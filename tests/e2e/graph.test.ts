import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { importSample } from './built-app.ts'
import { DESKTOP, sizes } from './sizes.ts'
import { openedForTests } from './opened.ts'

const LONG = 30_000

const here = openedForTests()

async function open(viewport: {
  width: number
  height: number
}): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
  const context = await here.browser.newContext({ viewport, acceptDownloads: true, hasTouch: viewport.width < 768 })
  const page = await context.newPage()
  page.setDefaultTimeout(LONG)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  return { context, page, errors }
}

/** Waits until search has told what it knows and all nodes have their places. */
async function settle(page: Page): Promise<void> {
  await page.locator('main[aria-busy=false]').waitFor()
  await page.locator('[data-testid=graph-canvas][data-settled=true]').waitFor()
}

const rows = (page: Page) => page.getByTestId('graph-row')

/** Id of a card of the sample library, by its own words. */
async function cardOf(page: Page, text: string): Promise<string> {
  await page.goto(`${here.app.url}#/graph/search?q=${encodeURIComponent(`"${text}"`)}`)
  return (await rows(page).filter({ hasText: text }).first().getAttribute('data-id'))!
}

describe.each(sizes(DESKTOP))('the graph, $width wide', (viewport) => {
  it('shows a card among what it is linked with, as a picture and as a list', async () => {
    const { context, page, errors } = await open(viewport)
    await page.goto(`${here.app.url}#/graph`)
    await page.getByText('No cards to connect yet').waitFor()
    expect(await page.getByRole('link', { name: 'Add an export' }).getAttribute('href')).toBe('#/add')

    await importSample(page, here.app.url)
    // What search links a card with depends on all there is.
    await page.goto(`${here.app.url}#/you`)
    await page.getByText('Search knows everything').waitFor()
    const id = await cardOf(page, 'Our last deploy of checkout broke payments')
    await page.goto(`${here.app.url}#/card/${id}`)
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Graph' }).click()
    expect(new URL(page.url()).hash).toBe(`#/graph/card/${id}`)
    await settle(page)

    // Something was drawn: pixels that are not the background.
    const canvas = page.getByTestId('graph-canvas')
    const drawn = await canvas.screenshot()
    expect(drawn.length).toBeGreaterThan(4_000)
    expect(await canvas.getAttribute('aria-label')).toContain('Our last deploy of checkout broke payments')

    // The list says what is linked, how, and goes on to what is linked with those.
    const list = page.getByTestId('graph-list')
    expect(await rows(page).first().textContent()).toContain('In the middle')
    await list.getByRole('heading', { name: 'Answered by' }).waitFor()
    const all = await rows(page).count()
    expect(all).toBeGreaterThan(4)

    // Keyboard: one stop, arrows move, Enter opens, back comes back.
    await rows(page).first().focus()
    await page.keyboard.press('ArrowDown')
    const second = rows(page).nth(1)
    await expect.poll(() => second.evaluate((row) => row === document.activeElement)).toBe(true)
    expect(await list.locator('[tabindex="0"]').count()).toBe(1)
    const other = (await second.getAttribute('data-id'))!
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => url.hash === `#/card/${other}`)
    await page.goBack()
    await settle(page)

    // A filter by relation leaves its cards, stands in the address, and outlives a reload.
    if (viewport.width < 768) await page.getByRole('button', { name: 'Filter', exact: true }).click()
    const chip = page.getByRole('group', { name: 'Relations' }).getByRole('button', { name: /^Explains/ })
    await chip.click()
    expect(new URL(page.url()).hash).toContain('link=EXPLAINS')
    await expect.poll(() => rows(page).count()).toBeLessThan(all)
    await page.reload()
    await settle(page)
    expect(await rows(page).count()).toBeLessThan(all)
    if (viewport.width < 768) await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await chip.click()
    await expect.poll(() => rows(page).count()).toBe(all)
    if (viewport.width < 768) await page.getByRole('button', { name: 'Filter', exact: true }).click()

    // A path between two cards that are both linked with the middle.
    const [first, last] = [rows(page).nth(1), rows(page).nth(3)]
    await first.click()
    const panel = page.getByTestId('graph-panel')
    await panel.getByRole('button', { name: 'Path from here' }).click()
    await page.getByText('Choose the card it should lead to').waitFor()
    await last.click()
    const path = page.getByTestId('graph-path')
    await path.getByText('2 links apart').waitFor()
    expect(await path.getByTestId('path-stop').count()).toBe(3)
    expect(await path.getByText('Answers').count()).toBe(1)
    await page.keyboard.press('Escape')
    await path.waitFor({ state: 'detached' })

    // Centre on another card; back leads to the former middle.
    await first.click()
    await panel.getByRole('button', { name: 'Centre here' }).click()
    await page.waitForURL((url) => url.hash === `#/graph/card/${other}`)
    await settle(page)
    expect(await rows(page).first().getAttribute('data-id')).toBe(other)
    await page.goBack()
    await settle(page)
    expect(await rows(page).first().getAttribute('data-id')).toBe(id)

    // The picture as a file.
    await page.getByRole('button', { name: 'More', exact: true }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Save as image' }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('graph.png')
    const bytes = await readFile(await saved.path())
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    expect(bytes.length).toBeGreaterThan(4_000)

    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(errors).toEqual([])
    await context.close()
  })
})

describe('the graph', () => {
  it('is reached from the places, from a conversation, and by a search; a node can be tapped', async () => {
    const { context, page, errors } = await open({ width: 1440, height: 900 })
    await importSample(page, here.app.url)
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Graph' }).click()
    await settle(page)
    expect(await page.getByText(/^\d+ cards of your library$/).count()).toBeGreaterThan(0)

    await page.goto(`${here.app.url}#/graph/search?q=helm%20rollback`)
    await page
      .getByText(/cards about “helm rollback”/)
      .first()
      .waitFor()
    await settle(page)
    expect(await rows(page).count()).toBeGreaterThan(1)

    await page.goto(`${here.app.url}#/library`)
    await page.getByTestId('conversation-item').filter({ hasText: 'Rolling back a Helm release' }).click()
    await page.getByTestId('message').first().waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Graph' }).click()
    await page
      .getByText(/of “Rolling back a Helm release” and around it/)
      .first()
      .waitFor()

    const id = await cardOf(page, 'Our last deploy of checkout broke payments')
    await page.goto(`${here.app.url}#/graph/card/${id}?steps=1`)
    await settle(page)
    // A node is found by pointing; a click chooses it.
    const canvas = page.getByTestId('graph-canvas')
    const at = (await canvas.boundingBox())!
    const isFound = () => canvas.evaluate((element) => element.classList.contains('pointing'))
    for (let n = 0, across = Math.floor(at.width / 20); n < across * (at.height / 20) && !(await isFound()); n++) {
      await page.mouse.move(at.x + 20 * (n % across), at.y + 20 * Math.floor(n / across))
    }
    await page.mouse.down()
    await page.mouse.up()
    const panel = page.getByTestId('graph-panel')
    await panel.waitFor()
    expect(await panel.getByRole('link', { name: 'Open' }).count()).toBe(1)
    expect(errors).toEqual([])
    await context.close()
  })

  it('is a list where the browser cannot draw it', async () => {
    const { context, page, errors } = await open({ width: 1440, height: 900 })
    await page.addInitScript(() => {
      const own = HTMLCanvasElement.prototype.getContext
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.includes('webgl') ? null : Reflect.apply(own, this, [kind, ...rest])
      } as typeof own
    })
    await importSample(page, here.app.url)
    await page.goto(`${here.app.url}#/graph`)
    await page.getByText('This browser cannot draw the graph').waitFor()
    await rows(page).first().waitFor()
    expect(await rows(page).count()).toBeGreaterThan(4)
    expect(errors).toEqual([])
    await context.close()
  })
})
