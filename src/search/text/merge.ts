import { ByteWriter } from './bytes.ts'
import { eachDoc, placesKept, PostingWriter, type EncodedPostings } from './postings.ts'
import { byCodePoint, type Segment, type SegmentStore, type SegmentWriter } from './segment-store.ts'

type Term = readonly [term: string, postings: EncodedPostings, places: Uint8Array]

/** Terms written before something else may come between. */
const AT_ONCE = 400

/**
 * Writes segments that lie one after the other as one, leaving out documents that are gone (their numbers stay, with no
 * terms), and takes them out. Pauses now and then; where it is ended early, nothing has changed but for terms that
 * belong to no segment ({@link SegmentStore.remove} takes them out). Throws SQLite3Error.
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
  let isWhole = false
  try {
    const sources = segments.map((segment) => store.all(segment))
    const heads: (Term | undefined)[] = sources.map((source) => source.next().value as Term | undefined)
    for (let n = 1; ; n++) {
      const term = least(heads)
      if (term === undefined) break
      const same: Term[] = []
      heads.forEach((head, i) => {
        if (head?.[0] !== term) return
        same.push(head)
        heads[i] = sources[i]!.next().value as Term | undefined
      })
      writeTerm(writer, term, same, isGone)
      if (n % AT_ONCE === 0) yield
    }
    for (const segment of segments) store.remove(segment)
    writer.end()
    isWhole = true
  } finally {
    if (!isWhole) store.remove(writer.segment)
  }
  return writer.segment
}

function least(heads: readonly (Term | undefined)[]): string | undefined {
  let found: string | undefined
  for (const head of heads) if (head && (found === undefined || byCodePoint(head[0], found) < 0)) found = head[0]
  return found
}

const docs = new ByteWriter()
const places = new ByteWriter()

function writeTerm(
  writer: SegmentWriter,
  term: string,
  lists: readonly Term[],
  isGone: ((doc: number) => boolean) | undefined,
): void {
  const out = new PostingWriter(docs, places, writer.segment.first)
  let length = 0
  for (const [, postings, itsPlaces] of lists) {
    eachDoc(postings, (doc, counts) => {
      if (isGone?.(doc)) return
      out.addDoc(doc, counts)
      length++
    })
    places.append(isGone ? placesKept(postings, itsPlaces, (doc) => !isGone(doc)) : itsPlaces)
  }
  const [docBytes, placeBytes] = [docs.take(), places.take()]
  if (length > 0) writer.add(term, length, docBytes, placeBytes)
}
