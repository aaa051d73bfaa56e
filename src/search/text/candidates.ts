import type { Postings } from './postings.ts'
import { lengthNorm, type Scope, type Scored } from './scoring.ts'
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
  /** Of each candidate: how many lists had it until now, and its score, in each scope. */
  private ownLists = new Uint16Array()
  private widerLists = new Uint16Array()
  private ownScores = new Float32Array()
  private widerScores = new Float32Array()
  /** Where a document stands among the candidates, from 1; 0: it is none. */
  private slots = new Int32Array()

  /** Begins with the documents of a word. */
  begin(index: TextIndex, rarest: Postings, wider: Scope, excluded: Uint8Array | undefined): void {
    const { lengths, gone, meanLength } = index
    const { dense, length } = rarest
    const its = dense ? undefined : rarest.list().docs
    const counts = dense ?? rarest.list().counts
    for (let at = 0; at < this.many; at++) this.slots[this.docs[at]!] = 0
    this.makeRoom(length, index.size)
    const { docs, norms, slots } = this
    let many = 0
    for (let i = 0; i < counts.length; i++) {
      const doc = its ? its[i]! : i
      if (wider[counts[i]!] === 0 || gone[doc] === 1 || excluded?.[doc] === 1) continue
      norms[many] = lengthNorm(lengths[doc]!, meanLength)
      docs[many++] = doc
      slots[doc] = many
    }
    this.many = many
    this.taken = 0
    for (const list of [this.ownLists, this.widerLists, this.ownScores, this.widerScores]) list.fill(0, 0, many)
  }

  private makeRoom(candidates: number, documents: number): void {
    if (this.slots.length < documents) this.slots = new Int32Array(documents * 1.25)
    if (this.docs.length >= candidates) return
    const room = Math.max(1_024, candidates * 1.5)
    this.docs = new Int32Array(room)
    this.norms = new Float32Array(room)
    this.ownLists = new Uint16Array(room)
    this.widerLists = new Uint16Array(room)
    this.ownScores = new Float32Array(room)
    this.widerScores = new Float32Array(room)
  }

  /** Looks for the next word; what it is worth is the part of its score that is the same for all documents. */
  take(list: Postings, itself: Scope, ownWorth: number, wider: Scope, widerWorth: number): void {
    const { docs, norms, many, slots, ownLists, widerLists, ownScores, widerScores } = this
    const n = this.taken++
    const { dense } = list
    const its = dense ? docs : list.list().docs
    const counts = dense ?? list.list().counts
    const length = dense ? many : its.length
    for (let i = 0; i < length; i++) {
      const at = dense ? i : slots[its[i]!]! - 1
      if (at < 0 || widerLists[at] !== n) continue
      const count = counts[dense ? docs[i]! : i]!
      const weight = wider[count]!
      if (weight === 0) continue
      widerLists[at] = n + 1
      const norm = norms[at]!
      widerScores[at]! += (widerWorth * weight) / (weight + norm)
      const own = itself[count]!
      if (own === 0) continue
      ownLists[at]!++
      ownScores[at]! += (ownWorth * own) / (own + norm)
    }
  }

  /** Those that all lists have themselves. */
  inItself(lists: number): Scored {
    return this.chosen(this.ownScores, this.ownLists, lists)
  }

  /** Those that all lists have in the wider scope, one of them itself. */
  inWider(lists: number): Scored {
    return this.chosen(this.widerScores, this.widerLists, lists)
  }

  private chosen(scores: Float32Array, lists: Uint16Array, all: number): Scored {
    const { docs, many, ownLists } = this
    let kept = 0
    for (let at = 0; at < many; at++) if (lists[at] === all && ownLists[at]! > 0) kept++
    const found = { docs: new Int32Array(kept), scores: new Float32Array(kept) }
    for (let at = 0, to = 0; to < kept; at++) {
      if (lists[at] !== all || ownLists[at] === 0) continue
      found.docs[to] = docs[at]!
      found.scores[to++] = scores[at]!
    }
    return found
  }
}
