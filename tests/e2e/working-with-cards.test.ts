import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { importSample } from './built-app.ts'
import { PHONE, sizes } from './sizes.ts'
import { openedForTests } from './opened.ts'

const WAIT = { timeout: 30_000 }
const ANSWER = 'Flat but tasty nearly always means'
const EDITED = 'Wet **hands** make five folds easy.\n\nThe third one held its shape for an hour.'
const QUESTION = 'My loaf tastes great'

const here = openedForTests()

/** Somebody with the sample library and a card of it open. */
class Journey {
  readonly page: Page
  readonly isWide: boolean
  constructor(page: Page, isWide: boolean) {
    this.page = page
    this.isWide = isWide
  }

  async find(text: string): Promise<string> {
    await this.search(text)
    const hit = this.page.locator('[data-testid=search-result][data-kind=card]').filter({ hasText: text }).first()
    const href = await hit.getAttribute('href', WAIT)
    return href!.replace('#/card/', '').split('?')[0]!
  }
  /** From another screen, where no results of an earlier search stand. */
  async search(text: string): Promise<void> {
    await this.page.goto(`${here.app.url}#/imports`)
    await this.page
      .getByTestId('search-result')
      .first()
      .waitFor({ ...WAIT, state: 'detached' })
    await this.page.goto(`${here.app.url}#/search?q=${encodeURIComponent(text)}`)
  }
  async open(id: string): Promise<void> {
    await this.page.goto(`${here.app.url}#/card/${id}`)
    await this.page.locator(`[data-testid=card-id][data-id="${id}"]`).waitFor({ ...WAIT, state: 'attached' })
  }
  /** The id of the open card, once it is another than this. */
  async otherThan(id: string): Promise<string> {
    const shown = this.page.locator(`[data-testid=card-id]:not([data-id="${id}"])`)
    return (await shown.getAttribute('data-id', WAIT))!
  }
  async undo(): Promise<void> {
    await this.page.getByRole('status').getByRole('button', { name: 'Undo' }).click(WAIT)
  }
  async menu(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More', exact: true }).click(WAIT)
    await this.page.getByRole('menuitem', { name }).click(WAIT)
  }
  get links(): Locator {
    return this.page.getByTestId(this.isWide ? 'links' : 'links-wide')
  }
  link(relation: string, id?: string): Locator {
    const to = id === undefined ? '' : `[data-id="${id}"]`
    return this.links.locator(`[data-testid=link][data-relation="${relation}"]${to}`).first()
  }
  async linkMenu(link: Locator, name: string): Promise<void> {
    await link.getByRole('button').click(WAIT)
    await link.getByRole('menuitem', { name }).click(WAIT)
  }
  async save(): Promise<void> {
    await this.page.getByTestId('save-card').click(WAIT)
  }
  async counted(query: string, count: number): Promise<void> {
    await this.search(query)
    await expect.poll(() => this.page.locator('[data-testid=search-result][data-kind=card]').count(), WAIT).toBe(count)
  }
}

