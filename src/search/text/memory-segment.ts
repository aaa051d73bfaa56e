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
/** Of an occurrence: its document, its place, and where that before it of the same term is in the log, plus one. */
const [DOC, PLACE, FORMER] = [0, 1, 2]
const FIELDS_OF_ONE = 3

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

  /** Number of documents that have a term. */
  count(term: string): number {
    const { log } = this
    let count = 0
    let doc = -1
    for (let at = this.lastOf(term); at > 0; at = log[at - 1 + FORMER]!) {
      if (log[at - 1 + DOC] === doc) continue
      doc = log[at - 1 + DOC]!
      count++
    }
    return count
  }

  /**
   * Calls `each` with every document that has a term, rising: how often, and its places in the document itself, rising,
   * which are good until the next call.
   */
  eachDocument(term: string, each: (doc: number, counts: Counts, places: readonly number[]) => void): void {
    const { log } = this
    const occurrences: number[] = []
    for (let at = this.lastOf(term); at > 0; at = log[at - 1 + FORMER]!) occurrences.push(at - 1)
    const places: number[] = []
    for (let i = occurrences.length - 1; i >= 0;) {
      const doc = log[occurrences[i]! + DOC]!
      let counts: Counts = 0
      places.length = 0
      for (; i >= 0 && log[occurrences[i]! + DOC] === doc; i--) {
        const place = log[occurrences[i]! + PLACE]!
        counts = oneMore(counts, place === BEFORE ? FIELDS.prev : place < TITLE_PLACE ? FIELDS.body : FIELDS.title)
        if (place !== BEFORE) places.push(place)
      }
      each(doc, counts, places)
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
    this.log[at + DOC] = doc
    this.log[at + PLACE] = place
    this.log[at + FORMER] = this.last[term]!
    this.last[term] = at + 1
  }

  private lastOf(term: string): number {
    const number = this.table.known(term)
    return number < 0 ? 0 : this.last[number]!
  }
}

function larger(full: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(full.length * 2)
  grown.set(full)
  return grown
}
