import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'
import { serveBuiltApp, type ServedApp } from './built-app.ts'
import { chatGptExport, codeAnswer } from './export-file.ts'
import { Person } from './person.ts'

const CARDS = 300
const IN_ONE = 10

let app: ServedApp
let browsers: readonly Browser[] = []

beforeAll(async () => {
  app = await serveBuiltApp()
  browsers = await Promise.all([launchBrowser(), launchBrowser()])
})

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  app?.stop()
})

/** 30 conversations of ten cards each: 10 MB of code, one card of it 1 MB. */
function bulk() {
  const size = (n: number) => (n === 0 ? 1_000_000 : 12_000 + (n % 20) * 1_900)
  const blocks = Array.from({ length: CARDS }, (_, n) => codeAnswer(`sample${n}`, size(n)))
  const conversations = Array.from({ length: CARDS / IN_ONE }, (_, n) => ({
    title: `Samples ${n}`,
    answer: blocks.slice(n * IN_ONE, (n + 1) * IN_ONE).join('\n\n'),
  }))
  return { file: chatGptExport(conversations), blocks }
}

/** What stands between the fences. */
const code = (block: string): string => block.replace(/^```js\n|\n```$/g, '')

const ids = (cards: Element[]): (string | undefined)[] => cards.map((card) => (card as HTMLElement).dataset['id'])

const sha3 = (text: string): string => createHash('sha3-256').update(text).digest('hex')

it('brings 300 cards with 10 MB, one of them 1 MB, over complete', { timeout: 400_000 }, async () => {
  const { file, blocks } = bulk()
  const bytes = blocks.reduce((sum, block) => sum + Buffer.byteLength(block), 0)
  expect(bytes).toBeGreaterThan(10_000_000)
  const alice = await Person.arrive(browsers[0]!, app.url)
  const bob = await Person.arrive(browsers[1]!, app.url)
  await alice.importFile(file)
  const link = await alice.share('sample29')
  await alice.enterRoom()
  const dialog = await alice.startAdding()
  // As many rows as there are; the one in the room already is among them.
  for (const shown of [99, 199, 299]) {
    await dialog.getByRole('checkbox', { name: new RegExp(`Select all (${shown}|${shown + 1}) shown`) }).waitFor()
    const more = dialog.getByRole('button', { name: 'Show more' })
    if (shown < 299) await more.click()
    else expect(await more.count()).toBe(0)
  }
  await dialog.getByRole('checkbox', { name: 'Select all 299 shown' }).check()
  const adding = Date.now()
  await dialog.getByRole('button', { name: 'Add 299 cards' }).click()
  await dialog.waitFor({ state: 'detached', timeout: 120_000 })
  console.log(`299 cards added to the room: ${Date.now() - adding} ms`)
  await alice.seesCards(CARDS)

  const started = Date.now()
  await bob.open(link)
  await bob.seesCards(CARDS, 120_000)
  console.log(`link opened → ${CARDS} cards, ${bytes} bytes: ${Date.now() - started} ms`)
  await bob.page.getByRole('heading', { name: `shared ${CARDS} cards` }).waitFor()
  const shown = async (person: Person) => (await person.cards.evaluateAll(ids)).toSorted()
  expect(await shown(bob)).toEqual(await shown(alice))

  // What is kept are the contents themselves: each hashes to its id, byte for byte.
  const keeping = Date.now()
  await bob.page.getByRole('button', { name: `Keep all ${CARDS}` }).click()
  await bob.page.getByText('All in your library').waitFor({ timeout: 120_000 })
  console.log(`${CARDS} cards kept: ${Date.now() - keeping} ms`)
  const kept = await bob.rows<{ id: string; card: { content: string } }>('ownCards')
  expect(kept.map(({ id }) => id).toSorted()).toEqual(await shown(alice))
  expect(kept.filter(({ id, card }) => sha3(card.content) !== id)).toEqual([])
  const contents = new Set(kept.map(({ card }) => card.content))
  expect(blocks.filter((block) => !contents.has(block) && !contents.has(code(block)))).toEqual([])
  expect(await bob.refusals()).toEqual([])
})
