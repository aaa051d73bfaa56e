import { concatBytes } from '../domain/bytes.ts'

/** Largest frame on the data channel, bytes, its header included. */
export const FRAME_BYTES = 65_536
/** Largest message put together from frames, bytes. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024
const LAST = 0
const MORE = 1

/** Splits a message into frames: one byte that says whether more follows, then the piece. */
export function toFrames(message: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  let offset = 0
  do {
    const piece = message.subarray(offset, offset + FRAME_BYTES - 1)
    offset += piece.length
    frames.push(concatBytes(Uint8Array.of(offset < message.length ? MORE : LAST), piece))
  } while (offset < message.length)
  return frames
}

/** Puts frames together again. The channel is ordered, so that one message is under way at a time. */
export class Reassembly {
  #pieces: Uint8Array[] = []
  #size = 0

  /** The message, once its last frame is here; `malformed` for a frame no honest peer sends. */
  take(frame: Uint8Array): Uint8Array | 'malformed' | undefined {
    if (frame.length < 1 || frame.length > FRAME_BYTES || frame[0]! > MORE) return 'malformed'
    if (frame[0] === MORE && frame.length !== FRAME_BYTES) return 'malformed'
    this.#size += frame.length - 1
    if (this.#size > MAX_MESSAGE_BYTES) return 'malformed'
    this.#pieces.push(frame.subarray(1))
    if (frame[0] === MORE) return undefined
    const message = concatBytes(...this.#pieces)
    this.#pieces = []
    this.#size = 0
    return message
  }
}
