import type { ReceiptStore } from '../domain/ports/library-store.ts'
import type { VivimDatabase } from './database.ts'

/** Receipts as the page reads them. */
export function receiptRepository(db: VivimDatabase): ReceiptStore {
  return {
    receipt: (id) => db.receipts.get(id),
    receipts: () => db.receipts.orderBy('startedAt').reverse().toArray(),
  }
}
