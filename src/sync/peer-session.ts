import { toBase64Url } from '../domain/byte-texts.ts'
import type { VerifySignature } from '../domain/ed25519.ts'
import type { LocalIdentity } from '../domain/ports/rooms.ts'
import type { SpaceKeys } from '../domain/space.ts'
import { certificatesInForce, sdpFingerprint } from './fingerprint.ts'
import { FrameSender } from './frame-sender.ts'
import { Reassembly } from './frames.ts'
import type { GuardedConnection } from './guarded-connection.ts'
import type { VerifiedPeer } from './handshake.ts'
import { Handshake } from './handshake.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Message } from './wire.ts'
import { YJS, controlMessage, readMessage } from './wire.ts'
import type { Connection } from './y-webrtc-room.ts'

const BEFORE_VERIFIED_BYTES = 65_536
const BYTES_A_SECOND = 64 * 1024 * 1024
const MESSAGES_A_SECOND = 2_000
const WATCHDOG_MS = 5_000

export interface PeerSessionOptions {
  readonly connection: Connection
  readonly ownPeerId: string
  readonly space: string
  readonly keys: SpaceKeys
  readonly identity: LocalIdentity
  readonly verify: VerifySignature
  readonly now: () => number
  readonly nonce: Uint8Array
  /** False where this device must not be let in. */
  readonly admits: (peer: VerifiedPeer) => boolean
  readonly onVerified: (session: PeerSession) => void
  /** Messages of the verified peer, strictly one after the other. */
  readonly onMessage: (session: PeerSession, message: Message) => Promise<void>
  readonly onClosed: (session: PeerSession) => void
  readonly onRefused: (reason: string, peer: VerifiedPeer | undefined) => void
}

/**
 * One connection to one peer: takes y-webrtc's place in its simple-peer before anything was received, frames what is
 * sent, and lets nothing through before both sides are verified.
 */
export class PeerSession {
  peer: VerifiedPeer | undefined
  readonly #options: PeerSessionOptions
  readonly #sender: FrameSender
  readonly #reassembly = new Reassembly()
  readonly #bytes: TokenBucket
  readonly #messages: TokenBucket
  #handshake: Handshake | undefined
  #ready!: () => void
  #queue: Promise<unknown>
  #before = 0
  #closed = false
  readonly #watchdog: ReturnType<typeof setTimeout>

