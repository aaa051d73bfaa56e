import { hashOfRange } from '../domain/text-hash.ts'

/** Words of a text: how many, how many different ones, and how many characters these have together. */
export interface WordCounts {
  readonly many: number
  readonly different: number
  readonly letters: number
}

/** Where the word ends that begins at a place. */
type EndOf = (text: string, start: number) => number

const isDigit = (code: number): boolean => code >= 48 && code <= 57
const isSmall = (code: number): boolean => code >= 97 && code <= 122
/** As `\w`, where there are no capitals. */
const isOfWord = (code: number): boolean => isSmall(code) || isDigit(code) || code === 95
/** Points, commas, colons, strokes and dashes within numbers. */
const isWithin = (code: number): boolean => code === 46 || code === 44 || code === 58 || code === 47 || code === 45
const APOSTROPHE = 39

/** Runs of letters, digits and `_`, as `\w+` finds them. */
export const endOfRun: EndOf = (text, start) => {
  let at = start
  while (at < text.length && isOfWord(text.charCodeAt(at))) at++
  return at
}

/** Words and numbers as `wordsIn` finds them (`relate/tokens.ts`). */
export const endOfWord: EndOf = (text, start) => {
  let at = start
  if (!isDigit(text.charCodeAt(at))) {
    at = endOfRun(text, at)
    while (text.charCodeAt(at) === APOSTROPHE && isSmall(text.charCodeAt(at + 1))) {
      at++
      while (isSmall(text.charCodeAt(at))) at++
    }
    return at
  }
  while (isDigit(text.charCodeAt(at))) at++
  while (isWithin(text.charCodeAt(at)) && isDigit(text.charCodeAt(at + 1))) {
    at++
    while (isDigit(text.charCodeAt(at))) at++
  }
  while (isSmall(text.charCodeAt(at))) at++
  return at
}

/** Drawn by chance; what is counted does not depend on it. */
const HASH_START = Math.floor(Math.random() * 2 ** 32)
/** Used again and again: where each word begins and ends, and which word is in each slot of the hash table, from 1. */
const found = { starts: new Int32Array(256), ends: new Int32Array(256), slots: new Int32Array(512) }

/**
 * Counts the first `most` words of a text in small letters of plain ASCII. They are told apart where they stand: taking
 * each out as a string takes several times as long.
 */
export function countWords(text: string, endOf: EndOf, most = Infinity): WordCounts {
  let many = 0
  let different = 0
  let letters = 0
  found.slots.fill(0)
  for (let at = 0; at < text.length && many < most; at++) {
    if (!isOfWord(text.charCodeAt(at))) continue
    const end = endOf(text, at)
    many++
    if (isNew(text, at, end, different)) {
      letters += end - at
      if (++different === found.starts.length) grow(text)
    }
    at = end - 1
  }
  return { many, different, letters }
}

/** Whether a word is none of the first so many different ones; it is then the next of them. */
function isNew(text: string, start: number, end: number, different: number): boolean {
  const { starts, ends, slots } = found
  const mask = slots.length - 1
  let slot = hashOf(text, start, end) & mask
  for (let number = slots[slot]!; number !== 0; number = slots[slot]!) {
    if (isSame(text, start, end, starts[number - 1]!, ends[number - 1]!)) return false
    slot = (slot + 1) & mask
  }
  starts[different] = start
  ends[different] = end
  slots[slot] = different + 1
  return true
}

function hashOf(text: string, start: number, end: number): number {
  const hash = hashOfRange(text, start, end, HASH_START)
  return hash ^ (hash >>> 15)
}

function isSame(text: string, start: number, end: number, from: number, to: number): boolean {
  if (end - start !== to - from) return false
  for (let i = 0; i < end - start; i++) if (text.charCodeAt(start + i) !== text.charCodeAt(from + i)) return false
  return true
}

/** Makes room for twice as many different words. */
function grow(text: string): void {
  const { starts, ends } = found
  const many = starts.length
  found.starts = new Int32Array(2 * many)
  found.ends = new Int32Array(2 * many)
  found.slots = new Int32Array(4 * many)
  for (let word = 0; word < many; word++) isNew(text, starts[word]!, ends[word]!, word)
}
