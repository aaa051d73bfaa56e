import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { importFiles } from './import-files.ts'

let app: ServedApp
let browser: Browser
let page: Page

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.goto(app.url)
  await importFiles(page, ['public/sample/chatgpt.json', 'public/sample/claude.json'])
  await page.goto(`${app.url}#/search`)
})

afterAll(async () => {
  await browser.close()
  app.stop()
})

it('an operator that is begun offers its values with what they would leave, and picking one leaves that', async () => {
  const field = page.getByTestId('search-input')
  const list = page.getByTestId('search-suggestions')
  // What was imported is found a moment later.
  await expect
    .poll(
      async () => {
        await field.fill('')
        await field.fill('from:')
        return list
          .getByRole('option')
          .count()
          .catch(() => 0)
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe(2)
  const offered = await list.getByRole('option').allInnerTexts()
  expect(offered.map((line) => line.split('\n')[0]).sort()).toEqual(['ChatGPT', 'Claude'])

  // What is imported goes on being indexed: what was promised is found once all of it is there.
  const findsWhatItPromises = async (): Promise<boolean> => {
    await field.fill('from:')
    await list.getByRole('option').first().waitFor()
    await field.press('ArrowDown')
    const picked = list.getByRole('option', { selected: true })
    const promised = Number((await picked.innerText()).split('\n').at(-1)!.replaceAll(/\D/g, ''))
    expect(await field.getAttribute('aria-activedescendant')).toBe(await picked.getAttribute('id'))
    await field.press('Enter')
    expect(await field.inputValue()).toMatch(/^from:(chatgpt|claude) $/)
    await list.waitFor({ state: 'detached' })
    return page
      .getByRole('status')
      .filter({ hasText: `${promised} results` })
      .waitFor({ state: 'attached', timeout: 5_000 })
      .then(
        () => true,
        () => false,
      )
  }
  await expect.poll(findsWhatItPromises, { timeout: 60_000, interval: 500 }).toBe(true)

  await field.pressSequentially('kind:c')
  await list.getByRole('option').first().waitFor({ timeout: 30_000 })
  const options = await list.getByRole('option').allInnerTexts()
  expect(options.length).toBeGreaterThan(0)
  for (const option of options) expect(option.toLowerCase()).toMatch(/^c/)
  await field.press('Escape')
  await list.waitFor({ state: 'detached' })
  expect(await field.inputValue()).toMatch(/kind:c$/)
})

it('a search that is saved is there to be asked again, after a reload too, until it is taken out', async () => {
  const field = page.getByTestId('search-input')
  const list = page.getByTestId('saved-searches')
  await field.fill('')
  await list.getByText('Save a search').waitFor()
  await field.fill('rollback from:chatgpt ')
  const save = page.getByTestId('save-search')
  await save.click()
  await page.getByTestId('save-search').filter({ hasText: 'Saved' }).waitFor()

  await page.reload()
  await field.fill('')
  const saved = list.getByRole('link', { name: 'rollback from:chatgpt' })
  await saved.click()
  await expect.poll(() => field.inputValue()).toBe('rollback from:chatgpt')
  await page
    .getByRole('status')
    .filter({ hasText: /[1-9]\d* results?/ })
    .waitFor({ state: 'attached' })

  await field.fill('')
  await list.getByRole('button', { name: /^Remove/ }).click()
  await saved.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await saved.waitFor()
})
