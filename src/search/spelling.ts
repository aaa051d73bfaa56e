import { stemmer } from 'stemmer'

/**
 * The words of the index, to find what a misspelt one was meant to be. Kept compactly: words of one length in one
 * string, with a set of their letters each, so that almost every candidate is ruled out by one comparison.
 */

interface Bucket {
  /** All words of one length, sorted, without separators. */
  readonly text: string
  readonly letters: Uint32Array
  readonly docs: Uint32Array
}

/** Longer words are keys and encoded data; shorter ones are one slip away from anything. */
const MIN_LENGTH = 2
const MAX_LENGTH = 32
/** Shorter words have hardly an ending to take off. */
const LEAST_STEMMED = 3
const LONGEST_ENDING = 7
const MOST_FORMS = 6

/** Slips allowed in a word of so many letters: 1 for 4–7, 2 from 8 on. */
export const allowedSlips = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2)

/** True for what can be misspelt: no numbers, keys or single letters. */
export const isWord = (term: string): boolean =>
  term.length >= MIN_LENGTH && term.length <= MAX_LENGTH && !/\p{N}/u.test(term)

export class Vocabulary {
  private constructor(private readonly buckets: ReadonlyMap<number, Bucket>) {}

  /** Builds it from words with the number of documents each is in; words given twice are added up. */
  static from(words: ReadonlyMap<string, number>): Vocabulary {
    const byLength = new Map<number, string[]>()
    for (const word of words.keys()) {
      if (!isWord(word)) continue
      const same = byLength.get(word.length)
      if (same) same.push(word)
      else byLength.set(word.length, [word])
    }
    const buckets = new Map<number, Bucket>()
    for (const [length, list] of byLength) {
      list.sort((a, b) => (a < b ? -1 : 1))
      buckets.set(length, {
        text: list.join(''),
        letters: Uint32Array.from(list, letterSet),
        docs: Uint32Array.from(list, (word) => words.get(word)!),
      })
    }
    return new Vocabulary(buckets)
  }

  /** Number of words. */
  get size(): number {
    let size = 0
    for (const { docs } of this.buckets.values()) size += docs.length
    return size
  }

  /**
   * Other forms of a word that are in the index, the most frequent first, at most {@link MOST_FORMS}: those with its
   * Porter stem (`rolls`, `rolled` for `rolling`). English endings; in other languages few words share a stem.
   */
  forms(word: string): readonly string[] {
    if (word.length < LEAST_STEMMED || word.length > MAX_LENGTH || !/^[a-z]+$/.test(word)) return []
    const stem = stemmer(word)
    // The stem's last letter may be one that only the stemmer writes: `tries` and `try` are both `tri`.
    const begun = stem.slice(0, Math.max(2, stem.length - 1))
    const found: { readonly word: string; readonly docs: number }[] = []
    for (let length = Math.max(LEAST_STEMMED, begun.length); length <= stem.length + LONGEST_ENDING; length++) {
      const bucket = this.buckets.get(length)
      if (!bucket) continue
      for (let at = firstFrom(bucket, length, begun); at < bucket.docs.length; at++) {
        const candidate = wordAt(bucket, length, at)
        if (!candidate.startsWith(begun)) break
        if (candidate !== word && stemmer(candidate) === stem) found.push({ word: candidate, docs: bucket.docs[at]! })
      }
    }
    found.sort((a, b) => b.docs - a.docs)
    return found.slice(0, MOST_FORMS).map((one) => one.word)
  }

  /** Documents a word is in; 0 where it is unknown. */
  docs(word: string): number {
    const bucket = this.buckets.get(word.length)
    if (!bucket) return 0
    const at = firstFrom(bucket, word.length, word)
    return at < bucket.docs.length && wordAt(bucket, word.length, at) === word ? bucket.docs[at]! : 0
  }

  /**
   * The word most likely meant: the nearest by Damerau–Levenshtein distance within {@link allowedSlips}, of those the
   * most frequent. Undefined where there is none, or the word itself is known.
   */
  correct(word: string): string | undefined {
    const slips = allowedSlips(word.length)
    const letters = letterSet(word)
    let best: { distance: number; docs: number; word: string } | undefined
    for (let length = word.length - slips; slips > 0 && length <= word.length + slips; length++) {
      const bucket = this.buckets.get(length)
      if (!bucket) continue
      for (let i = 0; i < bucket.docs.length; i++) {
        if (bits(bucket.letters[i]! ^ letters) > 2 * slips) continue
        const candidate = wordAt(bucket, length, i)
        const distance = slipsBetween(word, candidate, best?.distance ?? slips)
        if (distance === undefined) continue
        const docs = bucket.docs[i]!
        if (!best || distance < best.distance || docs > best.docs) best = { distance, docs, word: candidate }
      }
    }
    return best?.distance === 0 ? undefined : best?.word
  }
}

const wordAt = ({ text }: Bucket, length: number, at: number): string => text.slice(at * length, (at + 1) * length)

/** Place of the first word of a bucket that is not before `text`. */
function firstFrom(bucket: Bucket, length: number, text: string): number {
  let [low, high] = [0, bucket.docs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (wordAt(bucket, length, middle) < text) low = middle + 1
    else high = middle
  }
  return low
}

function letterSet(word: string): number {
  let set = 0
  for (let i = 0; i < word.length; i++) set |= 1 << (word.charCodeAt(i) & 31)
  return set >>> 0
}

function bits(value: number): number {
  let n = value - ((value >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * Optimal string alignment distance (Damerau–Levenshtein without edits inside a swap), in UTF-16 code units; undefined
 * where it is more than `most`.
 */
export function slipsBetween(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let value = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        value = Math.min(value, before[j - 2]! + 1)
      }
      current.push(value)
      least = Math.min(least, value)
    }
    // A swap reaches back two rows, so both must be beyond the bound.
    if (least > most && Math.min(...previous) > most) return undefined
    before = previous
    previous = current
  }
  const distance = previous[b.length]!
  return distance > most ? undefined : distance
}
