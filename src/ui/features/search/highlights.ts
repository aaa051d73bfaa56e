import type { Highlight } from '../../../domain/ports/search.ts'

/**
 * Where words begin in a text: each word of the text that starts with one of the terms, as a range in UTF-16 code units.
 * Letters are compared without case and accents.
 * @param terms words as the index matched them
 */
export function highlightTerms(text: string, terms: readonly string[]): readonly Highlight[] {
  const wanted = terms.map(plain).filter((term) => term.length > 0)
  if (wanted.length === 0) return []
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter((word) => wanted.some((term) => plain(word[0]).startsWith(term)))
    .map((word) => ({ start: word.index, end: word.index + word[0].length }))
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
