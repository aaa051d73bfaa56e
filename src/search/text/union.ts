import {
  decode,
  DENSE_SHARE,
  densePostings,
  postings,
  together,
  type Counts,
  type EncodedPostings,
  type Postings,
} from './postings.ts'

/** {@link together} of any two counts, the first times 256 and the second: looking it up is several times as fast. */
const TOGETHER = Uint8Array.from({ length: 1 << 16 }, (_, pair) => together(pair >> 8, pair & 255))

/**
 * Puts lists of documents together as if they were of one term. Its arrays are used again and again: with fresh ones for
 * each query, getting memory takes longer than searching does.
 */
export class Union {
  private sums = new Uint8Array()
  private found = new Int32Array()
  private many = 0
  private docs = new Int32Array(1_024)
  private counts = new Uint8Array(1_024)

  /** Begins anew, among so many documents. */
  begin(size: number): void {
    // What was not ended, because reading failed.
    for (let i = 0; i < this.many; i++) this.sums[this.found[i]!] = 0
    this.many = 0
    if (this.sums.length < size) {
      this.sums = new Uint8Array(size * 1.25)
      this.found = new Int32Array(size * 1.25)
    }
  }

  addEncoded(list: EncodedPostings): void {
    if (list.part === 'own') return this.addOwn(list)
    if (list.length > this.docs.length) {
      this.docs = new Int32Array(2 * list.length)
      this.counts = new Uint8Array(2 * list.length)
    }
    decode(list, this.docs, this.counts, 0)
    this.add(this.docs, this.counts, list.length)
  }

  /** {@link decode} and {@link add} in one pass: a beginning of two letters has a million documents to go through. */
  private addOwn({ first, length, bytes }: EncodedPostings): void {
    const { sums, found } = this
    let { many } = this
    let at = 0
    let doc = first
    for (let i = 0; i < length; i++) {
      let byte = bytes[at++]!
      let distance = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++]!
        distance |= (byte & 127) << shift
      }
      doc += distance
      const counts = bytes[at++]!
      const before = sums[doc]!
      if (before === 0) {
        found[many++] = doc
        sums[doc] = counts
      } else sums[doc] = TOGETHER[(before << 8) | counts]!
    }
    this.many = many
  }

  add(docs: ArrayLike<number>, counts: ArrayLike<Counts>, length: number): void {
    const { sums, found } = this
    let { many } = this
    for (let i = 0; i < length; i++) {
      const doc = docs[i]!
      const before = sums[doc]!
      if (before === 0) found[many++] = doc
      sums[doc] = TOGETHER[(before << 8) | counts[i]!]!
    }
    this.many = many
  }

  addAll({ dense, list }: Postings): void {
    if (!dense) {
      const { docs, counts } = list()
      return this.add(docs, counts, docs.length)
    }
    const { sums, found } = this
    for (let doc = 0; doc < dense.length; doc++) {
      const counts = dense[doc]!
      if (counts === 0) continue
      const before = sums[doc]!
      if (before === 0) found[this.many++] = doc
      sums[doc] = TOGETHER[(before << 8) | counts]!
    }
  }

  end(size: number): Postings {
    const { sums, many } = this
    this.many = 0
    if (many >= DENSE_SHARE * size) {
      const dense = sums.slice(0, size)
      sums.fill(0, 0, size)
      return densePostings(dense, many)
    }
    const docs = this.found.slice(0, many)
    const counts = new Uint8Array(many)
    for (let i = 0; i < many; i++) {
      counts[i] = sums[docs[i]!]!
      sums[docs[i]!] = 0
    }
    return postings({ docs, counts }, size)
  }
}