  constructor(options: PeerSessionOptions) {
    this.#options = options
    const { connection, ownPeerId, now } = options
    const { peer, remotePeerId } = connection
    this.#bytes = new TokenBucket(BYTES_A_SECOND, 2 * BYTES_A_SECOND, now())
    this.#messages = new TokenBucket(MESSAGES_A_SECOND, 4 * MESSAGES_A_SECOND, now())
    const sendFrame = peer.send.bind(peer)
    this.#sender = new FrameSender(peer, sendFrame)
    peer.send = () => undefined
    peer.removeAllListeners('data')
    this.#queue = new Promise<void>((resolve) => (this.#ready = resolve))
    peer.on('data', (data: Uint8Array) => this.#onFrame(data))
    peer.on('connect', () => void this.#onConnect())
    peer.once('close', () => this.#onClose())
    const rtc = peer._pc as GuardedConnection
    rtc.attach({ own: ownPeerId, remote: remotePeerId, initiator: peer.initiator }, (reason) => this.refuse(reason))
    this.#guardSignals()
    this.#watchdog = setTimeout(() => this.#giveUp(), WATCHDOG_MS)
  }

  /** True once the other side is verified. */
  get verified(): boolean {
    return this.peer !== undefined && !this.#closed
  }

  /** Lets what y-webrtc broadcasts through `filter` (updates only) once the peer is verified. */
  relayUpdates(filter: () => boolean): void {
    this.#options.connection.peer.send = (message) => {
      const bytes = message as Uint8Array
      if (this.verified && bytes[0] === YJS && bytes[1] === 2 && filter()) this.#sender.send(bytes)
    }
  }

  /** Sends a message to the verified peer. */
  send(message: Uint8Array): void {
    if (this.verified) this.#sender.send(message)
  }

  /** Resolves when the channel takes more. */
  drained(): Promise<void> {
    return this.#sender.drained()
  }

  wantPack(pack: string, from: number): void {
    this.send(controlMessage({ type: 'want-pack', pack, from }))
  }

  /** Says why and cuts the connection. */
  refuse(reason: string): void {
    if (this.#closed) return
    this.#options.onRefused(reason, this.peer)
    this.close()
  }

  close(): void {
    this.#options.connection.peer.destroy()
  }

  #giveUp(): void {
    if (!this.verified) this.close()
  }

  /** Anyone with the link can publish signals: what would end or renegotiate the connection is dropped. */
  #guardSignals(): void {
    const { peer } = this.#options.connection
    const signal = peer.signal.bind(peer)
    peer.signal = (data) => {
      const { type, sdp, candidate } = (typeof data === 'object' ? data : {}) as Record<string, unknown>
      const description = typeof sdp === 'string' && (type === 'offer' || type === 'answer')
      if (!peer.destroyed && (description || (typeof candidate === 'object' && candidate !== null))) signal(data)
    }
  }

  async #onConnect(): Promise<void> {
    const { connection, space, keys, identity, verify, nonce } = this.#options
    const rtc = connection.peer._pc as GuardedConnection | null
    if (!rtc) return
    const told = await certificatesInForce(rtc)
    const local = sdpFingerprint(rtc.localDescription?.sdp ?? '')
    const remote = rtc.remoteFingerprint
    const role = rtc.localDescription?.type === 'offer' ? 'a' : 'b'
    if (this.#closed) return
    if (!local || !remote || (told.remote ?? remote) !== remote || (told.local ?? local) !== local) {
      this.refuse('a certificate that is not the one it announced')
      return
    }
    this.#handshake = new Handshake({
      role,
      space,
      hello: keys.hello,
      nonce,
      ownFingerprint: local,
      remoteFingerprint: remote,
      did: identity.did,
      device: identity.device,
      deviceSeed: identity.deviceSeed,
      statements: [identity.cert],
      verify,
      send: (message) => this.#sender.send(message),
    })
    this.#handshake.start()
    this.#ready()
  }

  #onFrame(data: Uint8Array): void {
    if (this.#closed) return
    const { now } = this.#options
    if (!this.verified) {
      this.#before += data.length
      if (this.#before > BEFORE_VERIFIED_BYTES) return this.refuse('more than 64 KiB before it was verified')
    }
    if (!this.#messages.take(1, now()) || !this.#bytes.take(data.length, now())) return this.refuse('too much at once')
    const message = this.#reassembly.take(data)
    if (message === 'malformed') return this.refuse('a malformed frame')
    if (message) this.#queue = this.#queue.then(() => this.#onMessage(message))
  }

  async #onMessage(message: Uint8Array): Promise<void> {
    if (this.#closed) return
    try {
      if (!this.peer) {
        const peer = await this.#handshake!.receive(message)
        if (!peer) return
        if (!this.#options.admits(peer)) throw new Error('a device that broke the rules a moment ago')
        if (this.#closed) return
        this.peer = peer
        clearTimeout(this.#watchdog)
        this.#options.onVerified(this)
        return
      }
      const read = readMessage(message)
      if (!read) throw new Error('a message of a kind that is not taken')
      await this.#options.onMessage(this, read)
    } catch (error) {
      this.refuse(error instanceof Error ? error.message : String(error))
    }
  }

  #onClose(): void {
    this.#closed = true
    clearTimeout(this.#watchdog)
    this.#options.onClosed(this)
  }
}

/** A control message that asks the admin to let us write. */
export const joinMessage = (join: { bytes: Uint8Array; sig: Uint8Array }): Uint8Array =>
  controlMessage({ type: 'join', join: toBase64Url(join.bytes), sig: toBase64Url(join.sig) })
