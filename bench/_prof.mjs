import { openBrowser, serveApp } from './app-in-chromium.mjs'
const app = await serveApp('4911')
const context = await openBrowser('/tmp/lhprof', { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true })
const page = context.pages()[0] ?? (await context.newPage())
await page.goto(app.url + '#/library'); await page.waitForTimeout(5000)
await page.reload(); await page.waitForTimeout(5000)
const cdp = await context.newCDPSession(page)
await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval', { interval: 100 })
for (const path of process.argv.slice(2)) {
  await page.goto('about:blank'); await page.waitForTimeout(500)
  await cdp.send('Profiler.start')
  await page.goto(app.url + path); await page.waitForTimeout(2200)
  const { profile } = await cdp.send('Profiler.stop')
  const byId = new Map(profile.nodes.map((n) => [n.id, n])); const parent = new Map()
  for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id)
  const self = new Map(), total = new Map()
  const name = (n) => `${n.callFrame.functionName || '(anon)'} ${n.callFrame.url.replace(/.*\//, '')}:${n.callFrame.lineNumber + 1}`
  profile.samples.forEach((id, i) => {
    const dt = profile.timeDeltas[i] / 1000
    const seen = new Set(); let cur = id
    self.set(name(byId.get(id)), (self.get(name(byId.get(id))) ?? 0) + dt)
    while (cur !== undefined) { const nm = name(byId.get(cur)); if (!seen.has(nm)) { seen.add(nm); total.set(nm, (total.get(nm) ?? 0) + dt) } cur = parent.get(cur) }
  })
  const tot = new Map()
  profile.samples.forEach((id, i) => { let cur = id; while (cur !== undefined) { tot.set(cur, (tot.get(cur) ?? 0) + profile.timeDeltas[i] / 1000); cur = parent.get(cur) } })
  const show = (id, depth) => { const n = byId.get(id); const t = tot.get(id) ?? 0; if (t < 0.7) return; console.log(' '.repeat(depth) + t.toFixed(1) + ' ' + name(n)); for (const c of n.children ?? []) show(c, depth + 1) }
  if (process.env.TREE) { for (const n of profile.nodes[0].children ?? []) show(n, 0); continue }
  const top = (m, k) => [...m].sort((a, b) => b[1] - a[1]).slice(0, k).map(([n, t]) => t.toFixed(1).padStart(7) + ' ' + n).join('\n')
  console.log('==', path, '\nSELF\n' + top(self, 40), '\nTOTAL\n' + top(total, 190))
}
await context.close(); app.stop()
