import { lendUtf8 } from './bytes.ts'
import { sha3Hex } from './hash.ts'

/**
 * Canonical content of a card: Unicode NFC, `\r\n` → `\n`, trailing white space off each line, blank lines off both
 * ends, and nothing else, so that code keeps its indentation.
 */
export function canonicalContent(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
}

/** True where {@link canonicalContent} would change nothing, told without building the text again. */
export const isCanonical = (text: string): boolean =>
  !/[^\S\n](?:\n|$)|^\n|\n$/.test(text) && text.normalize('NFC') === text

/** Id of a card: SHA3-256 of the UTF-8 of its canonical content, 64 hex characters (`openssl dgst -sha3-256`). */
export const acuId = (content: string): string => sha3Hex(lendUtf8(canonicalContent(content)))
