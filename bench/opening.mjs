// How soon the app is usable and conversations open: imports an export into the built app, opens the library in a new
// page some times, then conversations from the list (random ones, and the longest), each in the library that is open.
//   node bench/opening.mjs EXPORT [COUNT] [--truth FILE] [--again]
// Times are from the tap to the first words of the conversation being painted. FILE says which words are hidden where
// (`needles`: rows of words, number of the conversation, id of the message); each is searched for. PROFILE and PORT name
// a folder to keep and where it was made; with --again it has the library already.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { importWhole, newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'
import { watchHeaps } from './heap.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { truth: { type: 'string' }, again: { type: 'boolean', default: false } },
})
const [file, count = '20'] = positionals
if (!file) throw new Error('usage: node bench/opening.mjs EXPORT [COUNT] [--truth FILE] [--again]')
const app = await serveApp(process.env.PORT)
const context = await openBrowser(process.env.PROFILE ?? newProfile())
let page = context.pages()[0] ?? (await context.newPage())
await page.goto(app.url)
if (!values.again) await importWhole(page, app.url, file)

const at = (times, share) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]
const told = (times) => `p50 ${at(times, 0.5)} ms, p95 ${at(times, 0.95)} ms, most ${at(times, 1)} ms`

const starts = []
for (let n = 0; n < 5; n++) {
  await page.close()
  page = await context.newPage()
  const began = Date.now()
  await page.goto(`${app.url}#/library`)
  await page.getByTestId('conversation-item').first().waitFor()
  starts.push(Date.now() - began)
}
console.log('list in a new page:', told(starts))

/** Ids of all conversations with their number of messages, the longest first. */
const all = await page.evaluate(async () => {
  const open = indexedDB.open('vivim')
  const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)))
  const rows = db.transaction('conversations').objectStore('conversations').getAll()
  await new Promise((resolve) => (rows.onsuccess = resolve))
  db.close()
  return rows.result.map(({ id, messages }) => ({ id, messages })).sort((a, b) => b.messages - a.messages)
})

async function open(id) {
  await page.evaluate(() => (location.hash = '#/library'))
  await page.waitForTimeout(400)
  return page.evaluate(async (wanted) => {
    const began = performance.now()
    location.hash = `#/c/${wanted}`
    for (;;) {
      await new Promise(requestAnimationFrame)
      if (document.querySelector('.read .col')?.textContent?.trim()) break
      if (performance.now() - began > 60_000) throw new Error('it did not open')
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    return Math.round(performance.now() - began)
  }, id)
}

const random = []
for (let n = 0; n < Number(count); n++) random.push(await open(all[(n * 7919) % all.length].id))
console.log(`${count} conversations:`, told(random))
for (const { id, messages } of all.slice(0, 3)) {
  const times = []
  for (let n = 0; n < 3; n++) times.push(await open(id))
  console.log(`${messages} messages:`, told(times))
}
if (values.truth) {
  const { needles } = JSON.parse(readFileSync(values.truth, 'utf8'))
  await page.goto(`${app.url}#/search`)
  const field = page.getByTestId('search-input')
  const missed = []
  const times = []
  for (const [words] of needles) {
    const began = Date.now()
    await field.fill(`"${words}" `)
    const shown = page.getByTestId('search-result').filter({ hasText: words }).first()
    const isFound = await shown.waitFor({ timeout: 20_000 }).then(
      () => true,
      () => false,
    )
    if (isFound) times.push(Date.now() - began)
    else missed.push(words)
  }
  console.log(`needles: ${times.length} of ${needles.length} found (${told(times)})`, ...missed)
}
const session = await watchHeaps(context, page)
await page.waitForTimeout(1_000)
const { used, heaps } = await session.heap()
console.log(`JS heap of the page and its workers: ${(used / 1e6).toFixed(1)} MB in ${heaps} heaps`)
await context.close()
app.stop()
