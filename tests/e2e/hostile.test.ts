import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { BOMBS, HOSTILE_FILES } from './hostile-files.ts'
import { importFiles } from './import-files.ts'

let app: ServedApp
let browser: Browser
let page: Page
let folder: string
/** What must never come about: requests to elsewhere, dialogs, new pages, errors (also those of the page's policy). */
const happened: string[] = []

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  const context = await browser.newContext()
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(app.url) && !/^(?:blob|data):/.test(url)) happened.push(`request ${url}`)
  })
  page = await context.newPage()
  context.on('page', (other) => happened.push(`page ${other.url()}`))
  page.on('dialog', (dialog) => {
    happened.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => happened.push(`error ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') happened.push(`console ${message.text()}`)
  })
  page.on('download', (download) => happened.push(`download ${download.suggestedFilename()}`))
  folder = await mkdtemp(join(tmpdir(), 'vivim-hostile-'))
  await page.goto(app.url)
})

afterAll(async () => {
  await browser.close()
  app.stop()
  await rm(folder, { recursive: true })
})

afterEach(() => {
  expect(happened.splice(0)).toEqual([])
})

async function importMade(file: { readonly name: string; readonly make: () => Buffer }): Promise<DOMStringMap> {
  // Names are as hostile as file systems allow.
  const path = join(folder, file.name)
  await writeFile(path, file.make())
  return importFiles(page, path)
}

/** Everything in the page that leads, loads or runs, as far as it is not the app's own. */
const suspicious = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) found.push(`${element.tagName} ${name}`)
        if (!/^(?:href|src|srcset|action|formaction|data|poster|xlink:href|srcdoc|background|ping)$/i.test(name))
          continue
        const url = URL.parse(value, document.baseURI)
        const isLink = element.tagName === 'A' && name === 'href'
        const isOwn = url?.origin === location.origin || (url?.protocol === 'blob:' && !isLink)
        const mayLead = isLink && ['http:', 'https:', 'mailto:'].includes(url?.protocol ?? '')
        if (!isOwn && !mayLead && !(element.tagName === 'IMG' && value.startsWith('data:image/')))
          found.push(`${element.tagName} ${name}=${value.slice(0, 80)}`)
        if (isLink && mayLead && url?.origin !== location.origin && !/noopener/.test(element.getAttribute('rel') ?? ''))
          found.push(`link without noopener ${value}`)
      }
      if (/^(?:IFRAME|OBJECT|EMBED|FORM|BASE)$/.test(element.tagName)) found.push(element.tagName)
      if (/url\(/i.test(element.getAttribute('style') ?? '')) found.push(`style ${element.getAttribute('style')}`)
    }
    if ('__ran' in window) found.push('ran')
    return found
  })

/** What the page keeps beside its database. */
const surroundings = (): Promise<unknown> =>
  page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
    caches: (await caches.keys()).map((name) => name.replace(/-\w+$/, '')),
    keys: Object.keys(localStorage).sort(),
    cookie: document.cookie,
    address: location.origin + location.pathname,
  }))

const go = async (hash: string): Promise<void> => {
  await page.goto(`${app.url}${hash}`)
  await page.waitForTimeout(300)
}

describe('hostile files', () => {
  let before: unknown

  it('are read, each with its conversation', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    before = await surroundings()
    for (const file of HOSTILE_FILES) {
      expect(await importMade(file)).toMatchObject({ status: 'done', new: '1', unreadable: '0' })
      expect(await suspicious()).toEqual([])
    }
  })

  it('show nothing in the library that leads, loads or runs', async () => {
    await go('#/library')
    // The list hears of what was imported by itself, a moment after the receipt.
    const listed = (): Promise<number> => page.getByTestId('conversation-item').count()
    await expect.poll(listed, { timeout: 20_000 }).toBe(HOSTILE_FILES.length)
    expect(await page.getByText('Escaped').count()).toBe(0)
    expect(await suspicious()).toEqual([])
  })

  it('nor when they are read, with every fold open', async () => {
    await go('#/library')
    const hrefs = await page
      .getByTestId('conversation-item')
      .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))
    let harmless = 0
    for (const href of hrefs) {
      await page.goto(href)
      await page.getByTestId('message').first().waitFor()
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll<HTMLElement>('details:not([open]) > summary')) fold.click()
      })
      for (const shut of await page.locator('main [aria-expanded=false]').all())
        if (await shut.isVisible()) await shut.click()
      await page.waitForTimeout(300)
      expect(await suspicious()).toEqual([])
      harmless += await page.locator('a[href^="https://harbour.example"]').count()
      expect(await page.locator('main img[src^="http"], main img[src^="//"]').count()).toBe(0)
    }
    expect(harmless).toBeGreaterThan(0)
  })

  it('nor on their cards', async () => {
    await go('#/cards')
    await page.getByTestId('card').first().waitFor({ timeout: 30_000 })
    const hrefs = await page
      .locator('a[data-testid=card]')
      .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))
    expect(await suspicious()).toEqual([])
    expect(hrefs.length).toBeGreaterThan(0)
    for (const href of hrefs.slice(0, 12)) {
      await page.goto(href)
      await page.getByTestId('card-id').first().waitFor({ state: 'attached' })
      expect(await suspicious()).toEqual([])
    }
  })

  it.each(['hostile', 'onerror', '<img src=x onerror=alert(1)>', '"javascript:alert(1)"'])(
    'nor where %s is looked for',
    async (words) => {
      await go('#/search')
      await page.getByTestId('search-input').fill(words)
      await page.getByTestId('search-result').first().waitFor({ timeout: 20_000 })
      await page.waitForTimeout(300)
      expect(await suspicious()).toEqual([])
    },
  )

  it.each(BOMBS)('made to overload ($name) do not', async (bomb) => {
    const started = Date.now()
    const receipt = await importMade(bomb)
    expect(receipt).toMatchObject({ status: 'done', read: String(bomb.rescued) })
    expect(Date.now() - started).toBeLessThan(30_000)
    expect(await suspicious()).toEqual([])
  })

  it('touch nothing beside the library', async () => {
    expect(await surroundings()).toEqual(before)
  })
})
