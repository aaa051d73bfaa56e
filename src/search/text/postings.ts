import { ByteReader, ByteWriter } from './bytes.ts'

/**
 * How often a term stands in a document, in one byte: in its body up to 15 times, in the turn before up to 3, in its
 * title up to 3. More often says no more: BM25 levels off.
 */
export type Counts = number

/** What to add to {@link Counts} for one occurrence, and where that ends. */
export const FIELDS = {
  body: { one: 1, most: 15 },
  prev: { one: 16, most: 48 },
  title: { one: 64, most: 192 },
} as const

const OWN = FIELDS.body.most | FIELDS.title.most

/** True where the term stands in the document itself, not only in the turn before. */
export const isOwn = (counts: Counts): boolean => (counts & OWN) !== 0

/** One occurrence more. */
export function oneMore(counts: Counts, { one, most }: { readonly one: number; readonly most: number }): Counts {
  return (counts & most) === most ? counts : counts + one
}

/** The occurrences of two terms that count as one. */
export function together(a: Counts, b: Counts): Counts {
  const body = (a & FIELDS.body.most) + (b & FIELDS.body.most)
  const prev = (a & FIELDS.prev.most) + (b & FIELDS.prev.most)
  const title = (a & FIELDS.title.most) + (b & FIELDS.title.most)
  return Math.min(FIELDS.body.most, body) | Math.min(FIELDS.prev.most, prev) | Math.min(FIELDS.title.most, title)
}

/** Places in a title lie beyond all of a body, so that no phrase runs from one into the other. */
export const TITLE_PLACE = 1 << 20

/**
 * How many places of a document are listed, where the counts say so exactly; undefined where they have levelled off and
 * the number stands before the places. The turn before has none: nobody asks for its exact words.
 */
function placesOf(counts: Counts): number | undefined {
  const body = counts & FIELDS.body.most
  const title = counts & FIELDS.title.most
  if (body === FIELDS.body.most || title === FIELDS.title.most) return undefined
  return body + title / FIELDS.title.one
}

/**
 * The documents of a term as bytes: for each the distance from the one before (the first: from `first`) and its counts.
 * Beside it, in `places`, for each document that has the term itself, the distances between its places.
 */
export class PostingWriter {
  private last: number

  constructor(
    private readonly docs: ByteWriter,
    private readonly places: ByteWriter,
    first: number,
  ) {
    this.last = first
  }

  /** Adds a document that is not before the last one; `places` rise. */
  add(doc: number, counts: Counts, places: readonly number[]): void {
    this.addDoc(doc, counts)
    if (!isOwn(counts)) return
    if (placesOf(counts) === undefined) this.places.number(places.length)
    let last = 0
    for (const place of places) {
      this.places.number(place - last)
      last = place
    }
  }

  /** Adds a document whose places are written already. */
  addDoc(doc: number, counts: Counts): void {
    this.docs.number(doc - this.last)
    this.docs.byte(counts)
    this.last = doc
  }
}

/** The documents that have a term, with their counts. */
export interface Postings {
  readonly docs: Int32Array
  readonly counts: Uint8Array
}

/** The documents of a term in one segment, as they are stored. */
export interface EncodedPostings {
  readonly first: number
  readonly length: number
  readonly docs: Uint8Array
}

/** Calls `each` with every document of a list. */
export function eachDoc(list: EncodedPostings, each: (doc: number, counts: Counts) => void): void {
  const { docs: bytes, length } = list
  let at = 0
  let doc = list.first
  for (let i = 0; i < length; i++) {
    let byte = bytes[at++]!
    let delta = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++]!
      delta |= (byte & 127) << shift
    }
    doc += delta
    each(doc, bytes[at++]!)
  }
}

/** Calls `each` with every place of the documents that `wanted` (by document) marks; both lists are of one segment. */
export function eachPlace(
  list: EncodedPostings,
  places: Uint8Array,
  wanted: Uint8Array,
  each: (doc: number, place: number) => void,
): void {
  const reader = new ByteReader(places)
  eachDoc(list, (doc, counts) => {
    if (!isOwn(counts)) return
    const many = placesOf(counts) ?? reader.number()
    if (wanted[doc] !== 1) return reader.skip(many)
    let place = 0
    for (let i = 0; i < many; i++) {
      place += reader.number()
      each(doc, place)
    }
  })
}

/** The bytes of the places of the documents of a list that `kept` lets through, in order. */
export function placesKept(list: EncodedPostings, places: Uint8Array, kept: (doc: number) => boolean): Uint8Array {
  const out = new ByteWriter(places.length)
  const reader = new ByteReader(places)
  eachDoc(list, (doc, counts) => {
    if (!isOwn(counts)) return
    const from = reader.at
    reader.skip(placesOf(counts) ?? reader.number())
    if (kept(doc)) out.append(places.subarray(from, reader.at))
  })
  return out.take()
}
