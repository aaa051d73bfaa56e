/** Longest tag, in UTF-16 code units. */
export const MAX_TAG = 50
/** Most tags of one card. */
export const MAX_TAGS = 30

/** A tag as it is compared: upper and lower case, and forms of the same letter, are one. */
export const foldTag = (tag: string): string => tag.normalize('NFKC').toLowerCase().normalize('NFKC')

/**
 * A tag as it is kept: NFC, white space and control characters as single spaces, no quotes (they stand around a tag in a
 * search), no leading `#`, at most {@link MAX_TAG} long. Case stays. Undefined where nothing is left.
 */
export function tidyTag(text: string): string | undefined {
  const tidy = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/["“”„]/g, '')
    .replace(/[\s\p{Cc}\p{Cf}\ufffd]+/gu, ' ')
    .replace(/^[#\s]+/, '')
    .slice(0, MAX_TAG)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
  return tidy === '' ? undefined : tidy
}

/** Tags tidied, each once whatever its case (the first way it is written stays), at most {@link MAX_TAGS}. */
export function tidyTags(texts: readonly string[]): readonly string[] {
  const tags = new Map<string, string>()
  for (const text of texts) {
    const tag = tidyTag(text)
    if (tag !== undefined && !tags.has(foldTag(tag)) && tags.size < MAX_TAGS) tags.set(foldTag(tag), tag)
  }
  return [...tags.values()]
}

/** True where a tag is among others, whatever its case. */
export const hasTag = (tags: readonly string[], tag: string): boolean =>
  tags.some((other) => foldTag(other) === foldTag(tag))
