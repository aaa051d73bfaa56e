/**
 * How text becomes words, for the index, for queries and for highlights alike: case and diacritics folded, scripts
 * written without spaces cut into overlapping pairs of characters.
 */
import { JOINED_SCRIPTS } from '../domain/joined-scripts.ts'

/** A word of a text as the index has it; the range is in UTF-16 code units of the text. */
export interface Token {
  readonly term: string
  readonly start: number
  readonly end: number
}

/** Longer runs (keys, encoded data) are cut here, in the index and in queries. */
export const MAX_TERM = 64

const WORD = /[\p{L}\p{N}\p{M}]+/gu
/** The same where all is ASCII, several times as fast. */
const ASCII_WORD = /[a-z\d]+/gi
const NOT_WORD = /[^\p{L}\p{N}\p{M}]+/gu
const JOINED = new RegExp(`[${JOINED_SCRIPTS}]+`, 'gu')
const JOINED_ONE = new RegExp(`[${JOINED_SCRIPTS}]`, 'u')
// Diacritics of Latin, Greek and Cyrillic; points of Hebrew; harakat, hamza marks and tatweel of Arabic.
const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]|\u0640/g
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}
const SPECIAL = /[ßæœøłđðþıς]/g

export const NON_ASCII = /[^\x00-\x7f]/

/** True where every character of the term belongs to a script cut into pairs. */
export const isJoined = (term: string): boolean => [...term].every((char) => JOINED_ONE.test(char))

/** Folds a word: compatibility forms, case, diacritics. Pure word characters in and out; may come out empty. */
export function fold(word: string): string {
  if (!NON_ASCII.test(word)) return word.toLowerCase()
  return word
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(NOT_WORD, '')
}

/**
 * Words of a text with where they stand. A run of a script without spaces gives its overlapping pairs and then its
 * last character alone, so that every single character starts some term.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  const isAscii = !NON_ASCII.test(text)
  const pattern = isAscii ? ASCII_WORD : WORD
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const word = match[0]
    if (isAscii || !NON_ASCII.test(word)) {
      tokens.push({ term: word.toLowerCase().slice(0, MAX_TERM), start: match.index, end: match.index + word.length })
    } else addMixed(tokens, word, match.index)
  }
  return tokens
}

function addMixed(tokens: Token[], word: string, start: number): void {
  let at = 0
  JOINED.lastIndex = 0
  for (let match = JOINED.exec(word); match; match = JOINED.exec(word)) {
    addPlain(tokens, word.slice(at, match.index), start + at)
    addPairs(tokens, match[0], start + match.index)
    at = match.index + match[0].length
    JOINED.lastIndex = at
  }
  addPlain(tokens, word.slice(at), start + at)
}

function addPlain(tokens: Token[], word: string, start: number): void {
  const term = [...fold(word)].slice(0, MAX_TERM).join('')
  if (term !== '') tokens.push({ term, start, end: start + word.length })
}

function addPairs(tokens: Token[], run: string, start: number): void {
  const chars = [...run]
  let at = start
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!
    const next = chars[i + 1]
    const term = fold(char) + (next === undefined ? '' : fold(next))
    if (term !== '') tokens.push({ term, start: at, end: at + char.length + (next?.length ?? 0) })
    at += char.length
  }
}

/**
 * The terms of a text in order: a list, or where all is ASCII, as most is, the text in small letters, whose terms are its
 * runs of letters and digits, the first {@link MAX_TERM} characters of each.
 */
export type Terms = readonly string[] | string

/** The terms of a text, those {@link tokenise} gives. */
export const termsOf = (text: string): Terms =>
  NON_ASCII.test(text) ? tokenise(text).map(({ term }) => term) : text.toLowerCase()

/** What a typed word or phrase asks of the index: consecutive terms, the last one perhaps only begun. */
export interface TermSequence {
  readonly terms: readonly string[]
  readonly prefix: boolean
}

/**
 * Terms of a typed word or phrase. `open` = the person may still be typing its end. The lone last character of a
 * run is dropped (in the text the run may go on); a single character of such a script asks for what begins with it.
 */
export function queryTerms(text: string, open: boolean): TermSequence {
  const tokens = tokenise(text)
  const last = tokens.at(-1)
  if (!last) return { terms: [], prefix: false }
  if (JOINED_ONE.test(last.term)) {
    const before = tokens.at(-2)
    const paired = before !== undefined && before.end === last.end && JOINED_ONE.test(before.term)
    const kept = paired ? tokens.slice(0, -1) : tokens
    return { terms: kept.map((token) => token.term), prefix: !paired }
  }
  return { terms: tokens.map((token) => token.term), prefix: open && [...last.term].length > 1 }
}
