import type { Json } from './json.ts'

/**
 * Who or what a conversation was had with. Adding one means: an importer, a name and a dot colour in the page.
 * New ones come last: the search index keeps their positions.
 */
export const PROVIDERS = [
  'chatgpt',
  'claude',
  'gemini',
  'grok',
  'deepseek',
  'mistral',
  'perplexity',
  'copilot',
  'qwen',
  'kimi',
  'zai',
  'poe',
  'openwebui',
  'librechat',
  'lmstudio',
  'jan',
  'chatbotui',
  'sillytavern',
  'claudecode',
  'codex',
  'other',
] as const
export type Provider = (typeof PROVIDERS)[number]

export const ROLES = ['user', 'assistant', 'system', 'tool'] as const
export type Role = (typeof ROLES)[number]

export type ConversationState = 'ACTIVE' | 'ARCHIVED' | 'DORMANT'

/** One piece of a message. A closed union: what an importer does not know is kept raw as `unknown`. */
export type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string; readonly language?: string }
  | {
      readonly type: 'image' | 'audio'
      /** The provider's pointer, as it stood in the export. */
      readonly pointer: string
      readonly name?: string
      readonly mimeType?: string
      readonly width?: number
      readonly height?: number
      /** Transcript of a sound, prompt or description of a picture. */
      readonly text?: string
    }
  | {
      readonly type: 'file'
      /** The provider's pointer, where it gave one. */
      readonly pointer?: string
      readonly name: string
      readonly mimeType?: string
      readonly size?: number
      /** Text of the file, where the export carries it. */
      readonly text?: string
    }
  | { readonly type: 'tool_call'; readonly name: string; readonly input: Json; readonly id?: string }
  | {
      readonly type: 'tool_result'
      readonly text: string
      readonly name?: string
      readonly id?: string
      readonly isError?: boolean
    }
  | { readonly type: 'thinking'; readonly text: string; readonly summary?: string }
  | { readonly type: 'citation'; readonly url: string; readonly title?: string; readonly text?: string }
  | { readonly type: 'error'; readonly text: string; readonly name?: string }
  | { readonly type: 'unknown'; readonly kind: string; readonly raw: Json }

/** A message of the tree. Times are milliseconds since 1970 UTC. */
export interface Message {
  /** UUIDv5 of the conversation's id and the provider's message id (or the position, where there is none). */
  readonly id: string
  readonly conversationId: string
  /** Nearest ancestor that has a message; absent at a root. */
  readonly parentId?: string
  readonly role: Role
  /** A name beside the role: the tool's, the custom assistant's. */
  readonly author?: string
  readonly parts: readonly Part[]
  /** SHA-256 of the RFC 8785 JSON of `{role, parts}`, 64 hex characters. */
  readonly contentHash: string
  readonly createdAt?: number
  /** Position in depth-first order of the tree. */
  readonly index: number
  /** Not meant to be read: instructions, reasoning, calls to tools. */
  readonly hidden: boolean
  readonly model?: string
  readonly metadata: Readonly<Record<string, Json>>
}

/** Counts over a conversation's messages; `visible` as in {@link isVisible}. */
export interface ConversationCounts {
  readonly messages: Readonly<Partial<Record<Role, number>>>
  readonly visibleUser: number
  readonly visibleAssistant: number
  /** Visible messages on the active path. */
  readonly path: number
  /** Nodes with more than one child that has a message. */
  readonly forks: number
  readonly words: number
  readonly codeBlocks: number
  readonly images: number
  readonly tables: number
  readonly formulas: number
  readonly toolCalls: number
}

/** A conversation as imported. Times are milliseconds since 1970 UTC. */
export interface Conversation {
  /** UUIDv5 of `sourceUrl` in the URL namespace, so that two devices agree. */
  readonly id: string
  /** `https://chatgpt.com/c/<id>`, `https://claude.ai/chat/<uuid>`, else `vivim:import:<sha256>`. */
  readonly sourceUrl: string
  /** SHA-256 of the RFC 8785 JSON of the array of its messages' hashes, depth first. */
  readonly contentHash: string
  readonly title: string
  readonly provider: Provider
  readonly model?: string
  /** All messages of the tree. */
  readonly messageCount: number
  readonly counts: ConversationCounts
  readonly createdAt: number
  readonly updatedAt: number
  readonly capturedAt: number
  /** The last message of the branch the provider showed. */
  readonly activeLeafId?: string
  readonly projectName?: string
  /** Start of the first thing the person said that is shown, at most 160 characters. */
  readonly snippet: string
  readonly metadata: Readonly<Record<string, Json>>
}

/** What an importer gives for one conversation. */
export interface ImportedConversation {
  readonly conversation: Conversation
  readonly messages: readonly Message[]
}
