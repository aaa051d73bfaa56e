import type { ImportState, Receipt } from '../domain/receipt.ts'

/** What the import worker and the pages of all tabs say to each other. */
export type ImportSignal =
  | { readonly type: 'state'; readonly state: ImportState }
  /** With the receipt where there was no room to store it. */
  | { readonly type: 'ended'; readonly id: string; readonly receipt?: Receipt }
  | { readonly type: 'cancel'; readonly id: string }

/** A channel to every tab and worker of this app. */
export const importChannel = (): BroadcastChannel => new BroadcastChannel('vivim-import')

/** Held while an import runs, by whichever tab runs it. */
export const IMPORT_LOCK = 'vivim-import'
