import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveHarness, type ServedHarness } from './harness.ts'

let harness: ServedHarness
let browser: Browser
let page: Page

beforeAll(async () => {
  harness = await serveHarness(new URL('harness-derive', import.meta.url).pathname)
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.goto(harness.url)
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await harness?.close()
})

it('gives each conversation the cards it has, from several workers or none', async () => {
  for (const workers of [0, 1, 3])
    expect(await page.evaluate((many) => window.compare(many), workers)).toEqual({ different: 0, started: workers })
}, 60_000)

it('derives in place what a worker that fails was sent, and where workers cannot be started', async () => {
  expect(await page.evaluate(() => window.compare(2, 'fail'))).toEqual({ different: 0, started: 2 })
  expect(await page.evaluate(() => window.compare(2, 'are refused'))).toEqual({ different: 0, started: 1 })
}, 60_000)
