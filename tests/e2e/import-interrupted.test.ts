import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { chatGptExport, codeAnswer, type ExportFile } from './export-file.ts'
import { importFiles } from './import-files.ts'

const CONVERSATIONS = 700

let app: ServedApp
let browser: Browser
let file: ExportFile

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  file = chatGptExport(
    Array.from({ length: CONVERSATIONS }, (_, n) => ({
      title: `Talk ${n}`,
      answer: `Number ${n} ${crypto.randomUUID()}\n\n${codeAnswer(`weigh${n}`, 6000)}`,
    })),
  )
})

afterAll(async () => {
  await browser.close()
  app.stop()
})

async function open(): Promise<{ page: Page; devtools: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(app.url)
  return { page, devtools: await context.newCDPSession(page) }
}

/** Conversations that are in the library, whatever the page shows. */
const stored = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const open = indexedDB.open('vivim')
    const db = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
    const count = db.transaction('conversations').objectStore('conversations').count()
    const found = await new Promise<number>((resolve) => (count.onsuccess = () => resolve(count.result)))
    db.close()
    return found
  })

describe('an import', () => {
  it('stops on a full disk, keeps what fits, says so, and goes on when there is room', async () => {
    const { page, devtools } = await open()
    const origin = new URL(app.url).origin
    const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin })
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 10_000_000 })
    const stopped = await importFiles(page, file)
    expect(stopped).toMatchObject({ status: 'interrupted', unreadable: '0' })
    const fits = Number(stopped['read'])
    expect(fits).toBeGreaterThan(20)
    expect(fits).toBeLessThan(CONVERSATIONS)
    expect(await stored(page)).toBe(fits)
    expect(await page.getByTestId('import-receipt').innerText()).toContain('no room left')

    await devtools.send('Storage.overrideQuotaForOrigin', { origin })
    await page.goto(app.url)
    const gone = await importFiles(page, file)
    expect(gone).toMatchObject({ status: 'done', read: String(CONVERSATIONS), unreadable: '0' })
    expect(Number(gone['new'])).toBe(CONVERSATIONS - fits)
    expect(await stored(page)).toBe(CONVERSATIONS)
  })

  it('goes on where it was when a page that was frozen in the background comes back', async () => {
    const { page, devtools } = await open()
    const receipt = importFiles(page, file)
    await page.getByTestId('import-progress').waitFor()
    await page.waitForTimeout(1500)
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await devtools.send('Page.setWebLifecycleState', { state: 'active' })
    expect(await receipt).toMatchObject({ status: 'done', read: String(CONVERSATIONS), unreadable: '0' })
    expect(await stored(page)).toBe(CONVERSATIONS)
  })
})
