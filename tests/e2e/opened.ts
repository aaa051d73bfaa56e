import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'

/** The built app, served, and a browser: there for all tests of the file that calls this, at its top. */
export function openedForTests(): { readonly app: ServedApp; readonly browser: Browser } {
  let app: ServedApp
  let browser: Browser
  beforeAll(async () => {
    app = await serveBuiltApp()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser.close()
    app.stop()
  })
  return {
    get app() {
      return app
    },
    get browser() {
      return browser
    },
  }
}
