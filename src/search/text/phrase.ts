import {
  FIELDS,
  oneMore,
  postings,
  TITLE_PLACE,
  type Counts,
  type Part,
  type PostingList,
  type Postings,
} from './postings.ts'
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
export function findPhrase(index: TextIndex, terms: readonly string[], isBegun: boolean, part: Part): Postings {
  const isLast = (at: number): boolean => at === terms.length - 1
  const listsOf = (of: Part): Postings[] =>
    terms.map((term, at) => (isBegun && isLast(at) ? index.findBegun(term, of) : index.find(term, of)))
  if (flags.length < index.size) {
    flags = new Uint8Array(2 * index.size)
    looked = new Uint8Array(2 * index.size)
  }
  const own = listsOf('own').map((list) => [list])
  if (part === 'before') {
    const before = listsOf('before')
    const docs = inAll(
      own.map((lists, at) => [...lists, before[at]!]),
      (counts) => (counts & FIELDS.prev.most) !== 0,
    )
    return postings({ docs, counts: new Uint8Array(docs.length).fill(FIELDS.prev.one) }, index.size)
  }
  const wanted = inAll(own, () => true)
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
  return postings(counted(), index.size)
}

/** The documents of the keys, which rise, each with how often it is there. */
function counted(): PostingList {
  const docs = new Int32Array(keys.length)
  const counts = new Uint8Array(keys.length)
  let many = 0
  for (let i = 0; i < keys.length; i++) {
    const { doc, place } = placeOfKey(keys.all[i]!)
    if (many === 0 || docs[many - 1] !== doc) docs[many++] = doc
    counts[many - 1] = oneMore(counts[many - 1]!, place < TITLE_PLACE ? FIELDS.body : FIELDS.title)
  }
  return { docs: docs.slice(0, many), counts: counts.slice(0, many) }
}

/** The documents that all terms have with counts that will do, rising; of each term, all lists are given. */
function inAll(terms: readonly (readonly Postings[])[], willDo: (counts: Counts) => boolean): Int32Array {
  const lengthOf = (lists: readonly Postings[]): number => lists.reduce((sum, { length }) => sum + length, 0)
  const [rarest, ...others] = [...terms].sort((a, b) => lengthOf(a) - lengthOf(b))
  const found = new Int32Array(lengthOf(rarest!))
  let left = 0
  for (const { list } of rarest!) {
    const { docs, counts } = list()
    for (let i = 0; i < docs.length; i++) if (willDo(counts[i]!)) found[left++] = docs[i]!
  }
  for (const lists of others) {
    const [only] = lists
    const dense = lists.length === 1 ? only!.dense : undefined
    if (!dense) for (const { list } of lists) mark(list(), (counts) => counts)
    const by = dense ?? looked
    let kept = 0
    for (let i = 0; i < left; i++) {
      const counts = by[found[i]!]!
      if (counts !== 0 && willDo(counts)) found[kept++] = found[i]!
    }
    left = kept
    if (!dense) for (const { list } of lists) mark(list(), () => 0)
  }
  // A word that is only begun may stand in both lists of a document.
  const rising = found.subarray(0, left).sort()
  return rising.filter((doc, i) => i === 0 || doc !== rising[i - 1])
}

function mark({ docs, counts }: PostingList, as: (counts: Counts) => Counts): void {
  for (let i = 0; i < docs.length; i++) looked[docs[i]!] = as(counts[i]!)
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
