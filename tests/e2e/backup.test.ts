import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'

const ROWS = 8

let app: ServedApp
let browser: Browser
let folder: string

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  folder = await mkdtemp(join(tmpdir(), 'vivim-backup-'))
})

afterAll(async () => {
  await browser.close()
  app.stop()
  await rm(folder, { recursive: true, force: true })
})

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  await page.goto(app.url)
  return page
}

async function importFile(page: Page, path: string): Promise<Readonly<Record<string, string | undefined>>> {
  await page.getByTestId('import-input').setInputFiles(path)
  const receipt = page.getByTestId('import-receipt')
  await receipt.waitFor({ timeout: 60_000 })
  return receipt.evaluate((element) => ({ ...(element as HTMLElement).dataset }))
}

/** The newest rows: those that fit on the screen. */
const titles = async (page: Page, count: string): Promise<string[]> => {
  await page.goto(`${app.url}#/library`)
  await page.getByText(`${count} conversations`).waitFor()
  await page
    .getByTestId('conversation-item')
    .nth(ROWS - 1)
    .waitFor()
  return (await page.getByTestId('conversation-item').allInnerTexts()).slice(0, ROWS)
}

it('a backup saved in one browser is the same library in another', async () => {
  const first = await newPage()
  const imported = [
    await importFile(first, 'public/sample/chatgpt.json'),
    await importFile(first, 'public/sample/claude.json'),
  ]
  const count = String(imported.reduce((sum, { read }) => sum + Number(read), 0))
  const before = await titles(first, count)
  await first.goto(`${app.url}#/you`)
  const [download] = await Promise.all([
    first.waitForEvent('download'),
    first.getByTestId('backup').getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^vivim-backup-\d{4}-\d\d-\d\d\.zip$/)
  const path = join(folder, 'renamed by somebody.zip')
  await copyFile(await download.path(), path)

  const second = await newPage()
  const found = await importFile(second, path)
  expect(found).toMatchObject({
    status: 'done',
    read: count,
    new: count,
    unreadable: '0',
  })
  expect(await titles(second, count)).toEqual(before)
  expect(await importFile(first, path)).toMatchObject({ read: count, new: '0', updated: '0' })
})
