// Takes the pictures in docs/screens/: each screen of the built app with the sample library in it, on a phone and a
// desktop, light and dark. `npm run build` comes first; `node scripts/take-screens.mjs [phone|desktop] [screen…]` takes
// only some.
import { mkdirSync, rmSync } from 'node:fs'
import { newProfile, openBrowser, serveApp } from '../bench/app-in-chromium.mjs'

const FOLDER = 'docs/screens'
const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
}
// Sharing and receiving browsers meet on this machine: with only the loopback interface there is no other address.
const ARGS = ['--disable-features=WebRtcHideLocalIpsWithMdns', '--force-color-profile=srgb']

const asked = process.argv.slice(2)
const sizes = Object.keys(SIZES).filter((size) => !asked.some((one) => one in SIZES) || asked.includes(size))
const screens = asked.filter((one) => !(one in SIZES))

mkdirSync(FOLDER, { recursive: true })
const app = await serveApp()
for (const size of sizes) await takeAll(size)
app.stop()

/** Opens a browser of its own with an empty profile; answers with its page and how to end it. */
async function open(size) {
  const profile = newProfile()
  const browser = await openBrowser(profile, { ...SIZES[size], args: ARGS, locale: 'en-GB' })
  const page = browser.pages()[0] ?? (await browser.newPage())
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) console.warn(`${size}: ${message.text()}`)
  })
  page.on('pageerror', (error) => console.warn(`${size}: ${error.message}`))
  const close = async () => {
    await browser.close()
    rmSync(profile, { recursive: true, force: true })
  }
  return { page, close }
}

async function takeAll(size) {
  const isPhone = size === 'phone'
  const { page, close } = await open(size)
  const take = async (name, on = page) => {
    if (screens.length > 0 && !screens.includes(name)) return
    for (const scheme of ['light', 'dark']) {
      await on.emulateMedia({ colorScheme: scheme })
      await on.waitForTimeout(400)
      await on.screenshot({ path: `${FOLDER}/${name}-${size}-${scheme}.png`, animations: 'disabled' })
    }
  }
  const go = (hash) => page.goto(`${app.url}${hash}`)
  const openReading = async (title) => {
    await go('#/library')
    await page.getByTestId('conversation-item').filter({ hasText: title }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await page.getByTestId('message').first().waitFor()
  }

  await page.goto(app.url)
  await page.getByRole('button', { name: 'Try with a sample library' }).waitFor()
  await take('first')

  // Rooms carry the name of whoever shares.
  await go('#/you')
  await page.getByRole('button', { name: 'Add your name' }).click()
  await page.getByLabel('Your name').fill('Lena')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Lena' }).waitFor()

  await page.goto(app.url)
  await page.getByRole('button', { name: 'Try with a sample library' }).click()
  await page.getByTestId('import-receipt').waitFor({ timeout: 60_000 })
  await take('receipt')

  await go('#/cards')
  await page.getByTestId('card').nth(3).waitFor({ timeout: 60_000 })
  await page.getByTestId('card').nth(2).click()
  await page.getByRole('button', { name: 'Close card' }).waitFor()
  await take('cards')

  await openReading('Sourdough that spreads instead of rising')
  await go('#/library')
  await page.getByTestId('conversation-item').first().waitFor()
  if (!isPhone) await page.getByTestId('message').first().waitFor()
  await take('library')

  await openReading('Rolling back a Helm release')
  if (!isPhone) await page.locator('.answer .mk').first().click()
  await page.mouse.move(0, 0)
  await take('reading')

  await go('#/search?q=rollback%20from:claude')
  const found = page.locator('[data-testid=search-result][data-kind=message]')
  await found.first().waitFor()
  if (!isPhone) {
    await found.first().hover()
    await page.locator('.main .turn').first().waitFor()
  }
  await take('search')

  await page.getByTestId('save-search').click()
  await page.getByTestId('search-input').fill('')
  await page.getByTestId('saved-searches').getByRole('link').waitFor()
  await page.mouse.move(0, 0)
  await take('saved-searches')

  await go('#/graph')
  await page.locator('[data-testid=graph-canvas][data-settled=true]').waitFor({ timeout: 60_000 })
  await take('graph')
  await go('#/search')

  await page.getByTestId('search-input').fill('"helm history checkout" kind:command')
  const hit = page.locator('[data-testid=search-result][data-kind=card]').filter({ hasText: '--max 5' })
  await hit.first().waitFor()
  await go((await hit.first().getAttribute('href')) ?? '')
  await page.getByRole('heading', { name: 'Where it came from' }).waitFor()
  await take('card')

  const share = page.getByRole('button', { name: 'Share' }).locator('visible=true')
  await share.first().click()
  const link = page.getByTestId('room-link')
  await link.waitFor()
  await page.waitForFunction(() => document.querySelector('[data-testid=room-link]')?.value.includes('#/r/'))
  await page.mouse.move(0, 0)
  await take('share')

  if (screens.length === 0 || screens.includes('receive')) {
    const other = await open(size)
    await other.page.goto(await link.inputValue())
    await other.page.getByTestId('card-verified').first().waitFor({ timeout: 30_000 })
    await take('receive', other.page)
    await other.close()
  }

  await page.keyboard.press('Escape')
  await go('#/you')
  await page.getByTestId('identity-did').waitFor()
  await take('you')
  await close()
}
