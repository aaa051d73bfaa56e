/**
 * Measures search in Chromium over generated messages, beside MiniSearch and a raw scan in the same run:
 * `npx tsx bench/search.ts [messages] [--alone]` (100,000 unless given; `--alone` leaves MiniSearch out).
 * `CHROMIUM` names the browser where it is not /usr/bin/chromium.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { watchHeaps } from './heap.mjs'
import { serveHarness } from '../tests/e2e/harness.ts'
import type { BenchStep } from '../tests/e2e/harness-search/page.ts'
import type { MiniSearchFigures } from './search/measure-minisearch.ts'
import type { SearchFigures } from './search/measure.ts'

const messages = Number(process.argv[2] ?? 100_000)
const isAlone = process.argv.includes('--alone')
const harness = await serveHarness(new URL('../tests/e2e/harness-search', import.meta.url).pathname)
const profile = mkdtempSync(join(tmpdir(), 'vivim-search-'))
// A profile on disk, as people have: a private window keeps its private file system in another process, and each read
// from it takes twenty times as long.
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})

/** What a step gives, in a page and a worker of its own. */
async function run<T>(step: BenchStep['do']): Promise<T> {
  const page = await context.newPage()
  await page.goto(`${harness.url}?bench`)
  const measure = (given: BenchStep): Promise<unknown> => page.evaluate((wanted) => window.measure(wanted), given)
  await measure({ do: 'generate', messages })
  const figures = (await measure({ do: step } as BenchStep)) as T
  await page.close()
  return figures
}

/** Bytes in use in a page and its worker that hold an index alone: JS heap, and with array buffers and WebAssembly's memory. */
async function memoryOf(step: BenchStep): Promise<{ readonly heap: number; readonly all: number }> {
  const page = await context.newPage()
  await page.goto(`${harness.url}?bench`)
  const session = await watchHeaps(context, page)
  await page.evaluate((wanted) => window.measure(wanted), step)
  for (let n = 0; n < 3; n++) await session.collect()
  const { used, buffers } = await session.heap()
  await page.close()
  return { heap: used, all: used + buffers }
}

const mb = (bytes: number | undefined): string => (bytes === undefined ? '–' : (bytes / 1e6).toFixed(1))
const ms = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(value < 10 ? 2 : 0))

try {
  const built = await run<SearchFigures>('build')
  const again = await run<SearchFigures>('reopen')
  const other = isAlone ? undefined : await run<MiniSearchFigures>('minisearch')
  const { libraryId, revision, asked } = built
  const own = await memoryOf({ do: 'hold', libraryId, revision, asked })
  const beside = isAlone ? undefined : await memoryOf({ do: 'hold-minisearch', asked: asked.slice(0, 200) })
  console.log(`${messages} messages of 75 words, kept on ${built.kept}; file ${built.fileMegabytes.toFixed(1)} MB`)
  console.log(' | VIVIM | MiniSearch')
  console.log(`build, s | ${built.buildSeconds.toFixed(1)} | ${other?.buildSeconds.toFixed(1) ?? '–'}`)
  console.log(`reopened to first result, ms | ${ms(again.reopenToFirstResult)} | ${ms(other?.reopenToFirstResult)}`)
  console.log(`JS heap of page and worker, MB | ${mb(own.heap)} | ${mb(beside?.heap)}`)
  console.log(`with buffers and WebAssembly, MB | ${mb(own.all)} | ${mb(beside?.all)}`)
  console.log('query, ms | p50 | p95 | max | MiniSearch p50 | p95 | max')
  for (const [name, { p50, p95, max }] of Object.entries(built.queries)) {
    const its = other?.queries[name]
    console.log([name, ms(p50), ms(p95), ms(max), ms(its?.p50), ms(its?.p95), ms(its?.max)].join(' | '))
  }
} finally {
  await context.close()
  await harness.close()
  rmSync(profile, { recursive: true, force: true })
}
