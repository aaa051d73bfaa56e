import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chatGpt, node } from '../../src/importers/fixtures/exports.ts'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'

let app: ServedApp
let browser: Browser
let folder: string

/** One transparent pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  folder = join(await mkdtemp(join(tmpdir(), 'vivim-folder-')), 'my export')
  await mkdir(join(folder, 'pictures'), { recursive: true })
  const picture = {
    content_type: 'image_asset_pointer',
    asset_pointer: 'file-service://file-Kite',
    width: 1,
    height: 1,
  }
  const conversation = chatGpt('kites', [
    node('q', null, 'user', 'What is this a picture of?', {
      content: { content_type: 'multimodal_text', parts: [picture, 'What is this a picture of?'] },
    }),
    node('a', 'q', 'assistant', 'It is a single pixel.'),
  ])
  await writeFile(join(folder, 'conversations.json'), JSON.stringify([conversation]))
  await writeFile(join(folder, 'pictures', 'file-Kite-kite.png'), Buffer.from(PNG, 'base64'))
})

afterAll(async () => {
  await browser.close()
  app.stop()
  await rm(join(folder, '..'), { recursive: true, force: true })
})

async function drop(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data })
}

it('a dropped folder is read like a zip of it: pictures are found beside the conversations that name them', async () => {
  const page = await browser.newPage()
  await page.goto(app.url)
  await page.getByTestId('import-input').waitFor({ state: 'attached' })
  await drop(page, folder)
  const receipt = page.getByTestId('import-receipt')
  await receipt.waitFor({ timeout: 60_000 })
  expect(await receipt.getAttribute('data-read')).toBe('1')
  expect(await receipt.getAttribute('data-unreadable')).toBe('0')
  await receipt.getByText('my export', { exact: true }).waitFor()
  await page.goto(`${app.url}#/library`)
  await page.getByTestId('conversation-item').click()
  await expect
    .poll(() => page.locator('[data-testid=message] img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(1)
})
