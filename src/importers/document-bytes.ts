import { utf8 } from '../domain/bytes.ts'

/** The UTF-8 bytes of a document without byte order mark: as they stood, or made anew where it was UTF-16. */
export function utf8BytesOf(document: {
  readonly text: string
  readonly bytes: Uint8Array<ArrayBuffer>
}): Uint8Array<ArrayBuffer> {
  const { bytes, text } = document
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return new Uint8Array(utf8(text))
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
