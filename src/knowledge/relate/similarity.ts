import { wordsIn, type Word } from './tokens.ts'

/** More of a text is not compared. */
const MAX_COMPARED = 50_000

/** Hashes of the overlapping pairs of words of a text (of characters, where a script has no spaces). */
export type Shingles = ReadonlySet<number>

/** Shingles of a text, to compare it with many. Texts without a word are taken by their characters. */
export const shinglesOf = (text: string): Shingles => pairsOf(wordsIn(text.slice(0, MAX_COMPARED)), text)

/** {@link shinglesOf} of a text whose words are known. */
export function pairsOf(found: readonly Word[], text: string): Shingles {
  const words = found.length > 0 ? found.map(({ word }) => word) : [...text.slice(0, MAX_COMPARED).replace(/\s+/g, '')]
  const out = new Set<number>()
  if (words.length === 0) return out
  let before = ''
  for (const word of [...words, '']) {
    out.add(hashOf(before, word))
    before = word
  }
  return out
}

/** Jaccard overlap of two sets of shingles, 0–1. Two empty sets are the same. */
export function overlapOf(a: Shingles, b: Shingles): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  if (large.size === 0) return 1
  let shared = 0
  for (const shingle of small) if (large.has(shingle)) shared++
  return shared / (small.size + large.size - shared)
}

/**
 * How far two texts have the same wording, 0–1: the Jaccard overlap of their word pairs. Symmetric; the same text gives
 * 1. Only the first 50,000 characters count. Never throws.
 */
export const similarity = (a: string, b: string): number => overlapOf(shinglesOf(a), shinglesOf(b))

/** FNV-1a of two words, with a mark between them. */
function hashOf(first: string, second: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < first.length; at++) hash = Math.imul(hash ^ first.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ 0x1f, 0x01000193)
  for (let at = 0; at < second.length; at++) hash = Math.imul(hash ^ second.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
