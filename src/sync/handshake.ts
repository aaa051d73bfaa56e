import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, equalBytes, utf8 } from '../domain/bytes.ts'
import { fromBase64Url, toBase64Url } from '../domain/byte-texts.ts'
import { canonicalJsonBytes } from '../domain/canonical-json.ts'
import type { VerifySignature } from '../domain/ed25519.ts'
import { labelled, signBytes } from '../domain/ed25519.ts'
import { sha3 } from '../domain/hash.ts'
import { base64UrlOf, hasExactly, parseProtocolBytes } from '../domain/protocol-json.ts'
import type { Statement } from '../domain/statements.ts'
import { openStatement } from '../domain/statements.ts'

const LABEL = 'vivim-hello-v1'
const MAX_STATEMENTS = 16

/** Role a made the offer in force, b the answer. */
export type HandshakeRole = 'a' | 'b'

/** The side that is verified at the end. */
export interface VerifiedPeer {
  readonly did: string
  /** base64url of the 32-byte device key. */
  readonly device: string
  readonly statements: readonly Statement[]
}

export interface HandshakeOptions {
  readonly role: HandshakeRole
  readonly space: string
  /** 32 bytes, key `hello`. */
  readonly hello: Uint8Array
  /** 32 random bytes, fresh for this connection. */
  readonly nonce: Uint8Array
  /** Certificates in force, 64 hex characters. */
  readonly ownFingerprint: string
  readonly remoteFingerprint: string
  readonly did: string
  readonly device: string
  readonly deviceSeed: Uint8Array
  /** Signed statements: at least the device's certificate. */
  readonly statements: readonly string[]
  readonly verify: VerifySignature
  readonly send: (message: Uint8Array) => void
}

/**
 * One side of the handshake: nonce, mac, identity, signature, each sent after verifying the one before it.
 * Call {@link start}, then give every message to {@link receive}, strictly one after the other.
 */
export class Handshake {
  readonly #options: HandshakeOptions
  #step: 'nonce' | 'mac' | 'identity' | 'signature' | 'done' = 'nonce'
  #t1!: Uint8Array
  #t2!: Uint8Array
  #peer!: VerifiedPeer
  #ownIdentity: { did: string; device: string; statements: readonly string[] }

  constructor(options: HandshakeOptions) {
    this.#options = options
    this.#ownIdentity = { did: options.did, device: options.device, statements: options.statements }
  }

  /** Sends our nonce. */
  start(): void {
    this.#send('nonce', toBase64Url(this.#options.nonce))
  }

  /** Takes the next message. The verified peer once all is done, undefined before; throws an Error with the reason. */
  async receive(message: Uint8Array): Promise<VerifiedPeer | undefined> {
    const record = parseProtocolBytes(message, 32_768)
    if (!record || !hasExactly(record, ['hello', 'value'])) throw new Error('not a message of the handshake')
    if (record['hello'] !== this.#step) throw new Error(`out of order: ${this.#step} was due`)
    const value = record['value']
    switch (this.#step) {
      case 'nonce':
        this.#takeNonce(value)
        return undefined
      case 'mac':
        this.#takeMac(value)
        return undefined
      case 'identity':
        this.#takeIdentity(value)
        return undefined
      case 'signature':
        return this.#takeSignature(value)
      case 'done':
        throw new Error('the handshake is over')
    }
  }

  #takeNonce(value: unknown): void {
    const { role, space, nonce, ownFingerprint, remoteFingerprint } = this.#options
    const theirs = base64UrlOf(value, 32)
    if (!theirs || equalBytes(theirs, nonce)) throw new Error('no nonce of its own')
    const sides = [
      { nonce: toBase64Url(nonce), fp: ownFingerprint },
      { nonce: toBase64Url(theirs), fp: remoteFingerprint },
    ]
    const [a, b] = role === 'a' ? [sides[0]!, sides[1]!] : [sides[1]!, sides[0]!]
    this.#t1 = sha3(canonicalJsonBytes({ v: 1, space, nonceA: a.nonce, nonceB: b.nonce, fpA: a.fp, fpB: b.fp }))
    this.#step = 'mac'
    this.#send('mac', toBase64Url(this.#mac(role)))
  }

  #takeMac(value: unknown): void {
    const theirs = base64UrlOf(value, 32)
    if (!theirs || !equalBytes(theirs, this.#mac(this.#otherRole))) throw new Error('does not know the room’s secret')
    this.#step = 'identity'
    this.#send('identity', this.#ownIdentity)
  }

  #takeIdentity(value: unknown): void {
    const identity = value as { did?: unknown; device?: unknown; statements?: unknown }
    const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
    if (!hasExactly(object, ['did', 'device', 'statements'])) throw new Error('no identity')
    const { did, device, statements } = identity
    if (typeof did !== 'string' || typeof device !== 'string' || !base64UrlOf(device, 32))
      throw new Error('no identity')
    if (!Array.isArray(statements) || statements.length > MAX_STATEMENTS) throw new Error('no identity')
    if (device === this.#options.device) throw new Error('that is this device itself')
    const opened = statements.map((statement) => openStatement(statement))
    if (opened.some((statement) => statement?.did !== did)) throw new Error('a statement its root key did not sign')
    const said = opened as Statement[]
    if (!said.some((statement) => statement.type === 'cert' && statement.device === device)) {
      throw new Error('an uncertified device')
    }
    if (said.some((statement) => statement.type === 'revoke' && statement.device === device)) {
      throw new Error('a revoked device')
    }
    this.#peer = { did, device, statements: said }
    const [idA, idB] = this.#options.role === 'a' ? [this.#ownIdentity, value] : [value, this.#ownIdentity]
    this.#t2 = sha3(concatBytes(this.#t1, canonicalJsonBytes([idA, idB])))
    this.#step = 'signature'
    this.#send('signature', toBase64Url(signBytes(this.#options.deviceSeed, this.#signed(this.#options.role))))
  }

  async #takeSignature(value: unknown): Promise<VerifiedPeer> {
    const signature = base64UrlOf(value, 64)
    const key = fromBase64Url(this.#peer.device)
    if (!signature || !(await this.#options.verify(key, this.#signed(this.#otherRole), signature))) {
      throw new Error('a false signature')
    }
    this.#step = 'done'
    return this.#peer
  }

  get #otherRole(): HandshakeRole {
    return this.#options.role === 'a' ? 'b' : 'a'
  }

  #mac(role: HandshakeRole): Uint8Array {
    return hmac(sha256, this.#options.hello, concatBytes(utf8(role), this.#t1))
  }

  #signed(role: HandshakeRole): Uint8Array {
    return labelled(LABEL, concatBytes(utf8(role), this.#t2))
  }

  #send(hello: string, value: unknown): void {
    this.#options.send(canonicalJsonBytes({ hello, value }))
  }
}
