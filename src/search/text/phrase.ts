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
      FIELDS.prev.most,
    )
    return postings({ docs, counts: new Uint8Array(docs.length).fill(FIELDS.prev.one) }, index.size)
  }
  const wanted = inAll(own, 255)
  for (let i = 0; i < wanted.length; i++) flags[wanted[i]!] = 1
  keys.length = 0
  try {
    terms.forEach((term, at) => {
      if (wanted.length === 0 || (at > 0 && keys.length === 0)) return
      index.places(term, isBegun && isLast(at), flags, at === 0 ? keys : next)
      if (at > 0) keepFollowed(at)
    })
  } finally {
    for (let i = 0; i < wanted.length; i++) flags[wanted[i]!] = 0
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

/** The documents in which all terms have any of some counts, rising; of each term, all lists are given. */
function inAll(terms: readonly (readonly Postings[])[], which: Counts): Int32Array {
  const lengthOf = (lists: readonly Postings[]): number => lists.reduce((sum, { length }) => sum + length, 0)
  const [rarest, ...others] = [...terms].sort((a, b) => lengthOf(a) - lengthOf(b))
  const found = new Int32Array(lengthOf(rarest!))
  let left = 0
  let isRising = true
  for (const { list } of rarest!) {
    const { docs, counts } = list()
    for (let i = 0; i < docs.length; i++) {
      if ((counts[i]! & which) === 0) continue
      if (left > 0 && docs[i]! <= found[left - 1]!) isRising = false
      found[left++] = docs[i]!
    }
  }
  for (const lists of others) {
    const dense = lists.length === 1 ? lists[0]!.dense : undefined
    if (!dense) for (const { list } of lists) look(list())
    const by = dense ?? looked
    let kept = 0
    for (let i = 0; i < left; i++) if ((by[found[i]!]! & which) !== 0) found[kept++] = found[i]!
    left = kept
    if (!dense) for (const { list } of lists) forget(list())
  }
  const all = found.subarray(0, left)
  // Lists of words that are only begun do not rise, and of a term in both parts one follows the other.
  return isRising ? all : all.sort().filter((doc, i) => i === 0 || doc !== all[i - 1])
}

function look({ docs, counts }: PostingList): void {
  for (let i = 0; i < docs.length; i++) looked[docs[i]!] = counts[i]!
}

function forget({ docs }: PostingList): void {
  for (let i = 0; i < docs.length; i++) looked[docs[i]!] = 0
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
