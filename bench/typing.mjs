// How soon results are painted after a key: imports an export into the built app, then types queries into the search
// page as a person does (a key each 120 ms), made of words of the library.
//   node bench/typing.mjs EXPORT [QUERIES]
// Times are from the event of the key to the frame after the results changed; keys that change nothing are counted apart.
import { importWhole, newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'
import { watchHeaps } from './heap.mjs'

const [file, count = '40'] = process.argv.slice(2)
if (!file) throw new Error('usage: node bench/typing.mjs EXPORT [QUERIES]')
const app = await serveApp()
const context = await openBrowser(newProfile())
const page = context.pages()[0] ?? (await context.newPage())
await page.goto(app.url)
await importWhole(page, app.url, file)

/** Words of the shown snippets of conversations: what somebody might half remember. */
const words = await page.evaluate(async () => {
  const open = indexedDB.open('vivim')
  const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)))
  const rows = db.transaction('conversations').objectStore('conversations').getAll(undefined, 400)
  await new Promise((resolve) => (rows.onsuccess = resolve))
  db.close()
  return rows.result
    .map(({ snippet, title }) => `${title} ${snippet}`.match(/\p{L}{4,}/gu) ?? [])
    .filter((of) => of.length > 3)
})

await page.goto(`${app.url}#/search`)
const field = page.getByTestId('search-input')
await field.waitFor()
await page.evaluate(() => {
  const results = document.querySelector('main.list .scroll')
  window.painted = []
  let pressed
  document.addEventListener('input', (event) => (pressed = event.timeStamp), { capture: true })
  new MutationObserver(() => {
    const since = pressed
    pressed = undefined
    if (since === undefined) return
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - since)))
  }).observe(results, { childList: true, subtree: true, characterData: true })
})
let keys = 0
for (let n = 0; n < Number(count); n++) {
  const from = words[(n * 7919) % words.length]
  const query = [from[n % from.length], from[(n * 3 + 1) % from.length]].slice(0, 1 + (n % 2)).join(' ')
  await field.fill('')
  await page.waitForTimeout(300)
  for (const key of query.slice(0, 14)) {
    await page.keyboard.type(key)
    keys++
    await page.waitForTimeout(120)
  }
}
const times = (await page.evaluate(() => window.painted)).sort((a, b) => a - b)
const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))])
console.log(
  `${keys} keys, ${times.length} changed the results: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`,
)
const session = await watchHeaps(context, page)
await page.waitForTimeout(1000)
await session.collect()
const { used, heaps } = await session.heap()
console.log(`JS heap of page and ${heaps - 1} workers: ${(used / 1e6).toFixed(1)} MB`)
await context.close()
app.stop()
