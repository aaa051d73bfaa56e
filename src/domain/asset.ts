import type { Message } from './conversation.ts'

/** A picture, sound or file of a conversation, kept once whoever names it. */
export interface Asset {
  /** As the parts of its messages name it. */
  readonly pointer: string
  /** SHA-256 of its bytes, 64 hex characters. */
  readonly sha256: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Told from its first bytes, never from a name: `application/octet-stream` where they say nothing. */
  readonly mediaType: string
  readonly name?: string
}

/** Pointers that the messages' parts hold, each once, in order. */
export function pointersOf(messages: readonly Message[]): string[] {
  const pointers = new Set<string>()
  for (const { parts } of messages)
    for (const part of parts)
      if ((part.type === 'image' || part.type === 'audio' || part.type === 'file') && part.pointer !== undefined)
        pointers.add(part.pointer)
  return [...pointers]
}

/** First bytes and what they stand for. RIFF files say at offset 8 what they are. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF.{4}WEBP/s, 'image/webp'],
  [/^.{4}ftypavi[fs]/s, 'image/avif'],
  [/^RIFF.{4}WAVE/s, 'audio/wav'],
  [/^(ID3|\xff[\xfb\xf3\xf2])/, 'audio/mpeg'],
  [/^OggS/, 'audio/ogg'],
  [/^fLaC/, 'audio/flac'],
  [/^.{4}ftyp(M4A|M4B)/s, 'audio/mp4'],
  [/^.{4}ftyp/s, 'video/mp4'],
  [/^\x1aE\xdf\xa3/, 'video/webm'],
  [/^%PDF-/, 'application/pdf'],
]

/**
 * The media type by the first bytes (WHATWG MIME Sniffing §6, the types that chats hold). Types that can carry script
 * (SVG, HTML) are never told: they stay `application/octet-stream` and are only ever saved.
 */
export function mediaTypeOf(bytes: Uint8Array): string {
  // One character a byte; a decoder would not do: browsers take latin1 for windows-1252.
  const start = String.fromCharCode(...bytes.subarray(0, 16))
  return SIGNATURES.find(([pattern]) => pattern.test(start))?.[1] ?? 'application/octet-stream'
}
