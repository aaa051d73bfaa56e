/** The prime of FNV-1a, 32 bits. */
const FNV_PRIME = 0x01000193

/**
 * Hash of a stretch of a text, 32 bits (FNV-1a over its UTF-16 code units), without taking it out. A table draws by chance
 * where it begins, `start`: else a file could be made whose words all want the same slot.
 */
export function hashOfRange(text: string, from: number, to: number, start: number): number {
  let hash = start
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME)
  return hash
}
