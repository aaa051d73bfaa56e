import type { Sql } from '../sqlite.ts'
import { MemorySegment, type DocumentTerms } from './memory-segment.ts'
import { merge } from './merge.ts'
import {
  bytesOf,
  decode,
  decoded,
  decodePlaces,
  isOwn,
  listed,
  postings,
  type Counts,
  type EncodedPostings,
  type Part,
  type Postings,
} from './postings.ts'
import { PLACES, type PlaceKeys } from './place-keys.ts'
import { Recent } from './recent.ts'
import { SegmentStore, sortTerms, type Segment } from './segment-store.ts'
import { Union } from './union.ts'

/**
 * Documents kept in memory before they are written, or occurrences of terms, which take 16 bytes each, and 8 more while
 * they are written: every writing makes a segment, many segments slow queries, and merging them takes as long as writing
 * did.
 */
const IN_MEMORY = { documents: 16_000, occurrences: 1_000_000 } as const
/** Terms of one document beyond which its length counts no more. */
const LONGEST = 65_535
/** While documents come in, so many segments are left apart; then so many of them become one. */
const APART = { most: 12, merged: 8 } as const
/** Bytes of lists kept as they were read last: while one types, the words before are asked again at each key. */
const KEPT = { each: 30, least: 1e6, most: 12e6 } as const

const union = new Union()

/**
 * An inverted index: which documents have a term, how often, and where in them. Documents are numbered from 0 in the
 * order they come; a number is never given twice. New ones are in memory until {@link write}; what is written lies in
 * segments, each with its terms in order (the way of log-structured merge trees and of Lucene).
 */
export class TextIndex {
  private readonly store: SegmentStore
  private memory = new MemorySegment()
  private readonly recent = new Recent<string, Postings>(KEPT, () => this.size, bytesOf)
  private segments: Segment[]
  /** Number of terms of each document, up to 65,535. */
  lengths: Uint16Array
  private times: Uint32Array
  /** 1 for each document that is no more. */
  gone: Uint8Array
  private goneDocs = 0
  private written: number
  /** The number the next document gets: one above the highest there is. */
  size: number
  /** Documents with any term, and all of their terms. */
  private texts = 0
  private terms = 0

  /** Opens what is written. Throws SQLite3Error. */
  constructor(sql: Sql, name: string) {
    this.store = new SegmentStore(sql, name, () => this.size)
    this.segments = this.store.segments()
    const last = this.segments.at(-1)
    this.size = this.written = last ? last.first + last.lengths.length : 0
    this.lengths = new Uint16Array(Math.max(1_024, this.size * 1.25))
    this.times = new Uint32Array(this.lengths.length)
    this.gone = new Uint8Array(this.lengths.length)
    for (const { first, lengths, times, texts, terms } of this.segments) {
      this.lengths.set(lengths, first)
      this.times.set(times, first)
      this.texts += texts
      this.terms += terms
    }
    for (const doc of this.store.gone()) this.forget(doc)
  }

  /** Mean number of terms of a document, at least 1. */
  get meanLength(): number {
    return this.texts === 0 ? 1 : Math.max(1, this.terms / this.texts)
  }

  /** Number of documents that have any term. */
  get count(): number {
    return this.texts
  }

  /** True where so much waits in memory that it should be written. */
  get isFull(): boolean {
    return this.size - this.written >= IN_MEMORY.documents || this.memory.occurrences >= IN_MEMORY.occurrences
  }

  /** Time of a document, in seconds since 1970. */
  readonly timeOf = (doc: number): number => this.times[doc] ?? 0

  /** Adds a document of a time (ms since 1970) and gives its number. One without terms has a number all the same. */
  add(document: DocumentTerms, at: number): number {
    const doc = this.size++
    this.recent.clear()
    if (doc >= this.lengths.length) this.grow()
    this.times[doc] = Math.max(0, Math.floor(at / 1000))
    const length = Math.min(LONGEST, this.memory.add(doc, document))
    this.lengths[doc] = length
    this.countLength(length, 1)
    return doc
  }

