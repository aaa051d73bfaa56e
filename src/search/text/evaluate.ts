import type { QueryGroup, QueryTerm } from '../query-parser.ts'
import { WEIGHTS } from '../schema.ts'
import { findPhrase } from './phrase.ts'
import { FIELDS, type Postings } from './postings.ts'
import type { TextIndex } from './text-index.ts'

/** With fewer documents than these that have all words themselves, words of the turn before them count too. */
const ENOUGH = 200
/** The usual parameters of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009). */
const K1 = 1.2
const B = 0.75

/** Documents found, in no order, each with its score: BM25, higher is better. */
export interface Scored {
  readonly docs: Int32Array
  readonly scores: Float32Array
}

/** Where words are looked for: what their {@link Counts} are worth there. */
type Scope = Float32Array

const scopeOf = (weights: Readonly<Record<keyof typeof FIELDS, number>>): Scope =>
  Float32Array.from({ length: 256 }, (_, counts) =>
    (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).reduce(
      (sum, field) => sum + ((counts & FIELDS[field].most) / FIELDS[field].one) * weights[field],
      0,
    ),
  )

const SCOPES = {
  own: scopeOf({ ...WEIGHTS, prev: 0 }),
  anywhere: scopeOf(WEIGHTS),
  title: scopeOf({ body: 0, prev: 0, title: WEIGHTS.title }),
} as const

/**
 * Documents that have what some group asks for: all its words, where fewer than {@link ENOUGH} have them themselves also
 * spread over the document and the turn before, and no excluded word. Titles alone with `inTitle`. Throws SQLite3Error.
 */
export function findAll(index: TextIndex, groups: readonly QueryGroup[], inTitle: boolean): Scored {
  const itself = inTitle ? SCOPES.title : SCOPES.own
  const found = groups.map(({ all, none }) => {
    const lists = all.map((term) => postingsOf(index, term))
    const isSpread = !inTitle && lists.length > 1
    return intersect(index, lists, itself, isSpread ? SCOPES.anywhere : itself, excludedBy(index, none, itself))
  })
  const own = either(
    index,
    found.map(({ itself }) => itself),
  )
  return own.docs.length < ENOUGH
    ? either(
        index,
        found.map(({ spread }) => spread),
      )
    : own
}

/** Documents that have any word of a group, and no excluded one. Throws SQLite3Error. */
export function findSome(index: TextIndex, groups: readonly QueryGroup[], inTitle: boolean): Scored {
  const scope = inTitle ? SCOPES.title : SCOPES.anywhere
  return either(
    index,
    groups.map(({ all, none }) => {
      const excluded = excludedBy(index, none, inTitle ? SCOPES.title : SCOPES.own)
      return union(
        index,
        all.map((term) => postingsOf(index, term)),
        scope,
        excluded,
      )
    }),
  )
}

/** Documents that have any of some terms in themselves. Throws SQLite3Error. */
export const findAnyTerm = (index: TextIndex, terms: readonly string[]): Scored =>
  union(
    index,
    terms.map((term) => index.find(term)),
    SCOPES.own,
    undefined,
  )

/** The numbers of all documents that have one of some words themselves. Throws SQLite3Error. */
export function docsWith(index: TextIndex, words: readonly QueryTerm[]): number[] {
  const flags = excludedBy(index, words, SCOPES.own)
  return flags ? Array.from(flags.keys()).filter((doc) => flags[doc] === 1) : []
}

function postingsOf(index: TextIndex, { terms, prefix, forms }: QueryTerm): Postings {
  const [first] = terms
  const typed =
    terms.length > 1
      ? findPhrase(index, terms, prefix)
      : prefix
        ? index.findBegun(first ?? '')
        : index.find(first ?? '')
  return forms && forms.length > 0 ? index.findAny([typed, ...forms.map((form) => index.find(form))]) : typed
}

function excludedBy(index: TextIndex, none: readonly QueryTerm[], scope: Scope): Uint8Array | undefined {
  if (none.length === 0) return undefined
  const flags = new Uint8Array(index.size)
  for (const term of none) {
    const { docs, counts } = postingsOf(index, term).list()
    for (let i = 0; i < docs.length; i++) if (scope[counts[i]!]! > 0) flags[docs[i]!] = 1
  }
  return flags
}

/** The part of BM25 that says how much a long document's words count less, for one document. */
const lengthNorm = (length: number, mean: number): number => K1 * (1 - B + (B * length) / mean)

