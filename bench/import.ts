/**
 * How long an import takes against a bare baseline in the same run: `npm run bench:import -- EXPORT.zip [MODE…]` (a
 * ChatGPT export; all modes unless some are named). Prints seconds, the number of conversations and the ratio of each mode
 * to the first; see bench/import/worker.ts.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { HOW_TO_GET_ONE, findChrome } from '../scripts/find-chrome.mjs'
import { serveHarness } from '../tests/e2e/harness.ts'
import type { ImportMode } from './import/worker.ts'

const MODES: readonly ImportMode[] = ['baseline', 'without-cards', 'with-cards', 'search', 'with-search']
const [file, ...named] = process.argv.slice(2)
if (file === undefined) throw new Error('usage: npm run bench:import -- EXPORT.zip [MODE…]')
const executablePath = findChrome()
if (executablePath === undefined) throw new Error(HOW_TO_GET_ONE)

const harness = await serveHarness(join(import.meta.dirname, 'import'))
const profile = await mkdtemp(join(tmpdir(), 'vivim-profile-'))
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
try {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(harness.url)
  await page.locator('input').setInputFiles(file)
  let base: number | undefined
  for (const mode of MODES.filter((one) => named.length === 0 || named.includes(one))) {
    const { seconds, conversations, importSeconds } = await page.evaluate((given) => window.measure(given), mode)
    base ??= seconds
    const ratio = (seconds / base).toFixed(2)
    console.log(
      `${mode.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s  ${conversations} conversations  ${ratio}×${importSeconds === undefined ? '' : `  (imported after ${importSeconds.toFixed(1)} s)`}`,
    )
  }
} finally {
  await context.close()
  await harness.close()
  await rm(profile, { recursive: true, force: true })
}
