import * as Y from 'yjs'
import type { MirrorEntry } from './mirror-codec.ts'
import { MIRROR_ROOT, encodeEntries, mirrorClient } from './mirror-codec.ts'

const BATCH_BYTES = 512 * 1024

/**
 * The Yjs document of a space: a function of the accepted log. Only this class writes to it, entries in order of `seq`,
 * encoded afresh, so that replicas are equal byte for byte.
 */
export class Mirror {
  readonly doc = new Y.Doc()
  /** The peer whose operations are being added: it needs no echo. */
  source: object | undefined

  constructor() {
    this.doc.getMap(MIRROR_ROOT)
  }

  /** Last `seq` of a device (base64url) in the document. */
  height(device: string): number {
    return Y.getState(this.doc.store, mirrorClient(device))
  }

  /** Adds accepted entries; those it has are passed over. `source` is the peer they came from. */
  add(entries: readonly MirrorEntry[], source?: object): void {
    this.source = source
    try {
      for (const device of new Set(entries.map((entry) => entry.device))) {
        let batch: MirrorEntry[] = []
        let size = 0
        for (const entry of entries) {
          if (entry.device !== device || entry.seq !== this.height(device) + batch.length + 1) continue
          if (size > BATCH_BYTES) {
            Y.applyUpdate(this.doc, encodeEntries(batch))
            batch = []
            size = 0
          }
          batch.push(entry)
          size += entry.bytes.length
        }
        if (batch.length > 0) Y.applyUpdate(this.doc, encodeEntries(batch))
      }
    } finally {
      this.source = undefined
    }
  }

  destroy(): void {
    this.doc.destroy()
  }
}
