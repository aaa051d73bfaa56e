import type { Conversation, Message } from '../conversation.ts'
import type { Derivation } from '../acu.ts'

/** Turns one conversation into cards, their places and links. Pure; implemented by knowledge. */
export type Derive = (conversation: Conversation, messages: readonly Message[]) => Derivation
