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
 * Where a term stands: in the document itself, or in the turn before it alone. Most queries need the first only, and
 * half of all that is indexed is the second; so each is a list of its own.
 */
export type Part = 'own' | 'before'
export const PARTS: readonly Part[] = ['own', 'before']

/** What is stored of a term: its documents in each part, and its places. */
export type Column = Part | 'places'
export const COLUMNS: readonly Column[] = ['own', 'before', 'places']

/**
 * The documents of terms as bytes, term after term, in two lists. `own`: for each document that has it itself the distance
 * from the one before (the first: from `first`) and its counts. `before`: for each that has it in the turn before alone,
 * four times that distance, and the count. Beside them, in `places`, for each of the first, the distances between its
 * places.
 */
export class PostingWriter implements Readonly<Record<Column, ByteWriter>> {
  readonly own = new ByteWriter()
  readonly before = new ByteWriter()
  readonly places = new ByteWriter()
  /** Documents added since {@link begin}. */
  readonly lengths = { own: 0, before: 0 }
  private readonly last = { own: 0, before: 0 }

  /** Begins with a term of a segment whose documents are numbered from `first` on. */
  begin(first: number): void {
    for (const part of PARTS) {
      this.last[part] = first
      this.lengths[part] = 0
    }
  }

  /** Bytes written and not taken. */
  get size(): number {
    return this.own.length + this.before.length + this.places.length
  }

  /** Adds a document that is after the last one; `places` rise. */
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
    const part = isOwn(counts) ? 'own' : 'before'
    const distance = doc - this.last[part]
    this.last[part] = doc
    this.lengths[part]++
    if (part === 'own') {
      this.own.number(distance)
      this.own.byte(counts)
    } else this.before.number(distance * 4 + counts / FIELDS.prev.one)
  }

  /**
   * Adds the documents of a list, all after the last one. But for the first, whose distance is from another document now,
   * they are copied as they stand.
   */
  addList({ part, first, length, bytes }: EncodedPostings): void {
    if (length === 0) return
    const reader = new ByteReader(bytes)
    const isOwnList = part === 'own'
    const begun = reader.number()
    let doc = first + (isOwnList ? begun : begun >>> 2)
    this.addDoc(doc, isOwnList ? reader.byte() : (begun & 3) * FIELDS.prev.one)
    this[part].append(bytes.subarray(reader.at))
    for (let left = length - 1; left > 0; left--) {
      const number = reader.number()
      doc += isOwnList ? number : number >>> 2
      if (isOwnList) reader.byte()
    }
    this.last[part] = doc
    this.lengths[part] += length - 1
  }
}

/** Documents that have a term in one part, with their counts; a list, or of very many of all there are. */
export interface Postings {
  readonly length: number
  /** Document by document. */
  readonly list: () => PostingList
  /** Counts by number of document, where a large share of all documents is among them. */
  readonly dense?: Uint8Array
}

/** Documents, and in the same places their counts. */
export interface PostingList {
  readonly docs: Int32Array
  readonly counts: Uint8Array
}

/** Lists of more than this share of all documents are kept by document: looking one up is then a single step. */
export const DENSE_SHARE = 0.2

/** Makes postings of documents, none twice, among `size` in all. */
export function postings(list: PostingList, size: number): Postings {
  const { docs, counts } = list
  const { length } = docs
  if (length < DENSE_SHARE * size) return { length, list: () => list }
  const dense = new Uint8Array(size)
  for (let i = 0; i < length; i++) dense[docs[i]!] = counts[i]!
  return densePostings(dense, length)
}

/** Postings of counts by document, so many of which are not 0. */
export const densePostings = (dense: Uint8Array, length: number): Postings => ({
  length,
  dense,
  list: () => listOf(dense, length),
})

function listOf(dense: Uint8Array, length: number): PostingList {
  const docs = new Int32Array(length)
  const counts = new Uint8Array(length)
  let at = 0
  for (let doc = 0; doc < dense.length; doc++) {
    if (dense[doc] === 0) continue
    docs[at] = doc
    counts[at++] = dense[doc]!
  }
  return { docs, counts }
}

/** Bytes that postings take in memory. */
export const bytesOf = ({ dense, length }: Postings): number => dense?.length ?? 5 * length + 100

