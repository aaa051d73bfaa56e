import type { JsonObject } from './json.ts'
import { keyOfDid } from './did-key.ts'
import { isSoundKey } from './ed25519.ts'
import { toBase64Url } from './byte-texts.ts'
import { base64UrlOf, hasExactly } from './protocol-json.ts'
import type { Genesis, SignedGenesis } from './space.ts'
import { openGenesis } from './space.ts'

/** An entry of the membership chain, as far as rooms have them. */
export type MembershipEntry =
  | { readonly type: 'create'; readonly genesis: Genesis }
  /** Lets a device write. */
  | { readonly type: 'add'; readonly did: string; readonly device: string; readonly role: 'editor' }

/** Payload of the entry a space begins with: the admin's operation 1. */
export const createPayload = (signed: SignedGenesis): JsonObject => ({
  v: 1,
  type: 'create',
  genesis: toBase64Url(signed.bytes),
  sig: toBase64Url(signed.sig),
})

/** Payload of the entry that lets a device (base64url key) of a person write. */
export const addPayload = (did: string, device: string): JsonObject => ({
  v: 1,
  type: 'add',
  did,
  device,
  role: 'editor',
})

/** Reads an entry of this space; undefined for anything else. */
export function parseMembership(space: string, payload: Record<string, unknown>): MembershipEntry | undefined {
  if (payload['v'] !== 1) return undefined
  if (payload['type'] === 'create') {
    if (!hasExactly(payload, ['v', 'type', 'genesis', 'sig'])) return undefined
    const genesis = openGenesis(space, payload['genesis'], payload['sig'])
    return genesis && { type: 'create', genesis }
  }
  if (payload['type'] !== 'add' || !hasExactly(payload, ['v', 'type', 'did', 'device', 'role'])) return undefined
  const { did, device, role } = payload
  const key = base64UrlOf(device, 32)
  if (!keyOfDid(did) || !key || !isSoundKey(key) || role !== 'editor') return undefined
  return { type: 'add', did: did as string, device: device as string, role }
}
