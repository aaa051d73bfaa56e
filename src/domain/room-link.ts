import { fromHex, toBase64Url, toHex } from './byte-texts.ts'
import { keyOfDid } from './did-key.ts'
import { base64UrlOf } from './protocol-json.ts'

/** What a room link carries, all of it in the fragment, which never reaches a server. */
export interface RoomLink {
  /** Id of the space, 64 hex characters. */
  readonly space: string
  /** 16 bytes. */
  readonly secret: Uint8Array
  /** 32 bytes; only in links that may write. */
  readonly inviteSeed?: Uint8Array
  /** `ws:` or `wss:` addresses, at most 4. */
  readonly signaling: readonly string[]
  /** Whom to wait for, so that the page can say it before anybody answers. Checked against the genesis later. */
  readonly owner?: { readonly did: string; readonly name: string }
}

/** Bytes in a link's secret. */
export const SECRET_BYTES = 16
const MAX_NAME = 64
const MAX_SIGNALING = 4
const MAX_FRAGMENT = 4096

/** `#/r/<space>.<secret>[.<inviteSeed>]?s=<signaling>&o=<owner DID>&n=<owner's name>`, binary as base64url. */
export function formatRoomLink(link: RoomLink): string {
  const parts = [fromHex(link.space), link.secret, ...(link.inviteSeed ? [link.inviteSeed] : [])].map(toBase64Url)
  const query = link.signaling.map((address) => `s=${encodeURIComponent(address)}`)
  if (link.owner) {
    query.push(`o=${encodeURIComponent(link.owner.did)}`)
    if (link.owner.name !== '') query.push(`n=${encodeURIComponent(link.owner.name)}`)
  }
  return `#/r/${parts.join('.')}?${query.join('&')}`
}

/** Reads a fragment (with or without `#`) that anybody may have written; undefined where it is no room link. */
export function parseRoomLink(fragment: string): RoomLink | undefined {
  if (fragment.length > MAX_FRAGMENT) return undefined
  const match = /^#?\/r\/([\w-]+)\.([\w-]+)(?:\.([\w-]+))?(?:\?(.*))?$/.exec(fragment)
  if (!match) return undefined
  const space = base64UrlOf(match[1], 32)
  const secret = base64UrlOf(match[2], SECRET_BYTES)
  const inviteSeed = match[3] === undefined ? undefined : base64UrlOf(match[3], 32)
  if (!space || !secret || (match[3] !== undefined && !inviteSeed)) return undefined
  const query = new URLSearchParams(match[4] ?? '')
  const signaling = query.getAll('s')
  if (signaling.length > MAX_SIGNALING || !signaling.every(isSignalingAddress)) return undefined
  const did = query.get('o')
  const name = query.get('n') ?? ''
  if (did !== null && !keyOfDid(did)) return undefined
  return {
    space: toHex(space),
    secret,
    ...(inviteSeed ? { inviteSeed } : {}),
    signaling,
    ...(did === null ? {} : { owner: { did, name: cleanName(name) } }),
  }
}

/** True for a `ws:` or `wss:` address without credentials, at most 256 characters. */
export function isSignalingAddress(address: string): boolean {
  if (address.length > 256 || !URL.canParse(address)) return false
  const url = new URL(address)
  return (url.protocol === 'ws:' || url.protocol === 'wss:') && url.username === '' && url.password === ''
}

/** A display name fit to show: one line, no control or direction characters, at most 64 code points. */
export function cleanName(name: string): string {
  const line = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
  return [...line].slice(0, MAX_NAME).join('').trim()
}
