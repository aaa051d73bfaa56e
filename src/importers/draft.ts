import type { Decision } from '../domain/backup.ts'
import type { Part, Provider, Role } from '../domain/conversation.ts'
import type { Json } from '../domain/json.ts'

/** A message as a provider's parser understood it, before ids and hashes. */
export interface MessageDraft {
  readonly role: Role
  readonly author?: string
  readonly parts: readonly Part[]
  /** Milliseconds since 1970 UTC. */
  readonly createdAt?: number
  readonly hidden: boolean
  readonly model?: string
  readonly metadata: Readonly<Record<string, Json>>
}

/** A node of the provider's tree. Nodes without a message only hold the tree together. */
export interface NodeDraft {
  /** The provider's id, unique in the conversation. */
  readonly key: string
  /** Key of the parent node, as the export says; it may be missing from the tree. */
  readonly parent?: string
  readonly message?: MessageDraft
  /** The provider gave no id, so `key` is the message's position. */
  readonly position?: number
}

/** A conversation as a provider's parser understood it. */
export interface ConversationDraft {
  readonly provider: Provider
  /** Absent where the provider gave no address. */
  readonly sourceUrl?: string
  /**
   * Where there is no address: text that names the conversation and stays the same in every later export. Its hash is
   * the address then; without it the hash of the original bytes is.
   */
  readonly sourceKey?: string
  readonly title?: string
  readonly createdAt?: number
  readonly updatedAt?: number
  readonly model?: string
  readonly projectName?: string
  readonly metadata: Readonly<Record<string, Json>>
  readonly nodes: readonly NodeDraft[]
  /** Key of the node the provider showed last; it may be no leaf, or unknown. */
  readonly current?: string
  /** Forks the provider names whose other branches are conversations of their own. */
  readonly forks?: number
  /** Pictures and sounds that lie inside the conversation itself; parts name them by their pointers. */
  readonly assets?: readonly InlineAsset[]
}

/** The bytes a part's `pointer` names. */
export interface InlineAsset {
  readonly pointer: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What a parser makes of one element of the list of conversations. */
export type ParsedConversation =
  | {
      readonly ok: true
      readonly draft: ConversationDraft
      /** Set where a part of it could not be read although the rest could. */
      readonly problem?: string
    }
  | {
      readonly ok: false
      readonly title?: string | undefined
      readonly id?: string | undefined
      readonly reason: string
    }

/** What a parser or reader knows beside what it reads. */
export interface ReadContext {
  /** Name of the file, for people; a title of last resort. */
  readonly entry: string
  /** The file was chosen by itself: no other file of an archive can tell what it is. */
  readonly alone: boolean
  /** The object the list of conversations lies in, where the file is small enough to be parsed as a whole. */
  readonly header?: Readonly<Record<string, unknown>>
  /** Bytes of another file of the same archive, by its path from the folder of this one; undefined where there is none. */
  readonly sibling: (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** Reads one parsed element. Never throws for any JSON value. */
export type ConversationParser = (value: unknown, context: ReadContext) => ParsedConversation

/** One thing a reader finds in a file whose conversations are not its elements. */
export type Reading =
  | {
      readonly type: 'conversation'
      readonly parsed: ParsedConversation
      /** The exact bytes it was read from; pieces of a longer file one after the other. */
      readonly original: Uint8Array<ArrayBuffer>
    }
  | {
      readonly type: 'unreadable'
      readonly name: string
      readonly reason: string
      readonly original?: Uint8Array<ArrayBuffer>
    }
  /** What a person decided, of a backup. */
  | { readonly type: 'decision'; readonly decision: Decision }
  /** Left out on purpose; `what` is named to people. */
  | { readonly type: 'skipped'; readonly what: string; readonly reason: string }

/** One element of a list, or one line: a part of a conversation. */
export interface Row {
  readonly value: unknown
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Position in the file, from 0. */
  readonly index: number
}

/** Makes conversations of rows, in the order of the file. Never throws for what a row holds. */
export type RowReader = (rows: AsyncIterable<Row>, context: ReadContext) => AsyncIterable<Reading>

/** Reads a whole text file (a saved page, a table, a transcript). Never throws for what it holds. */
export type DocumentReader = (
  document: { readonly text: string; readonly bytes: Uint8Array<ArrayBuffer> },
  context: ReadContext,
) => AsyncIterable<Reading> | Iterable<Reading>
