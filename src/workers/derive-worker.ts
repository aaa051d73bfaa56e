import type { Derivation } from '../domain/acu.ts'
import type { Conversation, Message } from '../domain/conversation.ts'
import { derive } from '../knowledge/derive.ts'

/** A conversation to derive cards from, and what is told with the answer. */
export interface ToDerive {
  readonly id: number
  readonly conversation: Conversation
  readonly messages: readonly Message[]
}

export interface Derived {
  readonly id: number
  readonly derivation: Derivation
}

self.onmessage = ({ data: { id, conversation, messages } }: MessageEvent<ToDerive>) => {
  self.postMessage({ id, derivation: derive(conversation, messages) } satisfies Derived)
}
