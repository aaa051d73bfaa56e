import type SimplePeer from 'simple-peer'
import { toFrames } from './frames.ts'

const HIGH_WATER = 1024 * 1024
const LOW_WATER = 256 * 1024
const RETRY_MS = 10

/** Sends messages as frames, no faster than the channel takes them. */
export class FrameSender {
  readonly #peer: Pick<SimplePeer.Instance, 'bufferSize' | 'destroyed'>
  readonly #sendFrame: (frame: Uint8Array) => void
  readonly #frames: Uint8Array[] = []
  readonly #waiting: (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `sendFrame` is the peer's own `send`. */
  constructor(peer: Pick<SimplePeer.Instance, 'bufferSize' | 'destroyed'>, sendFrame: (frame: Uint8Array) => void) {
    this.#peer = peer
    this.#sendFrame = sendFrame
  }

  send(message: Uint8Array): void {
    this.#frames.push(...toFrames(message))
    this.#drain()
  }

  /** Resolves once little enough is under way to send more. */
  drained(): Promise<void> {
    if (this.#isLow()) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#timer ??= setTimeout(() => this.#drain(), RETRY_MS)
    })
  }

  #isLow(): boolean {
    return this.#peer.destroyed || (this.#frames.length === 0 && this.#peer.bufferSize < LOW_WATER)
  }

  #drain(): void {
    clearTimeout(this.#timer)
    if (this.#peer.destroyed) this.#frames.length = 0
    let sent = 0
    while (sent < this.#frames.length && this.#peer.bufferSize < HIGH_WATER) {
      try {
        this.#sendFrame(this.#frames[sent]!)
      } catch {
        this.#frames.length = 0
        break
      }
      sent += 1
    }
    this.#frames.splice(0, sent)
    if (this.#isLow()) for (const resolve of this.#waiting.splice(0)) resolve()
    if (this.#frames.length > 0 || this.#waiting.length > 0) this.#timer = setTimeout(() => this.#drain(), RETRY_MS)
    else this.#timer = undefined
  }
}
