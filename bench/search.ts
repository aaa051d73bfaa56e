/**
 * Measures search in Chromium over generated messages: `npx tsx bench/search.ts [messages]` (100,000 unless given).
 * `CHROMIUM` names the browser where it is not /usr/bin/chromium.
 */
import { chromium } from 'playwright-core'
import { serveHarness } from '../tests/e2e/harness.ts'
import type { SearchFigures } from './search/measure.ts'

const messages = Number(process.argv[2] ?? 100_000)
const harness = await serveHarness(new URL('../tests/e2e/harness-search', import.meta.url).pathname)
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
try {
  const context = await browser.newContext()
  const run = async (options: object): Promise<SearchFigures> => {
    const page = await context.newPage()
    await page.goto(`${harness.url}?bench`)
    const figures = await page.evaluate((given) => window.measure(given), { messages, ...options })
    await page.close()
    return figures as SearchFigures
  }
  const built = await run({})
  const again = await run({ reopenOnly: true })
  const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 0)
  console.log(`${messages} messages of 75 words, kept on ${built.kept}`)
  console.log(`build ${built.buildSeconds.toFixed(1)} s, file ${built.fileMegabytes.toFixed(1)} MB`)
  console.log(`reopened to first result ${ms(again.reopenToFirstResult)} ms`)
  console.log('query | p50 ms | p95 ms | max ms')
  for (const [name, { p50, p95, max }] of Object.entries(built.queries)) {
    console.log(`${name} | ${ms(p50)} | ${ms(p95)} | ${ms(max)}`)
  }
} finally {
  await browser.close()
  await harness.close()
}
