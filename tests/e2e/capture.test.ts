import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ASKED, page as savedPage, RICH, SAMPLES, SECRET } from '../../src/importers/fixtures/pages.ts'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'

const sampleOf = (provider: string) => SAMPLES.find((sample) => sample.provider === provider)!
/** As the service would give it: with a script that holds a token, which policies let not write to the page. */
const pageOf = ({ url, title, turn }: (typeof SAMPLES)[number]): string =>
  savedPage(url, title, turn(ASKED, RICH) + turn('And now?', '<p>Done.</p>')).replaceAll(
    /document\.write\(.*?\)</g,
    '<',
  )
const chatGpt = sampleOf('chatgpt')

let app: ServedApp
let browser: Browser
let context: BrowserContext
/** The bookmark, as the built app makes it. */
let bookmark: string
const problems: string[] = []

beforeAll(async () => {
  app = await serveBuiltApp()
  browser = await launchBrowser()
  const page = await browser.newPage()
  await page.goto(`${app.url}#/you`)
  bookmark = (await page.getByTestId('bookmarklet').getAttribute('href'))!
  await page.close()
})

afterAll(async () => {
  await browser.close()
  app.stop()
})

beforeEach(async () => {
  problems.length = 0
  context = await browser.newContext({ acceptDownloads: true })
  context.on('weberror', (error) => problems.push(error.error().message))
})

afterEach(async () => {
  await context.close()
  expect(problems).toEqual([])
})

/** A page of a service, answered here: nothing goes to the network. */
async function serve(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
  await context.route(`${new URL(url).origin}/**`, (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body, headers }),
  )
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** Presses the bookmark on a page. */
const press = (page: Page): Promise<unknown> => page.evaluate(decodeURIComponent(bookmark.slice('javascript:'.length)))

/** Presses it, and answers with the window that it opens. */
async function pressAndOpen(page: Page): Promise<Page> {
  const [receiver] = await Promise.all([context.waitForEvent('page'), press(page)])
  return receiver
}

async function receiptOf(page: Page): Promise<DOMStringMap> {
  const receipt = page.getByTestId('import-receipt')
  await receipt.waitFor({ timeout: 30_000 })
  return receipt.evaluate((element) => ({ ...(element as HTMLElement).dataset }))
}

async function withServiceWorker(): Promise<Page> {
  const page = await context.newPage()
  await page.goto(app.url)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  return page
}

