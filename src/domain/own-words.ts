import { JOINED_SCRIPTS } from './joined-scripts.ts'

/** Longest word or name of the list, in UTF-16 code units. */
export const MAX_OWN_WORD = 100

/** A range of a text, in UTF-16 code units. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

const JOINED = new RegExp(`[${JOINED_SCRIPTS}]`, 'u')
const JOINED_RUN = new RegExp(`[${JOINED_SCRIPTS}]+`, 'u')
/** One sign each, whichever way it is typed, the first being the one to compare by. `ʼ` counts as a letter elsewhere. */
const APOSTROPHES = "['\u2019\u02bc]"
const HYPHENS = String.raw`[-\u2010\u2011]`
/** A letter or digit of a script that puts spaces between words. */
const SPACED = String.raw`(?![\u02bc${JOINED_SCRIPTS}])[\p{L}\p{N}\p{M}]`
const RUN = new RegExp(`(?:${SPACED})+`, 'gu')
const ASCII = /^[\x00-\x7f]*$/
const ASCII_RUN = /[a-z\d]+/gi
const STARTS_SPACED = new RegExp(`^${SPACED}`, 'u')
const ENDS_SPACED = new RegExp(`${SPACED}$`, 'u')

const ANY_APOSTROPHE = new RegExp(APOSTROPHES, 'g')
const ANY_HYPHEN = new RegExp(HYPHENS, 'g')

/** A word as it is compared: in NFC, upper and lower case being one, and so are the forms of an apostrophe or a hyphen. */
export const foldWord = (word: string): string =>
  word.normalize('NFC').toLowerCase().replace(ANY_APOSTROPHE, "'").replace(ANY_HYPHEN, '-')

/**
 * A word or name as it is kept: NFC, white space and control characters as single spaces, at most {@link MAX_OWN_WORD}
 * long. Undefined where it would be found everywhere: it needs two letters or digits, or one of a script without spaces.
 */
export function tidyWord(text: string): string | undefined {
  const tidy = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Cc}\ufffd]+/gu, ' ')
    .trim()
    .slice(0, MAX_OWN_WORD)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
  const letters = tidy.match(/(?!\u02bc)[\p{L}\p{N}]/gu) ?? []
  return letters.length > 1 || letters.some((letter) => JOINED.test(letter)) ? tidy : undefined
}

/**
 * Makes ready to find words in texts: whole words, whatever their case, normal form and form of apostrophe or hyphen; where
 * a word begins or ends with a script without spaces, there is no such thing as whole there. White space in a word stands
 * for any amount of it.
 * In: tidied words. Out: ranges in order of place, overlapping ones joined.
 */
export function ownWordFinder(words: readonly string[]): (text: string) => readonly TextRange[] {
  if (words.length === 0) return () => []
  const { spaced, joined } = byTelling(words)
  return (text) => {
    const composed = text.normalize('NFC')
    const patterns = new Set<RegExp>()
    if (spaced.size > 0) {
      for (const [run] of composed.matchAll(ASCII.test(composed) ? ASCII_RUN : RUN)) {
        const telling = spaced.get(foldRun(run))
        if (telling) for (const pattern of telling) patterns.add(pattern)
      }
    }
    for (const [run, pattern] of joined) if (composed.includes(run)) patterns.add(pattern)
    if (patterns.size === 0) return []
    const found = united([...patterns].flatMap((pattern) => rangesOf(pattern, composed)))
    return found.length === 0 || composed === text ? found : inOriginal(found, text)
  }
}

/**
 * Patterns of words by a part of each that stands in every text that has the word: one pattern for all words would be
 * tried at each letter, which takes seconds for a hundred words and a few thousand cards.
 */
function byTelling(words: readonly string[]) {
  const spaced = new Map<string, RegExp[]>()
  const joined: (readonly [run: string, pattern: RegExp])[] = []
  for (const word of words) {
    const pattern = new RegExp(sourceOf(word), 'giu')
    const run = word.match(RUN)?.[0]
    const plain = word.match(JOINED_RUN)?.[0]
    if (run !== undefined) spaced.set(foldRun(run), [...(spaced.get(foldRun(run)) ?? []), pattern])
    else if (plain !== undefined) joined.push([plain, pattern])
  }
  return { spaced, joined }
}

/** Case folded at least as far as a regular expression does it: `ς` is `σ`, `ẞ` is `ß`. */
const foldRun = (run: string): string => run.toLowerCase().toUpperCase()

function sourceOf(word: string): string {
  const escaped = word
    .replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll(' ', String.raw`\s+`)
    .replace(ANY_APOSTROPHE, APOSTROPHES)
    .replace(ANY_HYPHEN, HYPHENS)
  const before = STARTS_SPACED.test(word) ? `(?<!${SPACED})` : ''
  const after = ENDS_SPACED.test(word) ? `(?!${SPACED})` : ''
  return before + escaped + after
}

function rangesOf(pattern: RegExp, text: string): TextRange[] {
  const ranges: TextRange[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { index: start } = match
    ranges.push({ start, end: start + match[0].length })
    // It may begin again inside of itself.
    pattern.lastIndex = start + (text.codePointAt(start)! > 0xffff ? 2 : 1)
  }
  return ranges
}

/** Ranges in order, those that overlap as one. */
function united(ranges: TextRange[]): TextRange[] {
  const all: TextRange[] = []
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = all.at(-1)
    if (!last || range.start >= last.end) all.push(range)
    else if (range.end > last.end) all[all.length - 1] = { start: last.start, end: range.end }
  }
  return all
}

/** What is composed never reaches beyond one of these: a character with its marks, or a syllable of Hangul letters. */
const COMPOSED_ALONE =
  /(?:[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud7a3][\u11a8-\u11c2]|\P{M})\p{M}*|\p{M}+/gu

/** Ranges of the NFC of a text as ranges of the text itself. */
function inOriginal(ranges: readonly TextRange[], text: string): TextRange[] {
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const { 0: piece, index } of text.matchAll(COMPOSED_ALONE)) {
    const { length } = piece.normalize('NFC')
    for (let unit = 0; unit < length; unit++) {
      starts[at + unit] = index
      ends[at + unit + 1] = index + piece.length
    }
    at += length
  }
  return ranges.map(({ start, end }) => ({ start: starts[start]!, end: ends[end]! }))
}
