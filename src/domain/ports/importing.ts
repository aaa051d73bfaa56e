import type { Decision } from '../backup.ts'
import type { ImportedConversation, Provider } from '../conversation.ts'

/** A picture, sound or file that parts of a message name by `pointer`; read only when it is wanted. */
export interface AssetSource {
  readonly pointer: string
  /** Name the person gave it, where it is known. */
  readonly name?: string
  /** The exact bytes. Rejects where they cannot be read. */
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>
}

/** One thing a reader of exports finds, in the order of the file. */
export type ReadEvent =
  /** A data file of a known format begins. */
  | { readonly type: 'detected'; readonly entry: string; readonly format: string; readonly provider: Provider }
  /** Something in the file is not read, on purpose: account data, other products, assets. */
  | { readonly type: 'skipped'; readonly entry: string; readonly reason: string }
  | {
      readonly type: 'conversation'
      readonly entry: string
      /** The exact bytes of this conversation in the export. */
      readonly original: Uint8Array<ArrayBuffer>
      readonly imported: ImportedConversation
      /** Those of its files that the export holds. */
      readonly assets: readonly AssetSource[]
      /** It comes with the conversations and is none: a project's documents, what the service remembers. */
      readonly companion?: true
    }
  | {
      readonly type: 'unreadable'
      readonly entry: string
      /** Its title, else its id, else its place: `conversation 2 of conversations.json`. */
      readonly name: string
      /** In plain words. */
      readonly reason: string
      readonly original?: Uint8Array<ArrayBuffer>
    }
  /** Something a person decided, of a backup. */
  | { readonly type: 'decision'; readonly decision: Decision }
  /** How far the reader is in the (compressed) bytes of the file. */
  | { readonly type: 'progress'; readonly read: number; readonly total: number }

/** Why a whole file was refused. */
export interface RefusedFile {
  readonly code: 'unknown-format' | 'broken' | 'too-large' | 'encrypted' | 'empty' | 'unsafe'
  /** What happened, what is safe and what to do, in plain words. */
  readonly message: string
}