describe.each(sizes(PHONE))('working with cards, $width wide', (viewport) => {
  it('tags, types, texts and links of a person are made, undone, found, and there after a reload', async () => {
    const context = await here.browser.newContext({ viewport })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await importSample(page, here.app.url)
    // Search has read all of it once there are cards to list.
    await page.goto(`${here.app.url}#/cards`)
    await page.getByTestId('card').first().waitFor({ timeout: 60_000 })
    const me = new Journey(page, viewport.width > 1200)
    const answer = await me.find(ANSWER)
    const question = await me.find(QUESTION)

    // Tags: added, offered, removed, undone, found.
    await me.open(answer)
    const addTag = async (tag: string) => {
      if ((await page.getByTestId('tag-field').count()) === 0) await page.getByTestId('add-tag').click(WAIT)
      await page.getByTestId('tag-field').fill(tag)
      await page.getByTestId('tag-field').press('Enter')
      await page.getByTestId('tag').filter({ hasText: tag }).waitFor(WAIT)
    }
    await addTag('Rye bread')
    await addTag('weekend')
    await page.getByTestId('tag').filter({ hasText: 'weekend' }).getByRole('button').click(WAIT)
    await page
      .getByTestId('tag')
      .filter({ hasText: 'weekend' })
      .waitFor({ ...WAIT, state: 'detached' })
    await me.undo()
    await page.getByTestId('tag').filter({ hasText: 'weekend' }).waitFor(WAIT)
    await me.open(question)
    await page.getByTestId('add-tag').click(WAIT)
    await page.getByRole('option', { name: 'Rye bread' }).click(WAIT)
    await page.getByTestId('tag').filter({ hasText: 'Rye bread' }).waitFor(WAIT)
    await me.counted('tag:"rye BREAD"', 2)
    await me.counted('tag:"rye bread" -tag:weekend', 1)
    await page.getByTestId('search-input').fill('tag:')
    await page.getByTestId('search-suggestions').getByRole('option', { name: 'Rye bread' }).waitFor(WAIT)

    // The type, found by the person's, undone and made again.
    await me.open(answer)
    await page.getByTestId('card-kind').selectOption('warning')
    await page.getByText('Kind of “').waitFor(WAIT)
    await expect.poll(() => page.getByTestId('card-kind').inputValue(), WAIT).toBe('warning')
    await me.undo()
    await expect.poll(() => page.getByTestId('card-kind').inputValue(), WAIT).toBe('answer')
    await page.getByTestId('card-kind').selectOption('warning')
    await me.counted('kind:warning', 1)

    // A changed text is another card with a link back; a draft outlives leaving; undo leads back.
    await me.open(answer)
    const original = await page.locator('.cardpage .content').first().innerText()
    await page.getByTestId('card-edit').click(WAIT)
    const field = page.getByTestId('card-text')
    await me.save()
    await page.getByText('Nothing is changed').waitFor(WAIT)
    const text = await field.inputValue()
    await field.fill(EDITED)
    await page.keyboard.press('Escape')
    await page.getByText('changes of this card that are not saved').waitFor(WAIT)
    await page.waitForTimeout(500)
    await page.reload()
    await page.getByRole('button', { name: 'Go on writing' }).click(WAIT)
    expect(await field.inputValue()).toContain('five')
    await me.save()
    const undone = await me.otherThan(answer)
    await me.undo()
    await me.otherThan(undone)
    expect(new URL(page.url()).hash).toBe(`#/card/${answer}`)
    expect(await page.locator('.cardpage .content').first().innerText()).toBe(original)
    await page.getByTestId('card-edit').click(WAIT)
    await field.fill(EDITED)
    await field.press('ControlOrMeta+Enter')
    const remix = await me.otherThan(answer)
    expect(remix).toBe(undone)
    await me.link('DERIVED_FROM', answer).waitFor(WAIT)
    await me.counted('"five folds" is:kept', 1)
    // What another card says is not made twice.
    await me.open(remix)
    await page.getByTestId('card-edit').click(WAIT)
    await field.fill(text)
    await me.save()
    await page.getByRole('link', { name: 'Open that card' }).click(WAIT)
    await me.otherThan(remix)

    // Split in two, undone, split again; the original is put away.
    await me.open(remix)
    await me.menu('Split')
    expect(await page.getByTestId('split-here').getAttribute('aria-pressed', WAIT)).toBe('true')
    await me.save()
    await me.links.locator('[data-relation=DERIVED_FROM]').nth(2).waitFor(WAIT)
    await me.undo()
    await me.links
      .locator('[data-relation=DERIVED_FROM]')
      .nth(2)
      .waitFor({ ...WAIT, state: 'detached' })
    await me.menu('Split')
    expect(await page.getByTestId('split-here').getAttribute('aria-pressed', WAIT)).toBe('true')
    await me.save()
    await me.links.locator('[data-relation=DERIVED_FROM]').nth(2).waitFor(WAIT)
    await me.counted('"five folds" is:archived', 1)
    await me.counted('"five folds" is:kept', 1)

    // Merged with another that is found by typing.
    await me.open(question)
    await me.menu('Merge with…')
    await page.getByTestId('find-card').fill('coil fold, exactly')
    await page.getByTestId('found-card').filter({ hasText: 'What is a coil fold' }).click(WAIT)
    await expect.poll(() => field.inputValue(), WAIT).toContain('coil fold')
    await me.save()
    const merged = await me.otherThan(question)
    await expect.poll(() => me.links.locator('[data-relation=DERIVED_FROM]').count(), WAIT).toBe(2)
    await me.undo()
    await me.otherThan(merged)
    await me.menu('Merge with…')
    await page.getByTestId('find-card').fill('coil fold, exactly')
    await page.getByTestId('found-card').filter({ hasText: 'What is a coil fold' }).click(WAIT)
    await me.save()
    expect(await me.otherThan(question)).toBe(merged)

    // Links: confirmed, retyped, rejected, made; each undone once.
    await me.open(answer)
    await me.linkMenu(me.link('ANSWERS'), 'It holds')
    await me.link('ANSWERS').getByText('confirmed').waitFor(WAIT)
    await me.undo()
    await me
      .link('ANSWERS')
      .getByText('confirmed')
      .waitFor({ ...WAIT, state: 'detached' })
    await me.linkMenu(me.link('ANSWERS'), 'It holds')
    await me.link('ANSWERS').getByText('confirmed').waitFor(WAIT)

    await me.linkMenu(me.link('EXPLAINS'), 'Change')
    await page.getByTestId('relation').selectOption('Supported by')
    await page.getByTestId('save-link').click(WAIT)
    await me.link('SUPPORTS').waitFor(WAIT)
    await me.undo()
    await me.link('EXPLAINS').waitFor(WAIT)
    await me.linkMenu(me.link('EXPLAINS'), 'Not linked')
    await me.link('EXPLAINS').waitFor({ ...WAIT, state: 'detached' })
    await me.undo()
    await me.link('EXPLAINS').waitFor(WAIT)
    await me.linkMenu(me.link('EXPLAINS'), 'Not linked')
    await me.link('EXPLAINS').waitFor({ ...WAIT, state: 'detached' })

    await me.links.getByTestId('add-link').click(WAIT)
    await page.getByTestId('find-card').fill('borrow closing brace')
    const far = page.getByTestId('found-card').filter({ hasText: 'closing brace' }).first()
    const farId = (await far.getAttribute('data-id', WAIT))!
    await far.click()
    await page.getByTestId('relation').selectOption('Refers to')
    await page.getByPlaceholder('Why (may stay empty)').fill('Both hold their shape')
    await page.getByTestId('save-link').click(WAIT)
    await me.link('REFERS_TO', farId).getByText('Both hold their shape').waitFor(WAIT)
    await me.undo()
    await me.link('REFERS_TO', farId).waitFor({ ...WAIT, state: 'detached' })
    await me.links.getByTestId('add-link').click(WAIT)
    await page.getByTestId('find-card').fill('borrow closing brace')
    await far.click(WAIT)
    await page.getByTestId('save-link').click(WAIT)
    await me.link('REFERS_TO', farId).waitFor(WAIT)

    // All of it is there after a reload, from the other side too.
    await page.reload()
    await me.link('REFERS_TO', farId).waitFor(WAIT)
    await me.link('ANSWERS').getByText('confirmed').waitFor(WAIT)
    await me.link('DERIVED_FROM', remix).waitFor(WAIT)
    expect(await me.link('EXPLAINS').count()).toBe(0)
    expect(await page.getByTestId('tag').allInnerTexts()).toEqual(['Rye bread', 'weekend'])
    expect(await page.getByTestId('card-kind').inputValue()).toBe('warning')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await me.open(farId)
    await me.link('REFERS_TO', answer).getByText('Referred to by').waitFor(WAIT)
    await me.open(merged)
    expect(errors).toEqual([])
    await context.close()
  })
})
