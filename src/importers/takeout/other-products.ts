import type { Reading } from '../draft.ts'

const MAX_PRODUCTS = 40
const MAX_NAME = 80

/** Counts activities of Google's other products, which are left out: one line a product and file. */
export class OtherProducts {
  readonly #counts = new Map<string, number>()

  add(product: string): void {
    const known = this.#counts.has(product) || this.#counts.size < MAX_PRODUCTS
    const name = known ? product : 'other products'
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  *readings(entry: string): Generator<Reading> {
    for (const [product, count] of this.#counts)
      yield {
        type: 'skipped',
        what: `${entry}: ${count} ${count === 1 ? 'activity' : 'activities'} of ${product.slice(0, MAX_NAME).toWellFormed()}`,
        reason: 'another Google product, not chats with Gemini',
      }
  }
}
