import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { importFiles } from './import-files.ts'
import { openedForTests } from './opened.ts'

const here = openedForTests()

/** Makes the library one that an older version of the app left: it knew no cards of the newest conversation. */
const makeOld = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const open = indexedDB.open('vivim')
    const db = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
    const transaction = db.transaction(['cardPacks', 'meta'], 'readwrite')
    transaction.objectStore('meta').delete('rederived')
    let isFirst = true
    const cursor = transaction.objectStore('cardPacks').openCursor()
    cursor.onsuccess = () => {
      const at = cursor.result
      if (!at) return
      const none = new TextEncoder().encode('{"cards":[],"messages":[],"sources":[],"links":[]}')
      at.update({ ...at.value, extractorVersion: 1, ...(isFirst && { derived: none, keys: [] }) })
      isFirst = false
      at.continue()
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve))
    db.close()
  })

/** Id of a card that answers a question and explains something, of a conversation that {@link makeOld} leaves its cards. */
const linkedCard = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const open = indexedDB.open('vivim')
    const db = await new Promise<IDBDatabase>((resolve) => (open.onsuccess = () => resolve(open.result)))
    const all = db.transaction('cardPacks').objectStore('cardPacks').getAll()
    await new Promise((resolve) => (all.onsuccess = resolve))
    db.close()
    for (const { derived } of all.result.slice(1) as { derived: Uint8Array }[]) {
      const rows = JSON.parse(new TextDecoder().decode(derived)) as {
        cards: [id: string][]
        links: [source: number, target: number, relation: string][]
      }
      const explained = new Set(
        rows.links.filter(([, , relation]) => relation === 'EXPLAINS').map(([source]) => source),
      )
      const link = rows.links.find(([source, , relation]) => relation === 'ANSWERS' && explained.has(source))
      if (link) return rows.cards[link[0]]![0]
    }
    throw new Error('no card of the sample answers and explains')
  })

it('cards of an older version are made anew in the background, and the page says what changed', async () => {
  const page = await here.browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.goto(here.app.url)
  const imported = await importFiles(page, 'public/sample/chatgpt.json')
  // A link that was rejected stays so.
  const card = `${here.app.url}#/card/${await linkedCard(page)}`
  const link = (relation: string) => page.locator(`[data-testid=link][data-relation=${relation}]:visible`).first()
  await page.goto(card)
  await link('ANSWERS').getByRole('button').click({ timeout: 30_000 })
  await link('ANSWERS').getByRole('menuitem', { name: 'Not linked' }).click()
  await link('ANSWERS').waitFor({ state: 'detached', timeout: 30_000 })
  await makeOld(page)
  await page.goto(`${here.app.url}#/you`)
  await page.reload()
  const row = page.getByTestId('cards-anew')
  await row.getByText('Cards were made anew').waitFor({ timeout: 60_000 })
  const text = await row.innerText()
  expect(text).toContain(`from ${imported['read']} conversations`)
  expect(Number(/(\d+) cards? (?:is|are) new/.exec(text)?.[1])).toBeGreaterThan(0)
  expect(text).toContain('0 no longer made')

  // Once is enough.
  await page.reload()
  await row.getByText('Cards were made anew').waitFor()
  expect(await row.innerText()).toBe(text)
  await page.goto(card)
  await link('EXPLAINS').waitFor({ timeout: 30_000 })
  expect(await link('ANSWERS').count()).toBe(0)
})