/** What a word that so many documents have is worth. */
function rarity(index: TextIndex, list: Postings, scope: Scope): number {
  const docs = scope === SCOPES.own ? list.own : scope === SCOPES.anywhere ? list.length : inTitle(list)
  // Documents that are gone may still be among those counted.
  return Math.max(1e-6, Math.log((Math.max(0, index.count - docs) + 0.5) / (docs + 0.5)))
}

const inTitle = ({ list }: Postings): number =>
  list().counts.reduce((sum, one) => sum + (SCOPES.title[one]! > 0 ? 1 : 0), 0)

/**
 * Documents that all lists have: in the document itself, and in a wider scope, where at least one of them stands in the
 * document itself. Both at once, since reading the lists is what takes time.
 */
function intersect(
  index: TextIndex,
  lists: readonly Postings[],
  itself: Scope,
  wider: Scope,
  excluded: Uint8Array | undefined,
): { readonly itself: Scored; readonly spread: Scored } {
  const rising = [...lists].sort((a, b) => a.length - b.length)
  const [rarest] = rising
  if (!rarest) return { itself: NOTHING, spread: NOTHING }
  if (rising.length === 1) {
    const only = scored(index, rarest, itself, excluded)
    return { itself: only, spread: only }
  }
  candidates.begin(index, rarest, wider, excluded)
  for (const list of rising) {
    const worth = (scope: Scope): number => rarity(index, list, scope) * (K1 + 1)
    candidates.take(list, itself, worth(itself), wider, wider === itself ? 0 : worth(wider))
  }
  const own = candidates.inItself(lists.length)
  return { itself: own, spread: wider === itself ? own : candidates.inWider(lists.length) }
}

/**
 * Documents of the rarest word, while the others are looked for in them. Its arrays are used again and again: with fresh
 * ones for each query, getting memory takes longer than searching does.
 */
class Candidates {
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

const candidates = new Candidates()

const NOTHING: Scored = { docs: new Int32Array(), scores: new Float32Array() }

/** The documents of one list in a scope. */
function scored(index: TextIndex, list: Postings, scope: Scope, excluded: Uint8Array | undefined): Scored {
  const { lengths, gone, meanLength: mean } = index
  const worth = rarity(index, list, scope) * (K1 + 1)
  const its = list.dense ? undefined : list.list().docs
  const counts = list.dense ?? list.list().counts
  const docs = new Int32Array(list.length)
  const scores = new Float32Array(list.length)
  let many = 0
  for (let i = 0; i < counts.length; i++) {
    const doc = its ? its[i]! : i
    const weight = scope[counts[i]!]!
    if (weight === 0 || gone[doc] === 1 || excluded?.[doc] === 1) continue
    docs[many] = doc
    scores[many++] = (worth * weight) / (weight + lengthNorm(lengths[doc]!, mean))
  }
  return { docs: docs.subarray(0, many), scores: scores.subarray(0, many) }
}

/** Documents that any list has in a scope. */
function union(index: TextIndex, lists: readonly Postings[], scope: Scope, excluded: Uint8Array | undefined): Scored {
  const mean = index.meanLength
  const sums = new Float32Array(index.size)
  const docs: number[] = []
  for (const list of lists) {
    const idf = rarity(index, list, scope)
    const { docs: its, counts } = list.list()
    for (let i = 0; i < its.length; i++) {
      const doc = its[i]!
      const weight = scope[counts[i]!]!
      if (weight === 0 || excluded?.[doc] || index.isGone(doc)) continue
      if (sums[doc] === 0) docs.push(doc)
      sums[doc]! += (idf * weight * (K1 + 1)) / (weight + lengthNorm(index.lengths[doc]!, mean))
    }
  }
  return scoredBy(docs, sums)
}

/** Documents that any of the groups found, their scores added up. */
function either(index: TextIndex, found: readonly Scored[]): Scored {
  const [only] = found
  if (only && found.length === 1) return only
  const sums = new Float32Array(index.size)
  const docs: number[] = []
  for (const one of found) {
    one.docs.forEach((doc, i) => {
      if (sums[doc] === 0) docs.push(doc)
      sums[doc]! += one.scores[i]!
    })
  }
  return scoredBy(docs, sums)
}

function scoredBy(found: readonly number[], sums: Float32Array): Scored {
  const docs = Int32Array.from(found)
  const scores = new Float32Array(docs.length)
  for (let at = 0; at < docs.length; at++) scores[at] = sums[docs[at]!]!
  return { docs, scores }
}
