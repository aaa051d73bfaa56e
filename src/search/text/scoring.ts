import { WEIGHTS } from '../schema.ts'
import { FIELDS, type Postings } from './postings.ts'
import type { TextIndex } from './text-index.ts'

/** The usual parameters of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009). */
const K1 = 1.2
const B = 0.75

/** Documents found, in no order, each with its score: BM25, higher is better. */
export interface Scored {
  readonly docs: Int32Array
  readonly scores: Float32Array
}

/** Where words are looked for: what their {@link Counts} are worth there. */
export type Scope = Float32Array

const scopeOf = (weights: Readonly<Record<keyof typeof FIELDS, number>>): Scope =>
  Float32Array.from({ length: 256 }, (_, counts) =>
    (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).reduce(
      (sum, field) => sum + ((counts & FIELDS[field].most) / FIELDS[field].one) * weights[field],
      0,
    ),
  )

export const SCOPES = {
  own: scopeOf({ ...WEIGHTS, prev: 0 }),
  anywhere: scopeOf(WEIGHTS),
  title: scopeOf({ body: 0, prev: 0, title: WEIGHTS.title }),
} as const

/** The part of BM25 that is the same for all documents of a word is multiplied by this. */
export const SATURATION = K1 + 1

/** The part of BM25 that says how much a long document's words count less, for one document. */
export const lengthNorm = (length: number, mean: number): number => K1 * (1 - B + (B * length) / mean)

/** What a word is worth in a scope; all lists in which it may stand there are given. */
export function rarity(index: TextIndex, parts: readonly Postings[], scope: Scope): number {
  const docs = parts.reduce((sum, part) => sum + (scope === SCOPES.title ? inTitle(part) : part.length), 0)
  // Documents that are gone may still be among those counted.
  return Math.max(1e-6, Math.log((Math.max(0, index.count - docs) + 0.5) / (docs + 0.5)))
}

const inTitle = ({ list }: Postings): number =>
  list().counts.reduce((sum, one) => sum + (SCOPES.title[one]! > 0 ? 1 : 0), 0)

export const NOTHING: Scored = { docs: new Int32Array(), scores: new Float32Array() }

/** The documents of one list in a scope. */
export function scored(index: TextIndex, list: Postings, scope: Scope, excluded: Uint8Array | undefined): Scored {
  const { lengths, gone, meanLength: mean } = index
  const worth = rarity(index, [list], scope) * SATURATION
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

/** Documents that any word has in a scope; of each word all lists in which it may stand there are given. */
export function union(
  index: TextIndex,
  words: readonly (readonly Postings[])[],
  scope: Scope,
  excluded: Uint8Array | undefined,
): Scored {
  const mean = index.meanLength
  const sums = new Float32Array(index.size)
  const docs: number[] = []
  for (const parts of words) {
    const worth = rarity(index, parts, scope) * SATURATION
    for (const { list } of parts) {
      const { docs: its, counts } = list()
      for (let i = 0; i < its.length; i++) {
        const doc = its[i]!
        const weight = scope[counts[i]!]!
        if (weight === 0 || excluded?.[doc] || index.isGone(doc)) continue
        if (sums[doc] === 0) docs.push(doc)
        sums[doc]! += (worth * weight) / (weight + lengthNorm(index.lengths[doc]!, mean))
      }
    }
  }
  return scoredBy(docs, sums)
}

/** Documents that any of the groups found, their scores added up. */
export function either(index: TextIndex, found: readonly Scored[]): Scored {
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
