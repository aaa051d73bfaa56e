// What the benchmarks share: the built app served on a free port, and a Chromium to open it in.
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { HOW_TO_GET_ONE, findChrome } from '../scripts/find-chrome.mjs'

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
  // Chromium's own pages (address bar, tabs) would start in the background and take half the processor.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,PreloadTopChromeWebUI,InitialWebUI',
]

/** A port nobody listens on. */
export async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Serves dist/ on a port, a free one unless given; answers with its address and how to stop. */
export async function serveApp(port) {
  port ??= await freePort()
  const child = spawn('node', ['scripts/serve.mjs'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('the server ended: is there a built app? (npm run build)')))
  })
  return { url: `http://localhost:${port}/`, stop: () => child.kill() }
}

/** Imports an export through the page, says how many conversations it had, and waits until all of it is searchable. */
export async function importWhole(page, url, file) {
  await page.getByTestId('import-input').setInputFiles(file)
  const receipt = page.getByTestId('import-receipt')
  await receipt.waitFor({ timeout: 3_600_000 })
  console.log('conversations:', await receipt.getAttribute('data-read'))
  await page.goto(`${url}#/you`)
  await page.getByText('Search knows everything').waitFor({ timeout: 3_600_000 })
}

/** A new folder for a browser profile. */
export const newProfile = () => mkdtempSync(join(tmpdir(), 'vivim-profile-'))

/** A Chromium with a profile on disk, so that it can be killed and opened again. */
export async function openBrowser(profile, options = {}) {
  const executablePath = findChrome()
  if (!executablePath) throw new Error(HOW_TO_GET_ONE)
  const { args = [], ...rest } = options
  return chromium.launchPersistentContext(profile, {
    executablePath,
    viewport: { width: 1440, height: 900 },
    args: [...ARGS, ...args],
    ...rest,
  })
}
