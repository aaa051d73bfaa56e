import type { AcuCategory, AcuType } from './acu.ts'
import { ACU_CATEGORIES, ACU_TYPES } from './acu.ts'
import { isCanonical } from './acu-id.ts'
import { utf8 } from './bytes.ts'
import { canonicalJsonBytes } from './canonical-json.ts'
import { sha3Hex } from './hash.ts'
import type { JsonObject } from './json.ts'
import { hasExactly, isHex } from './protocol-json.ts'

/** Content up to this many bytes (as JSON) travels in the operation, more as a pack. */
export const INLINE_CONTENT_BYTES = 32_768
/** Largest content of a shared card, bytes of UTF-8. */
export const MAX_CONTENT_BYTES = 2 * 1024 * 1024
const LIMITS = { title: 500, sourceUrl: 2000, context: 4000, message: 2000, language: 40 }

/** The payload of a shared card: what its author let go, and nothing else. */
export interface SharedCard {
  /** Canonical content, or the id of the pack that holds it (64 hex characters). */
  readonly content: { readonly text: string } | { readonly pack: string }
  readonly type: AcuType
  readonly category: AcuCategory
  readonly language?: string
  readonly createdAt: number
  readonly title?: string
  readonly sourceUrl?: string
  readonly context?: string
  readonly message?: string
}

/** True where the content is too long for an operation and travels as a pack. */
export const needsPack = (content: string): boolean => canonicalJsonBytes(content).length > INLINE_CONTENT_BYTES

/** The payload as it is signed. */
export function sharedCardPayload(card: SharedCard): JsonObject {
  const { content, ...rest } = card
  return { v: 1, ...('text' in content ? { content: content.text } : { pack: content.pack }), ...rest }
}

/**
 * Reads the payload of an INSERT on `acus`, checked against its record id; undefined for anything else. Content in a
 * pack is checked when the pack is there ({@link contentMatches}).
 */
export function parseSharedCard(recordId: string, payload: Record<string, unknown>): SharedCard | undefined {
  const card = readSharedCard(payload)
  return card && ('pack' in card.content || contentMatches(recordId, card.content.text)) ? card : undefined
}

/** As {@link parseSharedCard}, without hashing the content again: for what our own log holds. */
export function readSharedCard(payload: Record<string, unknown>): SharedCard | undefined {
  const where = Object.hasOwn(payload, 'pack') ? 'pack' : 'content'
  if (!hasExactly(payload, ['v', where, 'type', 'category', 'createdAt', ...OPTIONAL]) || payload['v'] !== 1) {
    return undefined
  }
  const { type, category, createdAt, content, pack } = payload
  if (!ACU_TYPES.includes(type as AcuType) || !ACU_CATEGORIES.includes(category as AcuCategory)) return undefined
  if (!Number.isSafeInteger(createdAt) || (createdAt as number) < 0) return undefined
  for (const [field, limit] of Object.entries(LIMITS)) {
    const value = payload[field]
    if (value !== undefined && (typeof value !== 'string' || value === '' || value.length > limit)) return undefined
  }
  if (payload['sourceUrl'] !== undefined && !isWebAddress(payload['sourceUrl'] as string)) return undefined
  if (where === 'pack' ? !isHex(pack, 32) : typeof content !== 'string') return undefined
  const optional = Object.fromEntries(
    Object.keys(LIMITS).flatMap((field) => (payload[field] === undefined ? [] : [[field, payload[field]]])),
  )
  return {
    content: where === 'pack' ? { pack: pack as string } : { text: content as string },
    type: type as AcuType,
    category: category as AcuCategory,
    createdAt: createdAt as number,
    ...optional,
  }
}

/** True where the content is not empty, canonical, and its hash is the card's id. */
export const contentMatches = (id: string, content: string): boolean =>
  content !== '' && content.isWellFormed() && isCanonical(content) && sha3Hex(utf8(content)) === id

/** Text of a field that travels beside the content, cut to its limit; undefined where nothing is left of it. */
export function besideText(field: keyof typeof LIMITS, text: string | undefined): string | undefined {
  const cut = text?.toWellFormed().trim().slice(0, LIMITS[field]).toWellFormed()
  return cut === undefined || cut === '' ? undefined : cut
}

/** True for addresses that may be shown as a link. */
export const isWebAddress = (address: string): boolean => /^https?:\/\/\S+$/.test(address) && URL.canParse(address)

const OPTIONAL = Object.keys(LIMITS).map((field) => `?${field}`)
