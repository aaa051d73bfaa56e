import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import type { ServedRooms } from './harness-room/serve.ts'
import { serveRooms } from './harness-room/serve.ts'

let served: ServedRooms
let browsers: Browser[] = []

beforeAll(async () => {
  served = await serveRooms()
  browsers = await Promise.all([launchBrowser(), launchBrowser()])
})

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  await served?.close()
})

async function visit(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(served.url)
  await page.waitForFunction(() => 'harness' in window)
  return page
}

it('brings 300 cards with 10 MB, one of them 1 MB, over complete', async () => {
  const [alice, bob] = (await Promise.all(browsers.map(visit))) as [Page, Page]
  const shared = await alice.evaluate(async () => {
    const line = (n: number) => `Line ${n} of a long note about how rooms carry what people know.\n`
    const text = (card: number, size: number) => {
      let content = `Note ${card}.\n`
      for (let n = 0; content.length < size; n++) content += line(n)
      return content.trim()
    }
    const texts = Array.from({ length: 300 }, (_, n) => text(n, n === 0 ? 1_000_000 : 12_000 + (n % 20) * 1_900))
    const result = await window.harness.share(texts)
    if (!result.ok) throw new Error(result.error.message)
    window.harness.watch(result.value.roomId)
    const ids = texts.map((content) => window.harness.card(content).id)
    return { ...result.value, ids, bytes: texts.reduce((sum, content) => sum + content.length, 0) }
  })
  expect(shared.bytes).toBeGreaterThan(10_000_000)
  const started = await bob.evaluate(async (link) => (await window.harness.open(link)).started, shared.link)
  const done = await bob.waitForFunction(
    (id) => window.harness.states[id]?.cards.length === 300 && performance.now(),
    shared.roomId,
    { timeout: 100_000 },
  )
  console.log(`300 cards, ${shared.bytes} bytes: ${Math.round(Number(await done.jsonValue()) - started)} ms`)
  const got = await bob.evaluate(
    (id) => window.harness.states[id]!.cards.map(({ card }) => window.harness.card(card.content).id),
    shared.roomId,
  )
  expect(got.toSorted()).toEqual(shared.ids.toSorted())
  expect(await bob.evaluate((id) => window.harness.states[id]!.refused, shared.roomId)).toEqual([])
})
