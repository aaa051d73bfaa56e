import type { PrivacyEntry, PrivacyList } from '../privacy-list.ts'

/**
 * What the person says about what is private, as the page reads and changes it; cards are read with it from then on.
 * Writing rejects with a DiskFullError where there is no room. Implemented by storage.
 */
export interface PrivacyStore {
  /** All of it, the newest first. */
  list(): Promise<PrivacyList>
  put(entry: PrivacyEntry): Promise<void>
  remove(entry: PrivacyEntry): Promise<void>
}