describe('the bookmark on a page of a chat', () => {
  it.each([
    ['chatgpt', {}],
    // What its policy allows to run, and to be made of strings, does not touch the bookmark.
    ['gemini', { 'content-security-policy': "require-trusted-types-for 'script'; connect-src 'none'; img-src 'none'" }],
    ['claude', { 'cross-origin-opener-policy': 'same-origin-allow-popups' }],
  ])('hands the conversation to the library: %s', async (provider, headers) => {
    const sample = sampleOf(provider)
    const receiver = await pressAndOpen(await serve(sample.url, pageOf(sample), headers))
    expect(await receiptOf(receiver)).toMatchObject({ status: 'done', read: '1', new: '1', unreadable: '0' })
    await receiver.getByText(`${sample.title}.html`).first().waitFor()
    await receiver.goto(`${app.url}#/library`)
    await receiver.getByTestId('conversation-item').filter({ hasText: 'Wax and cells' }).click()
    await expect.poll(() => receiver.getByTestId('message').count()).toBe(4)
    await receiver.getByRole('button', { name: 'More' }).first().click()
    const [download] = await Promise.all([
      receiver.waitForEvent('download'),
      receiver.getByText('Download original').click(),
    ])
    const original = await readFile(await download.path(), 'utf8')
    expect(original).toContain('<script></script>')
    expect(original).not.toContain(SECRET)
    // Handed over again it is the same one, and nothing waits to be taken.
    const again = await pressAndOpen(context.pages()[0]!)
    expect(await receiptOf(again)).toMatchObject({ read: '1', new: '0', updated: '0' })
    await again.goto('about:blank')
    await again.goto(app.url)
    await again.getByTestId('conversation-item').first().waitFor()
    const kept = await again.evaluate(async () => (await (await caches.open('vivim-shared')).keys()).length)
    expect(kept).toBe(0)
  })

  it('works offline too, once the app is kept', async () => {
    await withServiceWorker()
    const sender = await serve(chatGpt.url, pageOf(chatGpt))
    await context.setOffline(true)
    expect(await receiptOf(await pressAndOpen(sender))).toMatchObject({ read: '1', new: '1' })
  })

  it('says that nothing came where nobody opened the page that receives', async () => {
    const page = await context.newPage()
    await page.goto(`${app.url}receive.html`)
    await page.getByRole('heading', { name: 'Nothing arrived' }).waitFor()
    await page.getByRole('link', { name: 'Open VIVIM' }).click()
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
  })

  it.each(['https://example.org/c/68a1-bees', 'http://chatgpt.com/c/68a1-bees'])('is refused from %s', async (url) => {
    const receiver = await pressAndOpen(await serve(url, pageOf(chatGpt)))
    await receiver.getByRole('heading', { name: 'Not a page of a chat' }).waitFor()
    await receiver.goto(`${app.url}#/imports`)
    await receiver.getByText('Nothing imported yet').waitFor()
  })

  it('takes one message, and only from the window that opened it', async () => {
    const sender = await serve(chatGpt.url, pageOf(chatGpt))
    const [receiver] = await Promise.all([
      context.waitForEvent('page'),
      sender.evaluate((address) => void window.open(address, '_blank'), `${app.url}receive.html`),
    ])
    await receiver.getByRole('heading', { name: 'Taking in the page' }).waitFor()
    const html = pageOf(chatGpt)
    await receiver.evaluate((text) => {
      window.postMessage({ type: 'vivim-page', name: 'own', html: text }, '*')
      const frame = document.body.appendChild(document.createElement('iframe'))
      frame.contentWindow!.parent.postMessage({ type: 'vivim-page', name: 'frame', html: text }, '*')
    }, html)
    await receiver.waitForTimeout(500)
    await receiver.getByRole('heading', { name: 'Taking in the page' }).waitFor()
    await receiver.getByRole('heading', { name: 'Nothing arrived' }).waitFor({ timeout: 20_000 })
  })

  it.each([
    ['no window may be opened', {}],
    ['the service keeps windows apart', { 'cross-origin-opener-policy': 'same-origin' }],
  ])('saves the page as a file where %s, which gives the same conversation', async (name, headers) => {
    const sender = await serve(chatGpt.url, pageOf(chatGpt), headers)
    if (name.startsWith('no window')) await sender.evaluate(() => void (window.open = () => null))
    const said = new Promise<string>((resolve) => {
      sender.once('dialog', (dialog) => {
        resolve(dialog.message())
        void dialog.accept()
      })
    })
    const [download] = await Promise.all([sender.waitForEvent('download'), press(sender)])
    expect(download.suggestedFilename()).toBe('ChatGPT - Wax and cells.html')
    expect(await said).toContain('drop the file on VIVIM')

    const receiver = await pressAndOpen(await serve(chatGpt.url, pageOf(chatGpt)))
    expect(await receiptOf(receiver)).toMatchObject({ read: '1', new: '1' })
    await receiver.goto(`${app.url}#/add`)
    await receiver.getByTestId('import-input').setInputFiles(await download.path())
    await receiver.waitForURL(/#\/import\//)
    expect(await receiptOf(receiver)).toMatchObject({ read: '1', new: '0', updated: '0', unreadable: '0' })
  })
})

describe('the section that makes the bookmark', () => {
  it('does not run it inside VIVIM, and copies it', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const page = await context.newPage()
    await page.goto(`${app.url}#/you`)
    const link = page.getByRole('link', { name: 'Add to VIVIM' })
    await link.click()
    await page.getByText('Drag it to the bookmarks bar, or copy it').waitFor()
    await link.focus()
    await page.keyboard.press('Enter')
    await page.waitForTimeout(500)
    expect(context.pages()).toHaveLength(1)
    await page.getByRole('button', { name: 'Copy the address of the bookmark' }).click()
    await page.getByText('Copied. Paste it').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(bookmark)
  })

  it('leaves dragging out on a phone', async () => {
    const page = await context.newPage()
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${app.url}#/you`)
    await page.getByRole('button', { name: 'Copy the address of the bookmark' }).waitFor()
    expect(await page.getByTestId('bookmarklet').isVisible()).toBe(false)
  })
})

describe('sharing to the installed app', () => {
  /** Another app, as far as the service worker can tell: a form sent to the address of the manifest. */
  const form = (): string =>
    `<form method="post" enctype="multipart/form-data" action="${app.url}share">` +
    '<input name="title"><input name="text"><input name="url"><input name="files" type="file" multiple><button>Share</button></form>'

  it('imports shared files', async () => {
    await withServiceWorker()
    const page = await serve('http://share.test/', form())
    await page.locator('[name=text]').fill('Two of them')
    const files = [chatGpt, sampleOf('claude')].map((sample) => ({
      name: `${sample.provider} – Wax?.html`,
      mimeType: 'text/html',
      buffer: Buffer.from(pageOf(sample)),
    }))
    await page.locator('[name=files]').setInputFiles(files)
    await page.getByRole('button', { name: 'Share' }).click()
    expect(await receiptOf(page)).toMatchObject({ status: 'done', read: '2', new: '2', unreadable: '0' })
    expect(page.url()).toMatch(/\/#\/import\//)
    await page.goto(`${app.url}#/library`)
    await expect.poll(() => page.getByTestId('conversation-item').count(), { timeout: 20_000 }).toBe(2)
  })

  it.each([
    ['a link', { title: 'Wax and cells', text: 'https://chatgpt.com/share/68a1-bees' }, 'ChatGPT link'],
    ['a text', { title: 'On wax', text: 'You said: How?\n\nChatGPT said: Warm it.' }, 'On wax'],
  ])('imports %s', async (_, fields, title) => {
    await withServiceWorker()
    const page = await serve('http://share.test/', form())
    for (const [name, value] of Object.entries(fields))
      await page.locator(`[name=${name}]`).evaluate((input: HTMLInputElement, text) => (input.value = text), value)
    await page.getByRole('button', { name: 'Share' }).click()
    expect(await receiptOf(page)).toMatchObject({ status: 'done', read: '1', new: '1' })
    await page.goto(`${app.url}#/library`)
    await page.getByTestId('conversation-item').filter({ hasText: title }).waitFor()
  })

  it('opens the app where nothing was shared', async () => {
    await withServiceWorker()
    const page = await serve('http://share.test/', form())
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
  })
})
