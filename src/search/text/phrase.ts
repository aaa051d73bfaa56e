import { FIELDS, isOwn, oneMore, postings, TITLE_PLACE, type Postings } from './postings.ts'
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
  const docs = Int32Array.from(sums.keys())
  return postings({ docs, counts: Uint8Array.from(sums.values()) }, index.size)
}

/** The documents that all lists have, with counts that will do, and 1 for each of them. */
function inAll(
  size: number,
  lists: readonly Postings[],
  willDo: (counts: number) => boolean,
): { docs: Int32Array; flags: Uint8Array } {
  const [rarest, ...others] = [...lists].sort((a, b) => a.length - b.length)
  const { docs, counts } = rarest!.list()
  let left = 0
  const found = docs.slice()
  for (let i = 0; i < docs.length; i++) if (willDo(counts[i]!)) found[left++] = docs[i]!
  for (const other of others) {
    const dense = other.dense ?? spread(other, size)
    let kept = 0
    for (let i = 0; i < left; i++) if (willDo(dense[found[i]!]!)) found[kept++] = found[i]!
    left = kept
  }
  const flags = new Uint8Array(size)
  for (let i = 0; i < left; i++) flags[found[i]!] = 1
  return { docs: found.subarray(0, left), flags }
}

function spread({ list }: Postings, size: number): Uint8Array {
  const { docs, counts } = list()
  const dense = new Uint8Array(size)
  for (let i = 0; i < docs.length; i++) dense[docs[i]!] = counts[i]!
  return dense
}

/** The keys after which, so many places on, there is one of `next`; both rise. */
function followed(keys: Float64Array, next: Float64Array, distance: number): Float64Array {
  let n = 0
  return keys.filter((key) => {
    while (n < next.length && next[n]! < key + distance) n++
    return next[n] === key + distance
  })
}
