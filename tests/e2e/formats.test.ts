import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FORMAT_SAMPLES, type FormatSample } from '../../src/importers/fixtures/samples.ts'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { importFiles } from './import-files.ts'

let app: ServedApp
let browser: Browser
let page: Page
let folder: string

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  page = await browser.newPage()
  folder = await mkdtemp(join(tmpdir(), 'vivim-formats-'))
  await page.goto(app.url)
})

afterAll(async () => {
  await browser.close()
  app.stop()
  await rm(folder, { recursive: true })
})

/** A word that stands in no other file, and is no misspelling of another. */
const wordOf = (at: number): string => {
  const [a, b] = [Math.floor(at / 10), at % 10].map((digit) => 'bdfgklmprs'.charAt(digit))
  return `${a}a${b}u${a}i${b}o${a}e${b}`
}

/** Its file, with a word of its own at the end of what was said last. */
async function written({ file, text, lastWords }: FormatSample, at: number): Promise<string> {
  const path = join(folder, file)
  const content = text()
  await writeFile(path, lastWords === '' ? content : content.replaceAll(lastWords, `${lastWords} ${wordOf(at)}`))
  return path
}

describe('a file of each format', () => {
  it.each(FORMAT_SAMPLES.map((sample, at) => ({ ...sample, at })))(
    '$format ($file) is read, and its last words are found',
    async ({ at, ...sample }) => {
      const receipt = await importFiles(page, await written(sample, at))
      expect(receipt).toMatchObject({ status: 'done', unreadable: '0' })
      expect(Number(receipt['new']) + Number(receipt['updated'])).toBeGreaterThan(0)
      // Only a link: nothing was said in it.
      if (sample.lastWords === '') return
      await page.goto(`${app.url}#/search`)
      const input = page.getByTestId('search-input')
      const found = page.getByTestId('search-result').filter({ hasText: wordOf(at) })
      await expect
        .poll(
          async () => {
            await input.fill('')
            await input.fill(wordOf(at))
            await page.waitForTimeout(250)
            return found.count()
          },
          { timeout: 20_000 },
        )
        .toBeGreaterThan(0)
    },
  )
})
