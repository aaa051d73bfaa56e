import { FIELDS, isOwn, oneMore, TITLE_PLACE, type Postings } from './postings.ts'
import { placeOfKey, type TextIndex } from './text-index.ts'

/**
 * The documents in which terms stand one after the other, as if they were one term; the last perhaps only begun. In the
 * turn before, whose places nobody keeps, it is enough that all of them are there. Throws SQLite3Error.
 */
export function findPhrase(index: TextIndex, terms: readonly string[], isBegun: boolean): Postings {
  const isLast = (at: number): boolean => at === terms.length - 1
  const lists = terms.map((term, at) => (isBegun && isLast(at) ? index.findBegun(term) : index.find(term)))
  const wanted = inAll(index.size, lists, isOwn)
  let keys: Float64Array = new Float64Array()
  if (wanted.docs.length > 0) {
    keys = index.places(terms[0]!, isBegun && isLast(0), wanted.flags)
    for (let at = 1; at < terms.length && keys.length > 0; at++)
      keys = followed(keys, index.places(terms[at]!, isBegun && isLast(at), wanted.flags), at)
  }
  const sums = new Map<number, number>()
  for (const doc of inAll(index.size, lists, (counts) => (counts & FIELDS.prev.most) !== 0).docs)
    sums.set(doc, FIELDS.prev.one)
  for (const key of keys) {
    const { doc, place } = placeOfKey(key)
    sums.set(doc, oneMore(sums.get(doc) ?? 0, place < TITLE_PLACE ? FIELDS.body : FIELDS.title))
  }
  return { docs: Int32Array.from(sums.keys()), counts: Uint8Array.from(sums.values()) }
}

/** The documents that all lists have, with counts that will do, and 1 for each of them. */
function inAll(
  size: number,
  lists: readonly Postings[],
  willDo: (counts: number) => boolean,
): { docs: number[]; flags: Uint8Array } {
  const seen = new Uint16Array(size)
  const found: number[] = []
  const rising = [...lists].sort((a, b) => a.docs.length - b.docs.length)
  for (const [n, { docs, counts }] of rising.entries()) {
    for (let i = 0; i < docs.length; i++) {
      const doc = docs[i]!
      if (seen[doc] !== n || !willDo(counts[i]!)) continue
      seen[doc] = n + 1
      if (n === lists.length - 1) found.push(doc)
    }
  }
  const flags = new Uint8Array(size)
  for (const doc of found) flags[doc] = 1
  return { docs: found, flags }
}

/** The keys after which, so many places on, there is one of `next`; both rise. */
function followed(keys: Float64Array, next: Float64Array, distance: number): Float64Array {
  let n = 0
  return keys.filter((key) => {
    while (n < next.length && next[n]! < key + distance) n++
    return next[n] === key + distance
  })
}
