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
  const asked = groups.map(({ all, none }) => ({
    lists: all.map((term) => postingsOf(index, term)),
    excluded: excludedBy(index, none, inTitle ? SCOPES.title : SCOPES.own),
  }))
  const within = (scope: Scope): Scored =>
    either(
      index,
      asked.map(({ lists, excluded }) => intersect(index, lists, scope, excluded)),
    )
  if (inTitle) return within(SCOPES.title)
  const own = within(SCOPES.own)
  return own.docs.length < ENOUGH && asked.some(({ lists }) => lists.length > 1) ? within(SCOPES.anywhere) : own
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
    const { docs, counts } = postingsOf(index, term)
    for (let i = 0; i < docs.length; i++) if (scope[counts[i]!]! > 0) flags[docs[i]!] = 1
  }
  return flags
}

/** What a document's length takes off (first) and what a word that so many documents have is worth (second). */
const lengthNorm = (index: TextIndex, mean: number, doc: number): number =>
  K1 * (1 - B + (B * index.lengthOf(doc)) / mean)

function rarity(index: TextIndex, { counts }: Postings, scope: Scope): number {
  let docs = 0
  for (let i = 0; i < counts.length; i++) if (scope[counts[i]!]! > 0) docs++
  // Documents that are gone may still be among those counted.
  return Math.max(1e-6, Math.log((Math.max(0, index.count - docs) + 0.5) / (docs + 0.5)))
}

/** Documents that all lists have in a scope; one of the words must stand in the document itself. */
function intersect(
  index: TextIndex,
  lists: readonly Postings[],
  scope: Scope,
  excluded: Uint8Array | undefined,
): Scored {
  const [rarest, ...others] = [...lists].sort((a, b) => a.docs.length - b.docs.length)
  if (!rarest) return { docs: new Int32Array(), scores: new Float32Array() }
  const mean = index.meanLength
  const docs = rarest.docs.filter((doc, i) => scope[rarest.counts[i]!]! > 0 && !excluded?.[doc] && !index.isGone(doc))
  const many = docs.length
  const norms = new Float32Array(many)
  const scores = new Float32Array(many)
  const found = new Uint16Array(many)
  const isItself = new Uint8Array(many)
  // Where a document stands among the candidates, from 1; 0: it is none.
  const slots = new Int32Array(index.size)
  for (let at = 0; at < many; at++) {
    slots[docs[at]!] = at + 1
    norms[at] = lengthNorm(index, mean, docs[at]!)
  }
  for (const [n, list] of [rarest, ...others].entries()) {
    const idf = rarity(index, list, scope)
    for (let i = 0; i < list.docs.length; i++) {
      const at = slots[list.docs[i]!]! - 1
      if (at < 0 || found[at] !== n) continue
      const counts = list.counts[i]!
      const weight = scope[counts]!
      if (weight === 0) continue
      found[at] = n + 1
      if (SCOPES.own[counts]! > 0) isItself[at] = 1
      scores[at]! += (idf * weight * (K1 + 1)) / (weight + norms[at]!)
    }
  }
  let matches = 0
  for (let at = 0; at < many; at++) {
    if (found[at] !== lists.length || isItself[at] === 0) continue
    docs[matches] = docs[at]!
    scores[matches++] = scores[at]!
  }
  return { docs: docs.subarray(0, matches), scores: scores.subarray(0, matches) }
}

/** Documents that any list has in a scope. */
function union(index: TextIndex, lists: readonly Postings[], scope: Scope, excluded: Uint8Array | undefined): Scored {
  const mean = index.meanLength
  const sums = new Float32Array(index.size)
  const docs: number[] = []
  for (const list of lists) {
    const idf = rarity(index, list, scope)
    for (let i = 0; i < list.docs.length; i++) {
      const doc = list.docs[i]!
      const weight = scope[list.counts[i]!]!
      if (weight === 0 || excluded?.[doc] || index.isGone(doc)) continue
      if (sums[doc] === 0) docs.push(doc)
      sums[doc]! += (idf * weight * (K1 + 1)) / (weight + lengthNorm(index, mean, doc))
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
