import { eachDoc, placesKept, type PostingWriter } from './postings.ts'
import { byCodePoint, type Segment, type SegmentStore, type StoredTerm } from './segment-store.ts'

/** Terms written before something else may come between. */
const AT_ONCE = 400

/**
 * Writes segments that lie one after the other as one, leaving out documents that are gone (their numbers stay, with no
 * terms), and takes them out. Pauses now and then; where it is ended early, nothing has changed but for terms that
 * belonged to no segment, which are taken out. Throws SQLite3Error.
 */
export function* merge(
  store: SegmentStore,
  segments: readonly Segment[],
  isGone: ((doc: number) => boolean) | undefined,
): Generator<void, Segment> {
  const { first } = segments[0]!
  const docs = segments.reduce((sum, { lengths }) => sum + lengths.length, 0)
  const lengths = new Uint16Array(docs)
  const times = new Uint32Array(docs)
  for (const segment of segments) {
    lengths.set(segment.lengths, segment.first - first)
    times.set(segment.times, segment.first - first)
  }
  const writer = store.write({ first, lengths, times })
  let merged: Segment | undefined
  try {
    const sources = segments.map((segment) => store.all(segment))
    const next = (i: number): StoredTerm | undefined => {
      const { done, value } = sources[i]!.next()
      return done ? undefined : value
    }
    const heads = sources.map((_, i) => next(i))
    for (let n = 1; ; n++) {
      const term = least(heads)
      if (term === undefined) break
      const same: StoredTerm[] = []
      heads.forEach((head, i) => {
        if (head?.term !== term) return
        same.push(head)
        heads[i] = next(i)
      })
      writer.add(term, (out) => writeTerm(out, same, isGone))
      if (n % AT_ONCE === 0) yield
    }
    for (const segment of segments) store.remove(segment)
    merged = writer.end()
    return merged
  } finally {
    if (!merged) store.removeBlocks(writer.blocks)
  }
}

function least(heads: readonly (StoredTerm | undefined)[]): string | undefined {
  let found: string | undefined
  for (const head of heads) if (head && (found === undefined || byCodePoint(head.term, found) < 0)) found = head.term
  return found
}

function writeTerm(
  out: PostingWriter,
  lists: readonly StoredTerm[],
  isGone: ((doc: number) => boolean) | undefined,
): void {
  for (const { own, before, places } of lists) {
    for (const list of [own, before]) {
      if (isGone) eachDoc(list, (doc, counts) => isGone(doc) || out.addDoc(doc, counts))
      else out.addList(list)
    }
    out.places.append(isGone ? placesKept(own, places, (doc) => !isGone(doc)) : places)
  }
}
