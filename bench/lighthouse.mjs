// Imports an export into the built app, waits until it is searchable, and lets Lighthouse (mobile, storage kept) look at
// its screens.  node bench/lighthouse.mjs EXPORT [PATH …]   paths are like "#/library"; the start page if none is given.
// PORT and PROFILE (a folder) keep the library for the next run: then name "-" as the export.
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import lighthouse from 'lighthouse'
import { freePort, importWhole, newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'

const [file, ...paths] = process.argv.slice(2)
if (!file) throw new Error('usage: node bench/lighthouse.mjs EXPORT [PATH …]')
const app = await serveApp(process.env.PORT)
const port = await freePort()
const context = await openBrowser(process.env.PROFILE ?? newProfile(), { args: [`--remote-debugging-port=${port}`] })
const page = context.pages()[0] ?? (await context.newPage())
await page.goto(app.url)
if (file !== '-') await importWhole(page, app.url, file)
await page.goto('about:blank')

for (const path of paths.length > 0 ? paths : ['']) {
  const result = await lighthouse(`${app.url}${path}`, {
    port,
    output: 'html',
    disableStorageReset: true,
    onlyCategories: ['performance', 'accessibility'],
  })
  const { categories, audits } = result.lhr
  const report = join(tmpdir(), `vivim-lighthouse${path.replaceAll(/\W+/g, '-')}.html`)
  writeFileSync(report, String(result.report))
  const shown = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift']
  console.log(
    path || '/',
    ...Object.values(categories).map(({ id, score }) => `${id} ${Math.round(score * 100)}`),
    ...shown.map((id) => `${id} ${audits[id].displayValue}`),
    report,
  )
}
await context.close()
app.stop()
