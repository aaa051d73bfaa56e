import { newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'
const app = await serveApp()
const ctx = await openBrowser(newProfile())
const page = ctx.pages()[0]
page.on('console', m => { if (m.type()==='error' || m.type()==='warning') console.log('console:', m.text().slice(0,300)) })
page.on('pageerror', e => console.log('pageerror:', e.message.slice(0,300)))
await page.goto(app.url); await page.waitForTimeout(800)
await page.screenshot({ path: '/tmp/s-first.png' })
await page.getByText('Try with a sample library').click()
await page.getByTestId('import-receipt').waitFor({timeout:60000})
await page.screenshot({ path: '/tmp/s-receipt.png' })
console.log(await page.getByTestId('import-receipt').evaluate(e => JSON.stringify(e.dataset)))
const go = async (h, f, wait=1200) => { await page.goto(app.url + h); await page.waitForTimeout(wait); await page.screenshot({ path: f }) }
await go('#/library', '/tmp/s-library.png')
await page.getByTestId('conversation-item').first().click(); await page.waitForTimeout(1500)
await page.screenshot({ path: '/tmp/s-reading.png' })
await go('#/cards', '/tmp/s-cards.png', 2500)
const card = page.getByTestId('card').first(); if (await card.count()) { await card.click(); await page.waitForTimeout(800); await page.screenshot({ path: '/tmp/s-cards-open.png' }) }
await go('#/search?q=rollback', '/tmp/s-search.png', 2000)
await go('#/you', '/tmp/s-you.png')
await ctx.close(); app.stop(); process.exit(0)
