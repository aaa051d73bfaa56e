import { hashOfRange } from '../../domain/text-hash.ts'
import { MAX_TERM } from '../tokens.ts'

/** Terms kept before the table grows, a power of two. */
const FIRST_SLOTS = 1 << 14
/** No more of the slots than this are used: the fewer, the sooner a term is found. */
const MOST_USED = 0.5

const ZERO = '0'.charCodeAt(0)
const NINE = '9'.charCodeAt(0)
const A = 'a'.charCodeAt(0)
const Z = 'z'.charCodeAt(0)
const isLetter = (code: number): boolean => (code >= A && code <= Z) || (code >= ZERO && code <= NINE)

/**
 * Numbers for terms, from 0 in the order they come. A hash table over the characters of a text: taking its words out as
 * strings and looking these up takes several times as long.
 */
export class TermTable {
  /** All terms, by number. */
  readonly terms: string[] = []
  private hashes = new Int32Array(FIRST_SLOTS * MOST_USED)
  /** Number of the term in each slot, plus one; 0 for none. */
  private slots = new Int32Array(FIRST_SLOTS)
  private readonly start = Math.floor(Math.random() * 2 ** 32)

  /** Number of a term, which is given one where it has none yet. */
  number(term: string): number {
    return this.find(term, 0, term.length, true)
  }

  /** Number of a term; -1 where it has none. */
  known(term: string): number {
    return this.find(term, 0, term.length, false)
  }

  /** Calls `each` with the number of every term of a plain text in order (see `termsOf`); answers with how many. */
  eachIn(text: string, each: (term: number, at: number) => void): number {
    const { length } = text
    let many = 0
    for (let at = 0; at < length; at++) {
      if (!isLetter(text.charCodeAt(at))) continue
      const from = at
      while (++at < length && isLetter(text.charCodeAt(at)));
      each(this.find(text, from, Math.min(at, from + MAX_TERM), true), many++)
    }
    return many
  }

  private find(text: string, from: number, to: number, isAdded: boolean): number {
    const hash = hashOfRange(text, from, to, this.start)
    const mask = this.slots.length - 1
    let slot = (hash ^ (hash >>> 15)) & mask
    for (let number = this.slots[slot]!; number !== 0; number = this.slots[slot]!) {
      if (this.hashes[number - 1] === hash && isSame(this.terms[number - 1]!, text, from, to)) return number - 1
      slot = (slot + 1) & mask
    }
    if (!isAdded) return -1
    const number = this.terms.push(text.slice(from, to)) - 1
    this.hashes[number] = hash
    this.slots[slot] = number + 1
    if (this.terms.length === this.hashes.length) this.grow()
    return number
  }

  private grow(): void {
    const hashes = new Int32Array(this.hashes.length * 2)
    hashes.set(this.hashes)
    const slots = new Int32Array(this.slots.length * 2)
    const mask = slots.length - 1
    for (let number = 0; number < this.terms.length; number++) {
      const hash = hashes[number]!
      let slot = (hash ^ (hash >>> 15)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number + 1
    }
    this.hashes = hashes
    this.slots = slots
  }
}

/** Whether a term is what stands in a text. */
function isSame(term: string, text: string, from: number, to: number): boolean {
  if (term.length !== to - from) return false
  for (let at = 0; at < term.length; at++) if (term.charCodeAt(at) !== text.charCodeAt(from + at)) return false
  return true
}