/** The documents of a term in one part of one segment, as they are stored. */
export interface EncodedPostings {
  readonly part: Part
  readonly first: number
  readonly length: number
  readonly bytes: Uint8Array
}

/** Writes the documents of a list and their counts into arrays, from place `from` on. */
export function decode(list: EncodedPostings, docs: Int32Array, counts: Uint8Array, from: number): void {
  const { bytes, length } = list
  const isOwnList = list.part === 'own'
  let at = 0
  let doc = list.first
  for (let to = from; to < from + length; to++) {
    let byte = bytes[at++]!
    let number = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++]!
      number |= (byte & 127) << shift
    }
    if (isOwnList) {
      doc += number
      counts[to] = bytes[at++]!
    } else {
      doc += number >>> 2
      counts[to] = (number & 3) << PREV_BITS
    }
    docs[to] = doc
  }
}

/** By how many bits the count of the turn before stands to the left. */
const PREV_BITS = Math.log2(FIELDS.prev.one)

/** Used again and again: with fresh ones for each list, getting memory takes longer than reading does. */
const scratch = { docs: new Int32Array(), counts: new Uint8Array() }

function makeRoom(length: number): void {
  if (length <= scratch.docs.length) return
  scratch.docs = new Int32Array(2 * length)
  scratch.counts = new Uint8Array(2 * length)
}

/** Documents of one segment, the first `length` of a list that is good until the next such list is asked for. */
export interface SegmentDocs extends PostingList {
  readonly length: number
}

/** The documents of a list and their counts. */
export function decoded(list: EncodedPostings): SegmentDocs {
  makeRoom(list.length)
  decode(list, scratch.docs, scratch.counts, 0)
  return { ...scratch, length: list.length }
}

/** The same of counts by document ({@link Postings.dense}), of the documents from `first` up to `end`: much faster. */
export function listed(dense: Uint8Array, first: number, end: number): SegmentDocs {
  makeRoom(end - first)
  const { docs, counts } = scratch
  let length = 0
  for (let doc = first; doc < end; doc++) {
    const its = dense[doc]!
    docs[length] = doc
    counts[length] = its
    if (its !== 0) length++
  }
  return { ...scratch, length }
}

/** Calls `each` with every document of a list. */
export function eachDoc(list: EncodedPostings, each: (doc: number, counts: Counts) => void): void {
  const { docs, counts, length } = decoded(list)
  for (let i = 0; i < length; i++) each(docs[i]!, counts[i]!)
}

/** What {@link placesOf} gives, by counts; 255 where it gives nothing. */
const MANY = Uint8Array.from({ length: 256 }, (_, counts) => placesOf(counts) ?? 255)

/**
 * Writes the places of the documents that `wanted` (by document) marks to `keys`, from `from` on, as document × `base` +
 * place; both lists are of one segment. Answers with where it ended.
 */
export function decodePlaces(
  { docs, counts, length }: SegmentDocs,
  places: Uint8Array,
  wanted: Uint8Array,
  base: number,
  keys: Float64Array,
  from: number,
): number {
  let at = 0
  let to = from
  let passed = 0
  // Written out, not with a reader: this loop is most of what a phrase of common words costs.
  const number = (): number => {
    let byte = places[at++]!
    let value = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = places[at++]!
      value |= (byte & 127) << shift
    }
    return value
  }
  for (let i = 0; i < length; i++) {
    const many = MANY[counts[i]!]!
    const isWanted = wanted[docs[i]!] === 1
    if (many !== 255 && !isWanted) {
      passed += many
      continue
    }
    while (passed > 0 && at < places.length) if (places[at++]! < 128) passed--
    let left = many === 255 ? number() : many
    if (!isWanted) {
      passed = left
      continue
    }
    const start = docs[i]! * base
    for (let place = 0; left > 0; left--) {
      place += places[at]! < 128 ? places[at++]! : number()
      keys[to++] = start + place
    }
  }
  return to
}

/** The bytes of the places of the documents of a list that `kept` lets through, in order. */
export function placesKept(list: EncodedPostings, places: Uint8Array, kept: (doc: number) => boolean): Uint8Array {
  const out = new ByteWriter(places.length)
  const reader = new ByteReader(places)
  eachDoc(list, (doc, counts) => {
    const from = reader.at
    reader.skip(placesOf(counts) ?? reader.number())
    if (kept(doc)) out.append(places.subarray(from, reader.at))
  })
  return out.take()
}
