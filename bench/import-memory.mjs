// Imports an export in Chromium and reads, every 250 ms, the JS heap of page and workers together (CDP) and the
// memory of the renderer; counts main-thread tasks over 50 ms. With --kill it kills the browser half way and opens it
// again.  node bench/import-memory.mjs EXPORT.zip [--kill]
// PROFILE and PORT name a folder to keep and where it was made; with --resume an import that was left in it goes on.
// How far it is, each minute, goes to standard error.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'
import { watchHeaps } from './heap.mjs'

const [file] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const kill = process.argv.includes('--kill')
const resume = process.argv.includes('--resume')
if (!file) throw new Error('usage: node bench/import-memory.mjs EXPORT.zip [--kill]')
const { size } = statSync(file)
const app = await serveApp(process.env.PORT)
const profile = process.env.PROFILE ?? newProfile()
const peak = { heap: 0, heaps: 0, renderer: 0, samples: 0 }

async function open() {
  const context = await openBrowser(profile)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.addInitScript(() => {
    window.longTasks = []
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries())).observe({
      entryTypes: ['longtask'],
    })
  })
  await page.goto(app.url)
  return { context, page }
}

/** Samples the heap of the page and its workers together. */
async function watchMemory(context, page) {
  const session = await watchHeaps(context, page)
  const timer = setInterval(async () => {
    try {
      const { used, heaps } = await session.heap()
      peak.heap = Math.max(peak.heap, used)
      peak.heaps = Math.max(peak.heaps, heaps)
      peak.samples++
      peak.renderer = Math.max(peak.renderer, rendererMemory())
    } catch {
      // The page is being closed or killed.
    }
  }, 250)
  return () => clearInterval(timer)
}

/** Resident memory of the largest renderer of this profile, in bytes (Linux). */
function rendererMemory() {
  let most = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (!command.includes('--type=renderer') || !command.includes(profile.split('/').pop())) {
        if (!command.includes('--type=renderer')) continue
      }
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
      most = Math.max(most, pages * 4096)
    } catch {
      // Ended meanwhile.
    }
  }
  return most
}

const receiptOf = async (page) => {
  const receipt = page.getByTestId('import-receipt')
  await receipt.waitFor({ timeout: 4 * 3_600_000 })
  return receipt.evaluate((element) => ({ ...element.dataset }))
}

/** Shows the import that was left and goes on by itself. */
async function goToImport() {
  const id = await page.evaluate(async () => {
    const open = indexedDB.open('vivim')
    const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)))
    const all = db.transaction('receipts').objectStore('receipts').getAllKeys()
    return new Promise((resolve) => (all.onsuccess = () => resolve(all.result[0])))
  })
  await page.goto(`${app.url}#/import/${id}`)
}

let { context, page } = await open()
let stop = await watchMemory(context, page)
const started = Date.now()
if (resume) await goToImport()
else await page.getByTestId('import-input').setInputFiles(file)
await page.getByTestId('import-progress').waitFor()
if (kill) {
  const target = Number(process.env.KILL_AFTER_MS ?? 15_000)
  await page.waitForTimeout(target)
  const text = await page.getByTestId('import-progress').innerText()
  console.log('killed at:', text.replaceAll('\n', ' ').slice(0, 200))
  stop()
  await Promise.all([context.browser()?.close(), context.close()].map((closing) => closing?.catch(() => undefined)))
  ;({ context, page } = await open())
  stop = await watchMemory(context, page)
  await goToImport()
}
const told = setInterval(async () => {
  const text = await page
    .getByTestId('import-progress')
    .innerText({ timeout: 1000 })
    .catch(() => '')
  console.error(new Date().toISOString(), text.replaceAll('\n', ' ').slice(0, 160))
}, 60_000)
const usable = []
let done = false
const probe = (async () => {
  while (!done) {
    const before = Date.now()
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
    usable.push(Date.now() - before)
    await page.waitForTimeout(500)
  }
})()
const receipt = await receiptOf(page)
done = true
clearInterval(told)
await probe
const seconds = (Date.now() - started) / 1000
const longest = await page.evaluate(() => Math.max(0, ...window.longTasks.map((task) => task.duration)))
const over100 = await page.evaluate(() =>
  window.longTasks.flatMap((task) =>
    task.duration > 100 ? [[Math.round(task.startTime), Math.round(task.duration)]] : [],
  ),
)
stop()
usable.sort((a, b) => a - b)
console.log(
  JSON.stringify({
    file: `${(size / 1e6).toFixed(0)} MB zip`,
    seconds,
    receipt,
    peakHeapMB: +(peak.heap / 1e6).toFixed(1),
    heaps: peak.heaps,
    peakRendererMB: +(peak.renderer / 1e6).toFixed(1),
    samples: peak.samples,
    longestTaskMs: longest,
    tasksOver100Ms: over100,
    frameP95Ms: usable[Math.floor(usable.length * 0.95)],
  }),
)
await context.close()
app.stop()
