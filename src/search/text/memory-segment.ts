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
/** Of an occurrence in the log: its term, its document and its place. */
const [TERM, DOC, PLACE] = [0, 1, 2]
const FIELDS_OF_ONE = 3

/** Occurrences by the numbers of their terms, those of one term in the order they came. */
interface ByTerm {
  /** Where those of each term begin; one more than there are terms. */
  readonly starts: Int32Array
  readonly docs: Int32Array
  readonly places: Int32Array
}

/**
 * Documents that are not written to the index file yet. What is noted is occurrences, one after the other as they come:
 * adding is quick. They are put together by their terms when somebody asks.
 */
export class MemorySegment {
  private readonly table = new TermTable()
  private end = 0
  /** {@link FIELDS_OF_ONE} numbers for each occurrence. */
  private log = new Int32Array(FIRST_ROOM * FIELDS_OF_ONE)
  /** What was put together last, until more is noted. */
  private known: ByTerm | undefined
  private readonly places: number[] = []

  /** Adds a document; its number is above all before. Answers with how many terms it has. */
  add(doc: number, { body, prev, title }: DocumentTerms): number {
    this.known = undefined
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

  /**
   * Calls `each` with every document that has a term, rising: how often, and its places in the document itself, rising,
   * which are good until the next call.
   */
  eachDocument(term: string, each: (doc: number, counts: Counts, places: readonly number[]) => void): void {
    const number = this.table.known(term)
    if (number < 0) return
    const { starts, docs, places } = (this.known ??= this.byTerm())
    const own = this.places
    const end = starts[number + 1]!
    for (let at = starts[number]!; at < end;) {
      const doc = docs[at]!
      let counts: Counts = 0
      own.length = 0
      for (; at < end && docs[at] === doc; at++) {
        const place = places[at]!
        if (place === BEFORE) counts = oneMore(counts, FIELDS.prev)
        else {
          counts = oneMore(counts, place < TITLE_PLACE ? FIELDS.body : FIELDS.title)
          own.push(place)
        }
      }
      each(doc, counts, own)
    }
  }

  /** In two passes: how many each term has, then each to its place. */
  private byTerm(): ByTerm {
    const { log, end } = this
    const terms = this.table.terms.length
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
    return { starts, docs, places }
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
    this.log[at + TERM] = term
    this.log[at + DOC] = doc
    this.log[at + PLACE] = place
  }
}

function larger(full: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(full.length * 2)
  grown.set(full)
  return grown
}
