// The graph of a large library: imports an export into the built app, then draws the map of its conversations, the cards
// around a search, and the neighbourhood of a card, and drags the picture about.
//   node bench/graph.mjs EXPORT [SEARCH]
// Times are from the change of the address. Without a graphics card WebGL runs on the processor: frames are then a bound.
import { importWhole, newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'

const [file, search = 'how'] = process.argv.slice(2)
if (!file) throw new Error('usage: node bench/graph.mjs EXPORT [SEARCH]')
const app = await serveApp()
const context = await openBrowser(newProfile())
const page = context.pages()[0] ?? (await context.newPage())
page.setDefaultTimeout(300_000)
await page.addInitScript(() => {
  window.longTasks = []
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration))
  }).observe({ type: 'longtask', buffered: true })
})
await page.goto(app.url)
await importWhole(page, app.url, file)
const devtools = await context.newCDPSession(page)

async function heap() {
  await devtools.send('HeapProfiler.collectGarbage')
  return (await page.evaluate(() => performance.memory.usedJSHeapSize)) / 1e6
}

const at = (times, share) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]

async function draw(name, hash) {
  await page.goto(`${app.url}#/you`)
  await page.reload()
  await page.waitForTimeout(8_000)
  const before = await heap()
  const times = await page.evaluate(async (to) => {
    window.longTasks.length = 0
    const began = performance.now()
    const until = async (selector) => {
      while (!document.querySelector(selector)) {
        if (performance.now() - began > 240_000) throw new Error(`no ${selector}`)
        await new Promise(requestAnimationFrame)
      }
      return Math.round(performance.now() - began)
    }
    location.hash = to
    const drawn = await until('[data-testid=graph-canvas][data-drawn=true]')
    const complete = await until('main[aria-busy=false]')
    const settled = await until('[data-testid=graph-canvas][data-settled=true]')
    const { nodes, links } = document.querySelector('[data-testid=graph-canvas]').dataset
    return { nodes, links, drawn, complete, settled, longest: Math.max(0, ...window.longTasks) }
  }, hash)
  const box = await page.getByTestId('graph-canvas').boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.evaluate(() => {
    window.longTasks.length = 0
    window.frames_ = []
    let last = performance.now()
    const tick = (now) => {
      window.frames_.push(now - last)
      last = now
      window.dragging = requestAnimationFrame(tick)
    }
    window.dragging = requestAnimationFrame(tick)
  })
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let n = 1; n <= 120; n++) await page.mouse.move(x + 120 * Math.sin(n / 10), y + 80 * Math.sin(n / 7))
  await page.mouse.up()
  const { frames, dragLongest } = await page.evaluate(() => {
    cancelAnimationFrame(window.dragging)
    return { frames: window.frames_.slice(1), dragLongest: Math.max(0, ...window.longTasks) }
  })
  const after = await heap()
  const told = (share) => Math.round(at(frames, share))
  console.log(
    `${name}: ${times.nodes} nodes, ${times.links} links; first drawn ${times.drawn} ms, all links ${times.complete} ms, settled ${times.settled} ms, longest task ${times.longest} ms; ` +
      `dragging: frames p50 ${told(0.5)} p95 ${told(0.95)} most ${told(1)} ms, longest task ${dragLongest} ms; ` +
      `JS heap ${after.toFixed(1)} MB, ${before.toFixed(1)} before`,
  )
}

await draw('library', '#/graph')
await draw(`search “${search}”, 3 steps`, `#/graph/search?q=${encodeURIComponent(search)}&steps=3`)
const card = await page.getByTestId('graph-row').first().getAttribute('data-id')
await draw('card, 3 steps', `#/graph/card/${card}?steps=3`)
await context.close()
app.stop()
