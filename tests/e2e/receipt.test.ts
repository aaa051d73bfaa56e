import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { simpleChatGpt } from '../../src/importers/fixtures/exports.ts'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { importFiles } from './import-files.ts'

const CONVERSATIONS = 50
/** What stands in the place of which conversation, and what the receipt calls it. */
const UNREADABLE: ReadonlyMap<number, { readonly value: unknown; readonly name: string }> = new Map([
  [6, { value: null, name: 'conversation 7 of conversations.json' }],
  [20, { value: { ...simpleChatGpt('of no messages'), mapping: null }, name: 'Title of no messages' }],
  [41, { value: { title: 'Title of no tree', id: 'no-tree', mapping: 'gone' }, name: 'Title of no tree' }],
])

let app: ServedApp
let browser: Browser
let page: Page

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(app.url)
})

afterAll(async () => {
  await browser.close()
  app.stop()
})

it('the receipt names exactly what could not be read, and all the rest is in the library', async () => {
  const places = Array.from({ length: CONVERSATIONS }, (_, at) => at)
  const values = places.map((at) => (UNREADABLE.has(at) ? UNREADABLE.get(at)?.value : simpleChatGpt(`number ${at}`)))
  const buffer = Buffer.from(JSON.stringify(values))
  const receipt = await importFiles(page, { name: 'conversations.json', mimeType: 'application/json', buffer })
  expect(receipt).toMatchObject({ status: 'done', read: '47', new: '47', unreadable: '3' })
  const problems = page.getByTestId('import-receipt').locator('section.bad')
  expect(await problems.count()).toBe(1)
  expect(await problems.locator('.b5').allInnerTexts()).toEqual([...UNREADABLE.values()].map(({ name }) => name))
  for (const reason of await problems.locator('p').allInnerTexts()) expect(reason.length).toBeGreaterThan(20)

  await page.goto(`${app.url}#/library`)
  const titles = new Set<string>()
  const rows = page.getByTestId('conversation-item')
  await rows.first().waitFor()
  // Only the rows near the screen are there: the first are read before it is scrolled.
  await expect
    .poll(
      async () => {
        for (const text of await rows.allInnerTexts())
          titles.add(/Title (?:number \d+|of no \w+)/.exec(text)?.[0] ?? text)
        await rows.last().scrollIntoViewIfNeeded()
        return titles.size
      },
      { timeout: 20_000 },
    )
    .toBe(CONVERSATIONS - UNREADABLE.size)
  expect(titles).toEqual(new Set(places.filter((at) => !UNREADABLE.has(at)).map((at) => `Title number ${at}`)))
})
