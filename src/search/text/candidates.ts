import type { PostingList, Postings } from './postings.ts'
import { lengthNorm, SCOPES, type Scope, type Scored } from './scoring.ts'
import type { TextIndex } from './text-index.ts'

/**
 * Documents of the rarest word, while the others are looked for in them. Its arrays are used again and again: with fresh
 * ones for each query, getting memory takes longer than searching does.
 */
export class Candidates {
  private many = 0
  private taken = 0
  private docs = new Int32Array()
  private norms = new Float32Array()
  /** Of each candidate: how many words it had until now, its score, and 1 where it has one of them itself. */
  private words = new Uint16Array()
  private scores = new Float32Array()
  private itself = new Uint8Array()
  /** Where a document stands among the candidates, from 1; 0: it is none. */
  private slots = new Int32Array()

  /** Begins with the documents of a word. */
  begin(index: TextIndex, rarest: readonly Postings[], scope: Scope, excluded: Uint8Array | undefined): void {
    const { lengths, gone, meanLength } = index
    for (let at = 0; at < this.many; at++) this.slots[this.docs[at]!] = 0
    this.makeRoom(
      rarest.reduce((sum, { length }) => sum + length, 0),
      index.size,
    )
    const { docs, norms, slots } = this
    let many = 0
    for (const part of rarest) {
      const { docs: its, counts } = listed(part)
      for (let i = 0; i < counts.length; i++) {
        const doc = its ? its[i]! : i
        if (scope[counts[i]!] === 0 || gone[doc] === 1 || excluded?.[doc] === 1 || slots[doc] !== 0) continue
        norms[many] = lengthNorm(lengths[doc]!, meanLength)
        docs[many++] = doc
        slots[doc] = many
      }
    }
    this.many = many
    this.taken = 0
    for (const list of [this.words, this.scores, this.itself]) list.fill(0, 0, many)
  }

  private makeRoom(candidates: number, documents: number): void {
    if (this.slots.length < documents) this.slots = new Int32Array(documents * 1.25)
    if (this.docs.length >= candidates) return
    const room = Math.max(1_024, candidates * 1.5)
    this.docs = new Int32Array(room)
    this.norms = new Float32Array(room)
    this.words = new Uint16Array(room)
    this.scores = new Float32Array(room)
    this.itself = new Uint8Array(room)
  }

  /** Looks for the next word; what it is `worth` is the part of its score that is the same for all documents. */
  take(parts: readonly Postings[], scope: Scope, worth: number): void {
    for (const part of parts) this.takePart(part, scope, worth)
    this.taken++
  }

  private takePart(part: Postings, scope: Scope, worth: number): void {
    const { docs, norms, many, taken, slots, words, scores, itself } = this
    const { dense } = part
    const { docs: its = docs, counts } = listed(part)
    const length = dense ? many : its.length
    for (let i = 0; i < length; i++) {
      const at = dense ? i : slots[its[i]!]! - 1
      if (at < 0 || words[at] !== taken) continue
      const count = counts[dense ? docs[i]! : i]!
      const weight = scope[count]!
      if (weight === 0) continue
      words[at] = taken + 1
      scores[at]! += (worth * weight) / (weight + norms[at]!)
      if (SCOPES.own[count]! > 0) itself[at] = 1
    }
  }

  /** Those that have all words taken, and one of them themselves. */
  inAll(): Scored {
    const { docs, many, taken, words, scores, itself } = this
    let kept = 0
    for (let at = 0; at < many; at++) if (words[at] === taken && itself[at] === 1) kept++
    const found = { docs: new Int32Array(kept), scores: new Float32Array(kept) }
    for (let at = 0, to = 0; to < kept; at++) {
      if (words[at] !== taken || itself[at] !== 1) continue
      found.docs[to] = docs[at]!
      found.scores[to++] = scores[at]!
    }
    return found
  }
}

/** A list, or counts by document. */
const listed = ({ dense, list }: Postings): { readonly docs?: PostingList['docs']; readonly counts: Uint8Array } =>
  dense ? { counts: dense } : list()
