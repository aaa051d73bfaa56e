import { FIELDS, isOwn, oneMore, postings, TITLE_PLACE, type Counts, type Postings } from './postings.ts'
import { PlaceKeys, placeOfKey } from './place-keys.ts'
import type { TextIndex } from './text-index.ts'

/** Used again and again: with fresh ones for each phrase, getting memory takes longer than comparing does. */
const keys = new PlaceKeys()
const next = new PlaceKeys()
let flags = new Uint8Array()
let looked = new Uint8Array()

/**
 * The documents in which terms stand one after the other, as if they were one term; the last perhaps only begun. In the
 * turn before, whose places nobody keeps, it is enough that all of them are there. Throws SQLite3Error.
 */
export function findPhrase(index: TextIndex, terms: readonly string[], isBegun: boolean): Postings {
  const isLast = (at: number): boolean => at === terms.length - 1
  const lists = terms.map((term, at) => (isBegun && isLast(at) ? index.findBegun(term) : index.find(term)))
  if (flags.length < index.size) {
    flags = new Uint8Array(2 * index.size)
    looked = new Uint8Array(2 * index.size)
  }
  const sums = new Map<number, Counts>()
  for (const doc of inAll(lists, (counts) => (counts & FIELDS.prev.most) !== 0)) sums.set(doc, FIELDS.prev.one)
  const wanted = inAll(lists, isOwn)
  for (const doc of wanted) flags[doc] = 1
  keys.length = 0
  try {
    terms.forEach((term, at) => {
      if (wanted.length === 0 || (at > 0 && keys.length === 0)) return
      index.places(term, isBegun && isLast(at), flags, at === 0 ? keys : next)
      if (at > 0) keepFollowed(at)
    })
  } finally {
    for (const doc of wanted) flags[doc] = 0
  }
  for (let i = 0; i < keys.length; i++) {
    const { doc, place } = placeOfKey(keys.all[i]!)
    sums.set(doc, oneMore(sums.get(doc) ?? 0, place < TITLE_PLACE ? FIELDS.body : FIELDS.title))
  }
  const docs = Int32Array.from(sums.keys())
  return postings({ docs, counts: Uint8Array.from(sums.values()) }, index.size)
}

/** The documents that all lists have, with counts that will do. */
function inAll(lists: readonly Postings[], willDo: (counts: Counts) => boolean): Int32Array {
  const [rarest, ...others] = [...lists].sort((a, b) => a.length - b.length)
  const { docs, counts } = rarest!.list()
  const found = new Int32Array(docs.length)
  let left = 0
  for (let i = 0; i < docs.length; i++) if (willDo(counts[i]!)) found[left++] = docs[i]!
  for (const { dense, list } of others) {
    const sparse = dense ? undefined : list()
    if (sparse) sparse.docs.forEach((doc, i) => void (looked[doc] = sparse.counts[i]!))
    const by = dense ?? looked
    let kept = 0
    for (let i = 0; i < left; i++) if (willDo(by[found[i]!]!)) found[kept++] = found[i]!
    left = kept
    if (sparse) for (const doc of sparse.docs) looked[doc] = 0
  }
  return found.subarray(0, left)
}

/** Keeps the keys after which, so many places on, there is one of `next`; both rise. */
function keepFollowed(distance: number): void {
  const { all: keyed, length } = keys
  const { all: after, length: most } = next
  let kept = 0
  for (let i = 0, n = 0; i < length; i++) {
    const wanted = keyed[i]! + distance
    while (n < most && after[n]! < wanted) n++
    if (n < most && after[n] === wanted) keyed[kept++] = keyed[i]!
  }
  keys.length = kept
}
