/** What the page shows of imports. */
export type { ImportState, Receipt } from '../domain/receipt.ts'
