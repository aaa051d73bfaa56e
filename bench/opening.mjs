// How soon the app is usable and conversations open: imports an export into the built app, opens the library in a new
// page some times, then conversations from the list (random ones, and the longest), each in the library that is open.
//   node bench/opening.mjs EXPORT [COUNT]
// Times are from the tap to the first words of the conversation being painted.
import { importWhole, newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'

const [file, count = '20'] = process.argv.slice(2)
if (!file) throw new Error('usage: node bench/opening.mjs EXPORT [COUNT]')
const app = await serveApp()
const context = await openBrowser(newProfile())
let page = context.pages()[0] ?? (await context.newPage())
await page.goto(app.url)
await importWhole(page, app.url, file)

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
await context.close()
app.stop()
