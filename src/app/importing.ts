/** What the page shows of imports. */
export type {
  FileReceipt,
  ImportCounts,
  ImportState,
  ImportStatus,
  Receipt,
  SkippedItem,
  UnreadableItem,
} from '../domain/receipt.ts'
export { NO_COUNTS, addCounts } from '../domain/receipt.ts'
