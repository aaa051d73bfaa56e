import { lendUtf8 } from './bytes.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Part, Role } from './conversation.ts'
import { sha256Hex, URL_NAMESPACE, uuidV5 } from './hash.ts'

/** Id of a conversation: UUIDv5 of its source URL in the URL namespace, so that two devices agree. */
export const conversationId = (sourceUrl: string): string => uuidV5(URL_NAMESPACE, sourceUrl)

/**
 * Id of a message: UUIDv5, in the namespace of its conversation's id, of the provider's id of the message.
 * A number is its position among the messages, for exports that give messages no id.
 */
export const messageId = (conversation: string, providerId: string | number): string =>
  uuidV5(conversation, typeof providerId === 'number' ? `#${providerId}` : providerId)

/**
 * Content hash of a message: SHA-256 of the RFC 8785 JSON of `{role, parts}`, 64 hex characters.
 * Throws a TypeError for parts that have no canonical JSON (lone surrogates, NaN, nesting beyond 64).
 */
export const messageHash = (role: Role, parts: readonly Part[]): string =>
  sha256Hex(lendUtf8(canonicalJson({ role, parts })))

/**
 * Content hash of a conversation: SHA-256 of the RFC 8785 JSON of the array of its messages' hashes, in depth-first
 * order of the tree, siblings by time, then by the provider's id.
 */
export const conversationHash = (messageHashes: readonly string[]): string =>
  sha256Hex(lendUtf8(canonicalJson(messageHashes)))
