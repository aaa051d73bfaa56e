import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { utf8 } from '../../../src/domain/bytes.ts'
import { fromBase64Url } from '../../../src/domain/byte-texts.ts'
import { encodeHlc, decodeHlc, hlcNode, tick } from '../../../src/domain/hlc.ts'
import type { Operation } from '../../../src/domain/operation.ts'
import { signOperation } from '../../../src/domain/operation.ts'
import type { LocalIdentity, LogRow } from '../../../src/domain/ports/rooms.ts'
import type { RoomLink } from '../../../src/domain/room-link.ts'
import { parseRoomLink } from '../../../src/domain/room-link.ts'
import { spaceKeys } from '../../../src/domain/space.ts'
import type { MirrorEntry } from '../../../src/sync/mirror-codec.ts'
import { mirrorClient } from '../../../src/sync/mirror-codec.ts'
import { PeerSession } from '../../../src/sync/peer-session.ts'
import { verifySignature } from '../../../src/sync/verify-signature.ts'
import type { Message } from '../../../src/sync/wire.ts'
import type { ChainRow } from '../person.ts'
import { YWebrtcRoom } from '../../../src/sync/y-webrtc-room.ts'

/** Somebody who has the link and an identity of their own, and keeps to no rule after the handshake. */
export class Attacker {
  readonly link: RoomLink
  readonly received: Message[] = []
  readonly sessions: PeerSession[] = []
  closed = 0
  readonly #room: YWebrtcRoom

  constructor(fragment: string, identity: LocalIdentity) {
    this.link = parseRoomLink(fragment.slice(fragment.indexOf('#')))!
    const { space, secret, signaling } = this.link
    const keys = spaceKeys(space, secret)
    this.#room = new YWebrtcRoom({
      topic: keys.topic,
      password: keys.signal,
      doc: new Y.Doc(),
      signaling,
      iceServers: [],
      onSignaling: () => undefined,
      onConnection: (connection, ownPeerId) => {
        new PeerSession({
          connection,
          ownPeerId,
          space,
          keys,
          identity,
          verify: verifySignature,
          now: Date.now,
          nonce: crypto.getRandomValues(new Uint8Array(32)),
          admits: () => true,
          onVerified: (session) => void this.sessions.push(session),
          onMessage: async (_, message) => void this.received.push(message),
          onClosed: (session) => {
            if (session.peer) this.closed += 1
          },
          onRefused: () => undefined,
        })
      },
    })
  }

  /** Sends the same bytes to everybody there. */
  send(message: Uint8Array): void {
    for (const session of this.sessions) session.send(message)
  }

  leave(): void {
    this.#room.close()
  }
}

/** y-webrtc's message with an update. */
export function updateMessage(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, 2)
  encoding.writeVarUint8Array(encoder, update)
  return encoding.toUint8Array(encoder)
}

/** An update that deletes everything a device wrote. */
export function deleteAll(device: string, count: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [0, 1, mirrorClient(device), 1, 0, count]) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

/** An update with a garbage-collection struct in the place of a device's next operations. */
export function gcStruct(device: string, clock: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, 1, mirrorClient(device), clock]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8(encoder, 0)
  for (const number of [100, 0]) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

/** A row of a log that came from another page with its bytes as numbers. */
export const toRow = (row: ChainRow): LogRow => ({
  ...row,
  bytes: Uint8Array.from(row.bytes),
  sig: Uint8Array.from(row.sig),
})

/** An operation that follows a row of a chain, changed as wanted, signed by this seed. */
export function followUp(row: LogRow, seed: Uint8Array, change: Partial<Operation>): MirrorEntry {
  const former = JSON.parse(new TextDecoder().decode(row.bytes)) as Operation
  const { cert: _, ...rest } = former
  const device = change.device ?? row.device
  const node = hlcNode(fromBase64Url(device))
  const operation: Operation = {
    ...rest,
    seq: row.seq + 1,
    prev: row.id,
    hlc: encodeHlc(tick(decodeHlc(row.hlc)!, Date.now()), node),
    ...change,
  }
  const { bytes, sig } = signOperation(operation, seed)
  return { device: operation.device, seq: operation.seq, sig, bytes }
}

/** The signaling of a room, as anyone with the link can hear and say it. */
export class Wiretap {
  readonly heard: { from: string; to?: string; type: string; signal?: { type?: string } }[] = []
  readonly #socket: WebSocket
  readonly #topic: string
  readonly #key: Promise<CryptoKey>

  constructor(fragment: string) {
    const { space, secret, signaling } = parseRoomLink(fragment.slice(fragment.indexOf('#')))!
    const { topic, signal } = spaceKeys(space, secret)
    this.#topic = topic
    this.#key = this.#derive(signal, topic)
    this.#socket = new WebSocket(signaling[0]!)
    this.#socket.onopen = () => this.#socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }))
    this.#socket.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as { type: string; data: string }
      if (message.type === 'publish') void this.#hear(Uint8Array.from(atob(message.data), (c) => c.charCodeAt(0)))
    }
  }

  async say(message: unknown): Promise<void> {
    const encoder = encoding.createEncoder()
    encoding.writeAny(encoder, message as never)
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new Uint8Array(encoding.toUint8Array(encoder))
    const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.#key, plain)
    const sealed = encoding.createEncoder()
    encoding.writeVarString(sealed, 'AES-GCM')
    encoding.writeVarUint8Array(sealed, iv)
    encoding.writeVarUint8Array(sealed, new Uint8Array(cipher))
    const data = btoa(String.fromCharCode(...encoding.toUint8Array(sealed)))
    this.#socket.send(JSON.stringify({ type: 'publish', topic: this.#topic, data }))
  }

  async #hear(sealed: Uint8Array): Promise<void> {
    const decoder = decoding.createDecoder(sealed)
    decoding.readVarString(decoder)
    const iv = new Uint8Array(decoding.readVarUint8Array(decoder))
    const cipher = new Uint8Array(decoding.readVarUint8Array(decoder))
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await this.#key, cipher)
    this.heard.push(decoding.readAny(decoding.createDecoder(new Uint8Array(plain))) as never)
  }

  async #derive(password: string, topic: string): Promise<CryptoKey> {
    const material = await crypto.subtle.importKey('raw', new Uint8Array(utf8(password)), 'PBKDF2', false, [
      'deriveKey',
    ])
    const how = { name: 'PBKDF2', salt: new Uint8Array(utf8(topic)), iterations: 100_000, hash: 'SHA-256' }
    return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  }
}
