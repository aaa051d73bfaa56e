import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { LogRow } from '../../src/domain/ports/rooms.ts'
import type { ExportFile } from './export-file.ts'
import { chatGptExport } from './export-file.ts'

/** What the person chooses when sharing. */
export interface Sharing {
  /** The link lets people add cards. */
  readonly canAdd?: boolean
  readonly ends?: 'In 1 day' | 'In 7 days' | 'In 30 days' | 'Never'
  readonly message?: string
}

/** A row of the log with its bytes as numbers, fit to be handed from page to page. */
export interface ChainRow extends Omit<LogRow, 'bytes' | 'sig'> {
  readonly bytes: readonly number[]
  readonly sig: readonly number[]
}

/** Somebody with the built app open in a browser: does what a person does, sees what the page shows. */
export class Person {
  readonly page: Page
  readonly #url: string

  private constructor(page: Page, url: string) {
    this.page = page
    this.#url = url
  }

  /** A new profile of this browser, with nothing open yet. */
  static async arrive(browser: Browser, url: string): Promise<Person> {
    const context = await browser.newContext()
    await context.addInitScript(() => {
      // When the first verified card stood on the page, in ms since the address was opened.
      const look = () => {
        if (!document.querySelector('[data-testid=room-card]')) return
        if (!document.querySelector('[data-testid=card-verified]')) return
        ;(window as { verifiedAt?: number }).verifiedAt = performance.now()
        watch.disconnect()
      }
      const watch = new MutationObserver(look)
      watch.observe(document, { childList: true, subtree: true })
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => console.error('page error:', error.message))
    return new Person(page, url)
  }

  leave(): Promise<void> {
    return this.page.context().close()
  }

  /** Goes to a place of the app. */
  async go(fragment: string): Promise<void> {
    await this.page.goto(this.#url + fragment)
  }

  async did(): Promise<string> {
    await this.go('#/you')
    const shown = await this.page.getByTestId('identity-did').textContent()
    return shown!.match(/did:key:z6Mk\w+/)![0]
  }

  async rename(name: string): Promise<void> {
    await this.go('#/you')
    await this.page.getByRole('button', { name: /(Add|Change) your name/ }).click()
    await this.page.getByLabel('Your name', { exact: true }).fill(name)
    await this.page.getByRole('button', { name: 'Save' }).click()
    await this.page.getByRole('heading', { name, exact: true }).waitFor()
  }

  /** Imports a file and waits until it was read. */
  async importFile(file: ExportFile): Promise<void> {
    await this.go('')
    await this.page.getByTestId('import-input').setInputFiles(file)
    await this.page.getByTestId('import-receipt').waitFor({ timeout: 120_000 })
  }

  /** Imports an export whose answers are these texts: each is a card then. */
  importTexts(texts: readonly string[]): Promise<void> {
    return this.importFile(chatGptExport(texts.map((answer, n) => ({ title: `Note ${n + 1}`, answer }))))
  }

  /** Shares the card that begins so; the link as it stands after all choices. */
  async share(text: string, { canAdd = false, ends, message }: Sharing = {}): Promise<string> {
    const { page } = this
    await this.go('#/cards')
    const row = page.getByTestId('card').filter({ hasText: text }).first()
    await this.go(`#/card/${await row.getAttribute('data-id', { timeout: 60_000 })}`)
    await page.getByTestId('card-share').first().click()
    const link = page.getByTestId('room-link')
    let value = await link.inputValue()
    const change = async (how: () => Promise<unknown>) => {
      const before = value
      await how()
      await expect.poll(async () => (value = (await this.#linkNow()) ?? before), { timeout: 10_000 }).not.toBe(before)
    }
    if (canAdd) await change(() => page.getByLabel('They may').selectOption('Read and add'))
    if (ends) await change(() => page.getByLabel('Ends').selectOption(ends))
    if (message) await change(() => page.getByLabel('Message').fill(message))
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click()
    return value
  }

  /** The link in the open dialog; undefined while it is made anew. */
  async #linkNow(): Promise<string | undefined> {
    const link = this.page.getByTestId('room-link')
    return (await link.count()) > 0 ? link.inputValue() : undefined
  }

  /** Opens the newest of the person's rooms. */
  async enterRoom(): Promise<void> {
    await this.go('#/you')
    await this.page.locator('a[href^="#/room/"]').first().click()
    await this.page.getByTestId('room-peers').waitFor()
  }

  /** Opens a room link, as from a message. */
  async open(link: string): Promise<void> {
    await this.page.goto(link)
  }

  /** Ms from opening the link to a verified card on the page. */
  async timeToVerified(): Promise<number> {
    await this.page.waitForFunction(() => 'verifiedAt' in window, undefined, { timeout: 30_000 })
    return this.page.evaluate(() => (window as { verifiedAt?: number }).verifiedAt!)
  }

  /** Id of the open room: 64 hex characters. */
  get roomId(): string {
    return new URL(this.page.url()).hash.replace('#/room/', '')
  }

  get cards(): Locator {
    return this.page.getByTestId('room-card')
  }

  /** Waits until the room shows this many cards. */
  async seesCards(count: number, timeout = 30_000): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.querySelectorAll('[data-testid=room-card]').length === wanted,
      count,
      { timeout, polling: 20 },
    )
  }

  /** Waits until so many others are in the room. */
  async seesPeers(count: number): Promise<void> {
    await this.page
      .locator(`[data-testid=room-peers][data-count="${count}"]`)
      .waitFor({ timeout: 30_000, state: 'attached' })
  }

  /** What the cards of the room say, first shared first. */
  async texts(): Promise<string[]> {
    return this.cards.locator('.content').allInnerTexts()
  }

  /** The part of the room with its link, adding and leaving. */
  async aboutRoom(): Promise<Locator> {
    const about = this.page.locator('details.room')
    if (!(await about.evaluate((details: HTMLDetailsElement) => details.open))) {
      await about.locator('summary').first().click()
    }
    return about
  }

  /** Waits until the person may add cards. */
  async maySend(): Promise<void> {
    await (await this.aboutRoom()).getByRole('button', { name: 'Add cards' }).waitFor({ timeout: 30_000 })
  }

  /** Opens the dialog with which cards are added. */
  async startAdding(): Promise<Locator> {
    await (await this.aboutRoom()).getByRole('button', { name: 'Add cards' }).click()
    return this.page.getByRole('dialog', { name: 'Add cards to the room' })
  }

  /** Adds own cards that begin so. */
  async add(...texts: readonly string[]): Promise<void> {
    const dialog = await this.startAdding()
    for (const text of texts) await dialog.getByRole('checkbox', { name: text }).check()
    await dialog.getByRole('button', { name: `Add ${texts.length} card` }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  /** Rows of a table of the page's own database, with byte arrays as plain numbers. */
  rows<T>(table: string): Promise<T[]> {
    return this.page.evaluate(async (name) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('vivim')
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('no database'))
      })
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const request = db.transaction(name).objectStore(name).getAll()
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error ?? new Error('no rows'))
      })
      db.close()
      const plain = (value: unknown): unknown => {
        if (value instanceof Uint8Array) return [...value]
        if (value instanceof CryptoKey) return { extractable: value.extractable, algorithm: value.algorithm.name }
        if (Array.isArray(value)) return value.map(plain)
        if (typeof value !== 'object' || value === null) return value
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
      }
      return rows.map(plain) as never[]
    }, table)
  }

  /** Why something was refused in this person's rooms, oldest first. */
  async refusals(): Promise<string[]> {
    return (await this.rows<{ reason: string }>('quarantine')).map(({ reason }) => reason)
  }

  /** Opens what lies sealed in the database, as script in the page can: the keys of this person. */
  secrets(): Promise<{ did: string; device: string; rootSeed: number[]; deviceSeed: number[]; rooms: number[][] }> {
    return this.page.evaluate(async () => {
      type Sealed = { iv: Uint8Array<ArrayBuffer>; data: Uint8Array<ArrayBuffer> }
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('vivim')
        request.onsuccess = () => resolve(request.result)
      })
      const all = <T>(table: string) =>
        new Promise<T[]>((resolve) => {
          const request = db.transaction(table).objectStore(table).getAll()
          request.onsuccess = () => resolve(request.result as T[])
        })
      const rows = await all<Record<string, unknown>>('identity')
      const spaces = await all<{ secret: Sealed; inviteSeed?: Sealed }>('spaces')
      db.close()
      const key = rows.find((row) => 'key' in row)!['key'] as CryptoKey
      const me = rows.find((row) => 'did' in row) as Record<string, unknown>
      const open = async ({ iv, data }: Sealed) => [
        ...new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data)),
      ]
      return {
        did: me['did'] as string,
        device: me['device'] as string,
        rootSeed: await open(me['rootSeed'] as Sealed),
        deviceSeed: await open(me['deviceSeed'] as Sealed),
        rooms: await Promise.all(
          spaces.flatMap(({ secret, inviteSeed }) => [secret, inviteSeed ?? []].flat()).map(open),
        ),
      }
    })
  }
}
