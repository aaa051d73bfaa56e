import { sdpFingerprint } from './fingerprint.ts'

/** Who meets whom on a connection, as y-webrtc names them. */
export interface PeerNames {
  readonly own: string
  readonly remote: string
  /** True where our side makes an offer, sooner or later. */
  readonly initiator: boolean
}

/** A connection that lets one session description of the other side in, checked, and nothing after it. */
export interface GuardedConnection extends RTCPeerConnection {
  /** Tells the connection whom it is with; descriptions wait for it. `onViolation` says what was wrong. */
  attach(names: PeerNames, onViolation: (reason: string) => void): void
  /** Fingerprint in the other side's raw description, once that was let in. */
  readonly remoteFingerprint: string | undefined
}

const never = new Promise<never>(() => {})

/**
 * A subclass of the browser's RTCPeerConnection for simple-peer (`peerOpts.wrtc`).
 * - One remote description a connection. Later ones get a promise that never settles: resolving would provoke an
 *   answer, rejecting would let anyone cut the link.
 * - Exactly one SHA-256 fingerprint line in it.
 * - Where both sides offered, the offer of the larger peer id stands; the other waits until its own was emitted, then
 *   gives way (rollback).
 * - Candidates that do not fit are dropped; a data channel the other side opens is a violation.
 */
export function guardedConnectionClass(
  Base: typeof RTCPeerConnection,
): new (configuration?: RTCConfiguration) => GuardedConnection {
  return class extends Base implements GuardedConnection {
    remoteFingerprint: string | undefined
    #taken = false
    #emitted!: () => void
    readonly #offered = new Promise<void>((resolve) => (this.#emitted = resolve))
    #names!: PeerNames
    #onViolation: (reason: string) => void = () => {}
    #attach!: () => void
    readonly #attached = new Promise<void>((resolve) => (this.#attach = resolve))

    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('datachannel', ({ channel }) => {
        channel.close()
        this.#onViolation('opened a data channel of its own')
      })
    }

    attach(names: PeerNames, onViolation: (reason: string) => void): void {
      this.#names = names
      this.#onViolation = onViolation
      this.#attach()
    }

    override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
      await super.setLocalDescription(description)
      // simple-peer emits its offer in the turn after this one.
      setTimeout(() => this.#emitted(), 0)
    }

    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      if (this.#taken) return never
      await this.#attached
      if (description.type === 'offer' && this.#names.initiator) {
        if (this.#names.own > this.#names.remote) return never
        await this.#offered
      }
      if (this.#taken || (description.type !== 'offer' && description.type !== 'answer')) return never
      const fingerprint = sdpFingerprint(description.sdp ?? '')
      if (!fingerprint) {
        this.#onViolation('a description without exactly one SHA-256 fingerprint')
        return never
      }
      this.#taken = true
      this.remoteFingerprint = fingerprint
      await super.setRemoteDescription(description)
    }

    override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      try {
        await super.addIceCandidate(candidate ?? undefined)
      } catch {
        // One that does not fit, from a rolled-back offer or from anyone: the connection goes on without it.
      }
    }
  }
}