  /** A document is no more. Throws SQLite3Error. */
  remove(doc: number): void {
    if (doc >= this.size || this.isGone(doc)) return
    this.store.addGone(doc)
    this.forget(doc)
  }

  readonly isGone = (doc: number): boolean => this.gone[doc] === 1

  /** The documents that have a term, in one part. Throws SQLite3Error. */
  find(term: string, part: Part): Postings {
    return this.recent.get(`${part} ${term}`, () => this.read(term, part))
  }

  private read(term: string, part: Part): Postings {
    const lists = this.stored(term, part)
    const recent = this.inMemory(term, part)
    const length = lists.reduce((sum, list) => sum + list.length, recent.docs.length)
    const docs = new Int32Array(length)
    const counts = new Uint8Array(length)
    let at = 0
    for (const list of lists) {
      decode(list, docs, counts, at)
      at += list.length
    }
    docs.set(recent.docs, at)
    counts.set(recent.counts, at)
    return postings({ docs, counts }, this.size)
  }

  /** The documents that have any term that begins so, as if it were one term, in one part. Throws SQLite3Error. */
  findBegun(start: string, part: Part): Postings {
    union.begin(this.size)
    for (const segment of this.segments) {
      for (const found of this.store.begunWith(segment, start))
        union.addEncoded(this.store.postings(segment, found, part))
    }
    for (const term of this.memoryBegunWith(start)) {
      const { docs, counts } = this.inMemory(term, part)
      union.add(docs, counts, docs.length)
    }
    return union.end(this.size)
  }

  /** The documents of several lists, as if of one term. */
  findAny(lists: readonly Postings[]): Postings {
    union.begin(this.size)
    for (const list of lists) union.addAll(list)
    return union.end(this.size)
  }

  /**
   * Finds where a term, or any that begins so, stands in the documents marked in `wanted`, rising. Throws SQLite3Error.
   */
  places(term: string, isBegun: boolean, wanted: Uint8Array, into: PlaceKeys): void {
    into.length = 0
    // What is kept of a term with very many documents need not be decoded again.
    const dense = isBegun ? undefined : this.find(term, 'own').dense
    for (const segment of this.segments) {
      const one = isBegun ? undefined : this.store.find(segment, term)
      for (const found of isBegun ? this.store.begunWith(segment, term) : one ? [one] : []) {
        const places = this.store.places(found)
        into.makeRoom(places.length)
        const { first, lengths } = segment
        const docs = dense
          ? listed(dense, first, first + lengths.length)
          : decoded(this.store.postings(segment, found, 'own'))
        into.length = decodePlaces(docs, places, wanted, PLACES, into.all, into.length)
      }
    }
    for (const word of isBegun ? this.memoryBegunWith(term) : [term]) {
      this.memory.eachDocument(word, (doc, _, places) => {
        if (wanted[doc] !== 1) return
        into.makeRoom(places.length)
        for (const place of places) into.all[into.length++] = doc * PLACES + place
      })
    }
    if (isBegun) into.all.subarray(0, into.length).sort()
  }

  /** How many documents have a term; those that are gone may be counted. Throws SQLite3Error. */
  docs(term: string): number {
    const stored = this.segments.reduce((sum, segment) => sum + this.store.count(segment, term), 0)
    return stored + this.memory.count(term)
  }

  /** True where some document has a term, or one that begins so. Throws SQLite3Error. */
  has(term: string, isBegun: boolean): boolean {
    if (!isBegun) return this.docs(term) > 0
    if (this.segments.some((segment) => this.store.begunWith(segment, term).next().value !== undefined)) return true
    return this.memory.terms.some((one) => one.startsWith(term))
  }

  /** All terms with the number of documents each has, some at a time; a term may come once a segment. */
  *words(): Generator<readonly (readonly [term: string, docs: number])[]> {
    yield this.memory.terms.map((term) => [term, this.memory.count(term)] as const)
    for (const segment of this.segments) yield* this.store.words(segment)
  }

