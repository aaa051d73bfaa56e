import { FIELDS, isOwn, oneMore, TITLE_PLACE, type Counts } from './postings.ts'

/** What is indexed of a document: the terms of its body, of the turn before it and of its title. */
export interface DocumentTerms {
  readonly body: readonly string[]
  readonly prev: readonly string[]
  readonly title: readonly string[]
}

/** A term's documents, in order: numbers of documents, their counts, and how many of `places` are each one's. */
export interface Entry {
  readonly docs: number[]
  readonly counts: Counts[]
  readonly many: number[]
  readonly places: number[]
}

/** Documents that are not written to the index file yet. */
export class MemorySegment {
  private readonly entries = new Map<string, Entry>()

  /** Adds a document; its number is above all before. */
  add(doc: number, { body, prev, title }: DocumentTerms): void {
    body.forEach((term, at) => this.count(term, doc, FIELDS.body, Math.min(at, TITLE_PLACE - 1)))
    title.forEach((term, at) => this.count(term, doc, FIELDS.title, TITLE_PLACE + at))
    for (const term of prev) this.count(term, doc, FIELDS.prev)
  }

  /** What is known of a term; undefined where nothing is. */
  entry(term: string): Entry | undefined {
    return this.entries.get(term)
  }

  /** All terms that begin so, in no order. */
  begunWith(start: string): string[] {
    const found: string[] = []
    for (const term of this.entries.keys()) if (term.startsWith(start)) found.push(term)
    return found
  }

  private count(term: string, doc: number, field: (typeof FIELDS)[keyof typeof FIELDS], place?: number): void {
    let entry = this.entries.get(term)
    if (!entry) this.entries.set(term, (entry = { docs: [], counts: [], many: [], places: [] }))
    let last = entry.docs.length - 1
    if (entry.docs[last] !== doc) {
      last = entry.docs.push(doc) - 1
      entry.counts.push(0)
      entry.many.push(0)
    }
    entry.counts[last] = oneMore(entry.counts[last]!, field)
    if (place === undefined) return
    entry.many[last]!++
    entry.places.push(place)
  }
}

/** Calls `each` with every document of an entry and its places. */
export function eachOfEntry(
  { docs, counts, many, places }: Entry,
  each: (doc: number, counts: Counts, places: readonly number[]) => void,
): void {
  let at = 0
  docs.forEach((doc, i) => {
    each(doc, counts[i]!, isOwn(counts[i]!) ? places.slice(at, at + many[i]!) : [])
    at += many[i]!
  })
}
