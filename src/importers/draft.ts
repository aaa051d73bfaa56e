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
  /** Absent where the provider gave no id: then the hash of the original bytes names it. */
  readonly sourceUrl?: string
  readonly title?: string
  readonly createdAt?: number
  readonly updatedAt?: number
  readonly model?: string
  readonly projectName?: string
  readonly metadata: Readonly<Record<string, Json>>
  readonly nodes: readonly NodeDraft[]
  /** Key of the node the provider showed last; it may be no leaf, or unknown. */
  readonly current?: string
}

/** What a parser makes of one element of the list of conversations. */
export type ParsedConversation =
  | {
      readonly ok: true
      readonly draft: ConversationDraft
      /** Set where a part of it could not be read although the rest could. */
      readonly problem?: string
    }
  | { readonly ok: false; readonly title?: string; readonly id?: string; readonly reason: string }

/** Reads one parsed element. Never throws for any JSON value. */
export type ConversationParser = (value: unknown) => ParsedConversation
