/** What the page shows of imports. */
export type { ImportState, Receipt, UnreadableItem } from '../domain/receipt.ts'
