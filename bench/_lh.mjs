import lighthouse from '/work/main/node_modules/lighthouse/core/index.js'
import { freePort, openBrowser, serveApp } from '/work/main/bench/app-in-chromium.mjs'
const [N, ...paths] = process.argv.slice(2)
const app = await serveApp('4911')
const port = await freePort()
const context = await openBrowser('/tmp/lhprof', { args: [`--remote-debugging-port=${port}`] })
const page = context.pages()[0] ?? (await context.newPage())
await page.goto(app.url + '#/library')
await page.waitForTimeout(6000)
await page.reload(); await page.waitForTimeout(3000)
await page.goto('about:blank')
const verbose = process.env.V
for (const path of paths.length ? paths : ['', '#/library']) {
  const scores = []
  for (let i = 0; i < +N; i++) {
    const result = await lighthouse(`${app.url}${path}`, { port, output: 'json', disableStorageReset: true, onlyCategories: ['performance'] })
    const { categories, audits, environment } = result.lhr
    scores.push([Math.round(categories.performance.score * 100), Math.round(audits['total-blocking-time'].numericValue), Math.round(audits['speed-index'].numericValue),Math.round(audits['largest-contentful-paint'].numericValue), environment.benchmarkIndex])
    if (verbose) {
      const lt = audits['long-tasks'].details?.items ?? []
      console.log(lt.map((t) => `${Math.round(t.startTime)}+${Math.round(t.duration)} ${t.url.replace(/.*\//, '')}`).join(' | '))
      const events = (result.artifacts.Trace ?? result.artifacts.traces?.defaultPass).traceEvents
      const { processEvents } = {}
      const nav = events.filter((e) => e.name === 'navigationStart' && e.args?.data?.documentLoaderURL?.startsWith(app.url)).pop()
      const tid = nav.tid, pid = nav.pid, t0 = nav.ts
      const main = events.filter((e) => e.pid === pid && e.tid === tid && e.ph === 'X' && e.ts > t0 - 5000)
      const names = new Map(), procs = new Map()
      for (const e of events) { if (e.name === 'thread_name') names.set(e.pid + '/' + e.tid, e.args.name); if (e.name === 'process_name') procs.set(e.pid, e.args.name) }
      const sum = new Map()
      for (const e of events) if (e.ph === 'X' && e.ts > t0 && e.ts < t0 + 900000 && (e.name === 'RunTask' || e.name === 'ThreadControllerImpl::RunTask' || e.name === 'ThreadPool_RunTask' || e.name==='ThreadPool_RunTask')) { const k = procs.get(e.pid) + ' ' + e.pid + ' ' + (names.get(e.pid + '/' + e.tid) ?? e.tid); sum.set(k, (sum.get(k) ?? 0) + (e.tdur ?? 0) / 1000) }
      console.log([...sum].sort((a, b) => b[1] - a[1]).slice(0, 14).map(([k, v]) => '   ' + v.toFixed(0).padStart(5) + ' ' + k).join('\n'))
      const tasks = main.filter((e) => e.name === 'RunTask' && e.dur > 10000)
      for (const t of tasks) {
        console.log('TASK', ((t.ts - t0) / 1000).toFixed(0), (t.dur / 1000).toFixed(1), 'cpu', ((t.tdur ?? 0) / 1000).toFixed(1))
        for (const e of main.filter((e) => e !== t && e.ts >= t.ts && e.ts + e.dur <= t.ts + t.dur && e.dur > 3000 && e.name !== 'RunTask'))
          console.log('    ', e.name, (e.dur / 1000).toFixed(1), (e.args?.data?.url ?? e.args?.data?.functionName ?? '').replace(/.*\//, ''), e.args?.data?.functionName ?? '', e.args?.data?.lineNumber ?? '', e.args?.data?.columnNumber ?? '')
      }
    }
  }
  console.log(path || '/', JSON.stringify(scores))
}
await context.close(); app.stop()
