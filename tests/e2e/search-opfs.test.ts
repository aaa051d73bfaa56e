import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { serveHarness, type ServedHarness } from './harness.ts'

let harness: ServedHarness
let browser: Browser
let context: BrowserContext

beforeAll(async () => {
  harness = await serveHarness(new URL('harness-search', import.meta.url).pathname)
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await harness?.close()
})

beforeEach(async () => {
  context = await browser.newContext()
})

afterEach(() => context.close())

async function open(parameters = ''): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${harness.url}?${parameters}`)
  return page
}

const needle = (page: Page): Promise<number> =>
  page.evaluate(async () => (await window.search.search({ text: 'needlework ', limit: 5 })).total.message)
const status = (page: Page) => page.evaluate(() => window.search.status())
const caughtUp = (page: Page): Promise<void> => page.evaluate(() => window.search.catchUp())

it('keeps the index on disk and reopens it whole, without building it again', async () => {
  const page = await open()
  await caughtUp(page)
  expect(await needle(page)).toBe(1)
  expect(await status(page)).toMatchObject({ state: 'ready', kept: 'disk', revision: 100, newestRevision: 100 })
  await page.reload()
  // The first answer comes from what is kept: a build from nothing would start at revision 0.
  expect(await needle(page)).toBe(1)
  expect(await status(page)).toMatchObject({ kept: 'disk', revision: 100 })
}, 120_000)

it('answers a second tab through the first, and the second takes over when the first closes', async () => {
  const first = await open()
  await caughtUp(first)
  const second = await open()
  expect(await needle(second)).toBe(1)
  expect(await second.evaluate(() => [window.search.leads(), window.spawned])).toEqual([false, 0])
  await first.close()
  expect(await needle(second)).toBe(1)
  expect(await second.evaluate(() => [window.search.leads(), window.spawned])).toEqual([true, 1])
  expect(await status(second)).toMatchObject({ kept: 'disk', revision: 100 })
}, 120_000)

it('starts the worker again after a crash and answers what was asked meanwhile', async () => {
  const page = await open()
  await caughtUp(page)
  const total = await page.evaluate(async () => {
    const asked = window.search.search({ text: 'needlework ', limit: 5 })
    window.crashWorker()
    return (await asked).total.message
  })
  expect(total).toBe(1)
  expect(await page.evaluate(() => window.spawned)).toBe(2)
  expect(await status(page)).toMatchObject({ kept: 'disk', revision: 100 })
}, 120_000)

it('builds the index again when its files are gone, broken, or of another library', async () => {
  const page = await open()
  await caughtUp(page)
  await page.close()
  const bare = await open('bench')
  const files = (how: 'remove' | 'garble') =>
    bare.evaluate(async (wanted) => {
      const root = await navigator.storage.getDirectory()
      for (let tries = 0; ; tries++) {
        try {
          if (wanted === 'remove') return await root.removeEntry('vivim-search', { recursive: true })
          const folder = await (await root.getDirectoryHandle('vivim-search')).getDirectoryHandle('.opaque')
          for await (const handle of folder.values()) {
            const file = handle as FileSystemFileHandle
            if ((await file.getFile()).size < 10_000) continue
            const writer = await file.createWritable({ keepExistingData: true })
            await writer.write({ type: 'write', position: 4_096, data: new Uint8Array(60_000).fill(0x5a) })
            await writer.close()
          }
          return
        } catch (error) {
          // A worker just stopped lets go of its files a moment later.
          if (tries > 50) throw error
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
    }, how)
  await files('remove')
  const rebuilt = await open()
  await caughtUp(rebuilt)
  expect(await needle(rebuilt)).toBe(1)
  await rebuilt.close()
  await files('garble')
  const mended = await open()
  await caughtUp(mended)
  expect(await needle(mended)).toBe(1)
  expect(await status(mended)).toMatchObject({ state: 'ready', kept: 'disk', revision: 100 })
  await mended.close()
  const other = await open('library=b&messages=200')
  await caughtUp(other)
  expect(await needle(other)).toBe(1)
  expect(await status(other)).toMatchObject({ revision: 10, newestRevision: 10 })
}, 120_000)
