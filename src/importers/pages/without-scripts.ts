import { concatBytes } from '../../domain/bytes.ts'

/**
 * The bytes of a page without what its script elements hold. A saved page often carries the data it was made of in
 * scripts, and with it the session of whoever was signed in: a token there is as good as a password, and what is kept
 * of an import is shown, shared and backed up. One pass; a script that never ends takes the rest with it.
 */
export function withoutScripts(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  // One character a byte, so that an index is an offset; the names of elements are ASCII in every encoding in use.
  const text = new TextDecoder('latin1').decode(bytes)
  const opening = /<script\b[^>]*>?/gi
  const closing = /<\/script/gi
  const kept: Uint8Array[] = []
  let from = 0
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    kept.push(bytes.subarray(from, opening.lastIndex))
    closing.lastIndex = opening.lastIndex
    const end = closing.exec(text)
    from = end ? end.index : bytes.length
    opening.lastIndex = from
    if (!end) break
  }
  kept.push(bytes.subarray(from))
  return concatBytes(...kept)
}
