import { lendUtf8 } from './bytes.ts'
import { sha3Hex } from './hash.ts'

/** White space that no canonical content has: at the end of a line, `\r\n` among it, or blank lines at an end. */
const HAS_LOOSE_BLANKS = /[^\S\n](?:\n|$)|^\n|\n$/

/**
 * Canonical content of a card: Unicode NFC, `\r\n` → `\n`, trailing white space off each line, blank lines off both
 * ends, and nothing else, so that code keeps its indentation.
 */
export function canonicalContent(text: string): string {
  const composed = text.normalize('NFC')
  if (!HAS_LOOSE_BLANKS.test(composed)) return composed
  return composed
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
}

/** True where {@link canonicalContent} would change nothing, told without building the text again. */
export const isCanonical = (text: string): boolean => !HAS_LOOSE_BLANKS.test(text) && text.normalize('NFC') === text

/** Id of a card: SHA3-256 of the UTF-8 of its canonical content, 64 hex characters (`openssl dgst -sha3-256`). */
export const acuId = (content: string): string => sha3Hex(lendUtf8(canonicalContent(content)))