  /**
   * Reads ahead of queries what they will need, as far as it can be kept. Pauses now and then. Throws SQLite3Error.
   */
  *readAhead(): Generator<void> {
    for (const segment of this.segments) yield* this.store.readAhead(segment)
  }

  /** Writes what is in memory, as a segment. Pauses now and then. Throws SQLite3Error. */
  *write(): Generator<void> {
    if (this.size === this.written) return
    const first = this.written
    const lengths = this.lengths.slice(first, this.size)
    const writer = this.store.write({ first, lengths, times: this.times.slice(first, this.size) })
    let n = 0
    const eachDocument = this.memory.byTerm()
    for (const term of sortTerms([...this.memory.terms])) {
      writer.add(term, (out) => eachDocument(term, (doc, counts, places) => out.add(doc, counts, places)))
      if (++n % 2_000 === 0) yield
    }
    this.segments.push(writer.end())
    this.written = this.size
    this.memory = new MemorySegment()
  }

  /**
   * Keeps the number of segments bounded while many documents come in; what is gone stays in them until {@link mergeAll}.
   * Pauses now and then. Throws SQLite3Error.
   */
  *mergeSome(): Generator<void> {
    if (this.segments.length < APART.most) return
    let from = 0
    const size = (at: number): number =>
      this.segments.slice(at, at + APART.merged).reduce((sum, { lengths }) => sum + lengths.length, 0)
    for (let at = 1; at + APART.merged <= this.segments.length; at++) if (size(at) < size(from)) from = at
    yield* this.merge(from, APART.merged, undefined)
  }

  /**
   * Merges the newest segments until each is at least twice as large as all after it together, so that there are few, and
   * every document is written again only as often as the index doubles. Pauses now and then. Throws SQLite3Error.
   */
  *mergeAll(): Generator<void> {
    let after = 0
    let from = this.segments.length
    for (let at = this.segments.length - 1; at >= 0; at--) {
      const { length } = this.segments[at]!.lengths
      if (length < 2 * after) from = at
      after += length
    }
    const many = this.segments.length - from
    if (many > 1) yield* this.merge(from, many, this.goneDocs > 0 ? this.isGone : undefined)
  }

  private *merge(from: number, many: number, isGone: ((doc: number) => boolean) | undefined): Generator<void> {
    const merged = this.segments.slice(from, from + many)
    const segment = yield* merge(this.store, merged, isGone)
    this.segments.splice(from, many, segment)
  }

  private stored(term: string, part: Part): EncodedPostings[] {
    return this.segments.flatMap((segment) => {
      const found = this.store.find(segment, term)
      return found ? this.store.postings(segment, found, part) : []
    })
  }

  private memoryBegunWith(start: string): string[] {
    return this.memory.terms.filter((term) => term.startsWith(start))
  }

  /** The documents in memory that have a term, in one part. */
  private inMemory(term: string, part: Part): { readonly docs: number[]; readonly counts: Counts[] } {
    const [docs, all]: [number[], Counts[]] = [[], []]
    this.memory.eachDocument(term, (doc, counts) => {
      if (isOwn(counts) !== (part === 'own')) return
      docs.push(doc)
      all.push(counts)
    })
    return { docs, counts: all }
  }

  private countLength(length: number, sign: 1 | -1): void {
    if (length === 0) return
    this.texts += sign
    this.terms += sign * length
  }

  private forget(doc: number): void {
    if (doc >= this.size || this.isGone(doc)) return
    this.gone[doc] = 1
    this.goneDocs++
    this.countLength(this.lengths[doc]!, -1)
  }

  private grow(): void {
    const lengths = new Uint16Array(this.lengths.length * 2)
    lengths.set(this.lengths)
    const times = new Uint32Array(lengths.length)
    times.set(this.times)
    const gone = new Uint8Array(lengths.length)
    gone.set(this.gone)
    this.lengths = lengths
    this.times = times
    this.gone = gone
  }
}
