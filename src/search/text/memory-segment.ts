import type { Terms } from '../tokens.ts'
import { FIELDS, oneMore, TITLE_PLACE, type Counts } from './postings.ts'
import { TermTable } from './term-table.ts'

/** What is indexed of a document: the terms of its body, of the turn before it and of its title. */
export interface DocumentTerms {
  readonly body: Terms
  readonly prev: Terms
  readonly title: Terms
}

/** Occurrences there is room for at first. */
const FIRST_ROOM = 1 << 15
/** Stands for a place in the turn before, which has none. */
const BEFORE = -1
/** Of an occurrence: its term, document and place, and where that before it of the same term is in the log, plus one. */
const [TERM, DOC, PLACE, FORMER] = [0, 1, 2, 3]
const FIELDS_OF_ONE = 4

/** Takes the documents of a term, rising: how often it stands in each, and its places, rising, good until the next call. */
type EachDocument = (doc: number, counts: Counts, places: readonly number[]) => void

/**
 * Documents that are not written to the index file yet. What is noted is occurrences, one after the other as they come,
 * each with where the same term occurred before: adding is quick, and a term's documents are found by going back.
 */
export class MemorySegment {
  private readonly table = new TermTable()
  /** By number of a term, where its last occurrence is in the log, plus one. */
  private last = new Int32Array(FIRST_ROOM)
  private end = 0
  /** {@link FIELDS_OF_ONE} numbers for each occurrence, side by side, since each is read from memory by itself. */
  private log = new Int32Array(FIRST_ROOM * FIELDS_OF_ONE)

  /** Adds a document; its number is above all before. Answers with how many terms it has. */
  add(doc: number, { body, prev, title }: DocumentTerms): number {
    return (
      this.each(body, (term, at) => this.note(term, doc, Math.min(at, TITLE_PLACE - 1))) +
      this.each(title, (term, at) => this.note(term, doc, TITLE_PLACE + at)) +
      this.each(prev, (term) => this.note(term, doc, BEFORE))
    )
  }

  /** All terms, in no order. */
  get terms(): readonly string[] {
    return this.table.terms
  }

  /** How many occurrences are noted, of all terms. */
  get occurrences(): number {
    return this.end / FIELDS_OF_ONE
  }

  /** Number of documents that have a term. */
  count(term: string): number {
    let count = 0
    this.eachDocument(term, () => count++)
    return count
  }

  /** Calls `each` with every document that has a term. */
  eachDocument(term: string, each: EachDocument): void {
    const { log } = this
    const back: number[] = []
    const number = this.table.known(term)
    if (number >= 0) for (let at = this.last[number]!; at > 0; at = log[at - 1 + FORMER]!) back.push(at - 1)
    back.reverse()
    documentsOf(
      back.map((at) => log[at + DOC]!),
      back.map((at) => log[at + PLACE]!),
      0,
      back.length,
      each,
    )
  }

  /**
   * As {@link eachDocument}, for who asks for all terms and adds nothing meanwhile: occurrences are put together by their
   * terms in two passes over the log, which is quicker than going back for each.
   */
  byTerm(): (term: string, each: EachDocument) => void {
    const { log, end } = this
    const terms = this.table.terms.length
    /** Where the occurrences of each term begin; one more than there are terms. */
    const starts = new Int32Array(terms + 1)
    for (let at = 0; at < end; at += FIELDS_OF_ONE) starts[log[at + TERM]! + 1]!++
    for (let term = 0; term < terms; term++) starts[term + 1]! += starts[term]!
    const next = starts.slice(0, terms)
    const docs = new Int32Array(this.occurrences)
    const places = new Int32Array(this.occurrences)
    for (let at = 0; at < end; at += FIELDS_OF_ONE) {
      const to = next[log[at + TERM]!]!++
      docs[to] = log[at + DOC]!
      places[to] = log[at + PLACE]!
    }
    return (term, each) => {
      const number = this.table.known(term)
      if (number >= 0) documentsOf(docs, places, starts[number]!, starts[number + 1]!, each)
    }
  }

  private each(terms: Terms, each: (term: number, at: number) => void): number {
    if (typeof terms === 'string') return this.table.eachIn(terms, each)
    terms.forEach((term, at) => each(this.table.number(term), at))
    return terms.length
  }

  private note(term: number, doc: number, place: number): void {
    const at = this.end
    this.end += FIELDS_OF_ONE
    if (this.end > this.log.length) this.log = larger(this.log)
    if (term >= this.last.length) this.last = larger(this.last)
    this.log[at + TERM] = term
    this.log[at + DOC] = doc
    this.log[at + PLACE] = place
    this.log[at + FORMER] = this.last[term]!
    this.last[term] = at + 1
  }
}

const placesOfOne: number[] = []

/** Calls `each` with every document of the occurrences of one term, which lie from `from` to `to`. */
function documentsOf(
  docs: ArrayLike<number>,
  places: ArrayLike<number>,
  from: number,
  to: number,
  each: EachDocument,
): void {
  for (let at = from; at < to;) {
    const doc = docs[at]!
    let counts: Counts = 0
    placesOfOne.length = 0
    for (; at < to && docs[at] === doc; at++) {
      const place = places[at]!
      if (place === BEFORE) counts = oneMore(counts, FIELDS.prev)
      else {
        counts = oneMore(counts, place < TITLE_PLACE ? FIELDS.body : FIELDS.title)
        placesOfOne.push(place)
      }
    }
    each(doc, counts, placesOfOne)
  }
}

function larger(full: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(full.length * 2)
  grown.set(full)
  return grown
}
