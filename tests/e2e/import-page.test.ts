import { readFile, readdir } from 'node:fs/promises'
import { openAsBlob } from 'node:fs'
import { basename, join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { inspectExport } from '../../src/cli/inspect-export.ts'
import { conversationId } from '../../src/domain/conversation-hash.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { openedForTests } from './opened.ts'

/** Exports to read through the page; another folder of them can be named in EXPORTS. */
const folders = process.env['EXPORTS']?.split(':') ?? ['tests/exports', 'public/sample']
const files = (await Promise.all(folders.map(list))).flat()

async function list(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.(json|zip)$/.test(name))
  return names.map((name) => join(folder, name))
}

const here = openedForTests()

/** What the reader finds in a file, in Node. */
const inspect = async (path: string) =>
  inspectExport(Object.assign(await openAsBlob(path), { name: basename(path) }), {
    capturedAt: 0,
    derive,
    conversations: true,
  })

const facts = (page: Page) =>
  page.getByTestId('import-receipt').evaluate((element) => {
    const pairs = [...element.querySelectorAll('dl > div')].map((row) => [
      row.querySelector('dt')!.childNodes[0]!.textContent!.trim(),
      Number(row.querySelector('dd')!.textContent.replaceAll(/\D/g, '')),
    ])
    return { ...(element as HTMLElement).dataset, ...(Object.fromEntries(pairs) as Record<string, number>) }
  })

/** The bytes "Download original" gives for the conversation that is open. */
async function original(page: Page): Promise<Buffer> {
  await page.getByRole('button', { name: 'More' }).first().click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download original').click()])
  return readFile(await download.path())
}

/** Every JSON of an export, as bytes: the file itself, or the entries of its zip. */
async function contents(path: string): Promise<Buffer[]> {
  const bytes = await readFile(path)
  if (!path.endsWith('.zip')) return [bytes]
  const { unzipSync } = await import('fflate')
  return Object.values(unzipSync(bytes)).map((entry) => Buffer.from(entry))
}

describe.each(files)('%s through the page', (path) => {
  it('gives the numbers the reader finds, shows each conversation, and gives back its exact slice', async () => {
    const context = await here.browser.newContext({ acceptDownloads: true, viewport: { width: 390, height: 844 } })
    const page = await context.newPage()
    const found = await inspect(path)
    await page.goto(here.app.url)
    await page.getByTestId('import-input').setInputFiles(path)
    await page.getByTestId('import-receipt').waitFor({ timeout: 60_000 })
    const sum = (counts: Readonly<Record<string, number>> = {}) => Object.values(counts).reduce((a, b) => a + b, 0)
    expect(await facts(page)).toMatchObject({
      status: 'done',
      read: String(found.conversations),
      new: String(found.conversations),
      unreadable: String(found.unreadable.length),
      'Cards made': sum(found.cards),
      'Links found': sum(found.links),
      'Forks kept': found.forks,
    })
    for (const { name } of found.unreadable) await page.getByText(name).first().waitFor()

    const whole = await contents(path)
    for (const one of found.list!) {
      await page.goto('about:blank')
      await page.goto(`${here.app.url}#/c/${conversationId(one.sourceUrl)}`)
      if (one.path > 0) await page.getByTestId('message').first().waitFor()
      // The turns far below are drawn a moment later.
      await expect.poll(() => page.getByTestId('message').count(), { timeout: 10_000 }).toBe(one.path)
      const bytes = await original(page)
      expect(bytes.length).toBeGreaterThan(2)
      expect(whole.some((data) => data.includes(bytes))).toBe(true)
      JSON.parse(bytes.toString('utf8'))
    }
    await context.close()
  })
})
