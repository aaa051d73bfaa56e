import { FIELDS, oneMore, TITLE_PLACE, type Counts, type Part } from './postings.ts'

/** What is indexed of a document: the terms of its body, of the turn before it and of its title. */
export interface DocumentTerms {
  readonly body: readonly string[]
  readonly prev: readonly string[]
  readonly title: readonly string[]
}

/** Documents in order, and in the same places their counts. */
export interface MemoryList {
  readonly docs: number[]
  readonly counts: Counts[]
}

/** A term's documents; `many` says how many of `places` are each one's that has it itself. */
export interface Entry extends Readonly<Record<Part, MemoryList>> {
  readonly many: number[]
  readonly places: number[]
}

/** Documents that are not written to the index file yet. */
export class MemorySegment {
  private readonly entries = new Map<string, Entry>()

  /** Adds a document; its number is above all before. */
  add(doc: number, { body, prev, title }: DocumentTerms): void {
    body.forEach((term, at) => this.countPlace(term, doc, FIELDS.body, Math.min(at, TITLE_PLACE - 1)))
    title.forEach((term, at) => this.countPlace(term, doc, FIELDS.title, TITLE_PLACE + at))
    // After the others, so that it is known which terms the document has itself.
    for (const term of prev) {
      const entry = this.entryOf(term)
      const isOwn = entry.own.docs.at(-1) === doc
      count(isOwn ? entry.own : entry.before, doc, FIELDS.prev)
    }
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

  private countPlace(term: string, doc: number, field: Field, place: number): void {
    const { own, many, places } = this.entryOf(term)
    const last = count(own, doc, field)
    many[last] = (many[last] ?? 0) + 1
    places.push(place)
  }

  private entryOf(term: string): Entry {
    let entry = this.entries.get(term)
    if (!entry) {
      entry = { own: { docs: [], counts: [] }, before: { docs: [], counts: [] }, many: [], places: [] }
      this.entries.set(term, entry)
    }
    return entry
  }
}

type Field = (typeof FIELDS)[keyof typeof FIELDS]

/** Counts a term once more in a document, the last of a list or a new one; answers with where it stands there. */
function count({ docs, counts }: MemoryList, doc: number, field: Field): number {
  let last = docs.length - 1
  if (docs[last] !== doc) {
    last = docs.push(doc) - 1
    counts.push(0)
  }
  counts[last] = oneMore(counts[last]!, field)
  return last
}

/** Calls `each` with every document that has the term itself, and its places. */
export function eachOwn(
  { own: { docs, counts }, many, places }: Entry,
  each: (doc: number, counts: Counts, places: readonly number[]) => void,
): void {
  let at = 0
  docs.forEach((doc, i) => {
    each(doc, counts[i]!, places.slice(at, at + many[i]!))
    at += many[i]!
  })
}
