import type { Page } from 'playwright-core'

/** A file a person chooses: its path, or what is in it. */
export type Chosen = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

/** Imports files through the page, from any of its screens; answers with the attributes of the receipt. */
export async function importFiles(page: Page, files: Chosen | readonly Chosen[]): Promise<DOMStringMap> {
  // The receipt of an earlier import must not be taken for this one's.
  await page.evaluate(() => (location.hash = '#/search'))
  const receipt = page.getByTestId('import-receipt')
  await receipt.waitFor({ state: 'detached' })
  await page.getByTestId('import-input').setInputFiles([files].flat() as string[])
  await receipt.waitFor({ timeout: 60_000 })
  return receipt.evaluate((element) => ({ ...(element as HTMLElement).dataset }))
}
