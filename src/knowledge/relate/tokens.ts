/** A word of a text, or one character of a script written without spaces; the range is in UTF-16 code units. */
export interface Word {
  /** Compatibility forms and case folded. */
  readonly word: string
  readonly start: number
  readonly end: number
  /** A single character of a script written without spaces between words. */
  readonly isCharacter: boolean
}

const JOINED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々〆'
/** A number with its points, commas and dashes (3.14, 1,260, 2026-11-03), a joined script's character, or a word. */
const WORD = new RegExp(
  `\\d+(?:[.,:/-]\\d+)*[\\p{L}\\p{M}]*|[${JOINED}]\\p{M}*|(?:(?![${JOINED}])[\\p{L}\\p{M}\\p{N}_])+(?:['’](?:(?![${JOINED}])[\\p{L}\\p{M}])+)*`,
  'gu',
)
/** The same for plain ASCII, several times faster. */
const ASCII_WORD = /\d+(?:[.,:/-]\d+)*[a-z]*|\w+(?:'[a-z]+)*/gi
export const NON_ASCII = /[^\x00-\x7f]/
const CHARACTER = new RegExp(`^[${JOINED}]`, 'u')

/** Words of a text in order. Never throws; marks, brackets and signs are left out. */
export function wordsIn(text: string, from = 0, to = text.length): Word[] {
  const out: Word[] = []
  const part = from === 0 && to === text.length ? text : text.slice(from, to)
  const isPlain = !NON_ASCII.test(part)
  const pattern = isPlain ? ASCII_WORD : WORD
  pattern.lastIndex = 0
  for (let match = pattern.exec(part); match; match = pattern.exec(part)) {
    const [found] = match
    const start = from + match.index
    const isPlainWord = isPlain || !NON_ASCII.test(found)
    const word = isPlainWord ? found.toLowerCase() : found.normalize('NFKC').toLowerCase().replaceAll('’', "'")
    out.push({ word, start, end: start + found.length, isCharacter: !isPlainWord && CHARACTER.test(found) })
  }
  return out
}

const ENDINGS = /(?:ments?|ingly|edly|ing|ies|ied|ily|ers?|ely|es|ed|ly|en|em|er|e|s|n|y)$/

/**
 * A word without its commonest endings, so that forms of it compare equal. Rough, and made for languages in Latin
 * script; other words come back as they are.
 */
export function stemOf(word: string): string {
  if (word.length < 4 || !/^[a-zà-ÿ']+$/.test(word)) return word
  const bare = word.replace(/'s$/, '').replace(ENDINGS, '')
  const stem = bare.length >= 3 ? bare : word
  return stem.replace(/([bdfgklmnprt])\1$/, '$1')
}
