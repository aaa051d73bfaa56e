import { MissingRow, type Sql } from '../sqlite.ts'
import { ByteReader, ByteWriter } from './bytes.ts'
import type { EncodedPostings } from './postings.ts'
import { Recent } from './recent.ts'

/** Terms of a block at most, and bytes of postings from which on a block is full. */
const BLOCK = { terms: 256, bytes: 16_384 } as const
/**
 * Terms kept as they were read last, and bytes of documents and places. Each read from the private file system takes
 * 0.3 ms, however little it is.
 */
const KEPT = { terms: 250_000, docs: 28_000_000, places: 14_000_000 } as const

/** A run of documents, from number `first` on, whose terms are written. */
export interface Segment {
  readonly id: number
  readonly first: number
  /** Terms of each document, up to 65,535. */
  readonly lengths: Uint16Array
  /** Time of each document, in seconds since 1970. */
  readonly times: Uint32Array
}

/** A term's postings in one segment. */
export interface StoredPostings extends EncodedPostings {
  readonly places: () => Uint8Array
}

interface Block {
  readonly id: number
  readonly words: readonly string[]
  /** Documents of each term, and where its documents and its places begin; one more than there are terms. */
  readonly docs: Uint32Array
  readonly docsAt: Uint32Array
  readonly placesAt: Uint32Array
}

/** The first terms of the blocks of a segment, in order, and the blocks' ids. */
interface Directory {
  readonly starts: readonly string[]
  readonly ids: readonly number[]
}

/** SQL that makes the tables of one full text. */
export const segmentTables = (name: string): string => `
CREATE TABLE ${name}_segment(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, lengths BLOB NOT NULL, times BLOB NOT NULL);
CREATE TABLE ${name}_block(
  id INTEGER PRIMARY KEY, segment INTEGER NOT NULL, start TEXT NOT NULL, words TEXT NOT NULL, sizes BLOB NOT NULL
);
CREATE UNIQUE INDEX ${name}_block_start ON ${name}_block(segment, start);
CREATE TABLE ${name}_docs(block INTEGER PRIMARY KEY, docs BLOB NOT NULL);
CREATE TABLE ${name}_places(block INTEGER PRIMARY KEY, places BLOB NOT NULL);
CREATE TABLE ${name}_gone(doc INTEGER PRIMARY KEY);
`

/**
 * Order of terms: that of SQLite, by code point. JavaScript's own, by UTF-16 code unit, is the same but for characters
 * beyond the first 65,536.
 */
export function sortTerms(terms: string[]): string[] {
  terms.sort()
  return terms.some((term) => /[\ud800-\udfff]/.test(term)) ? terms.sort(byCodePoint) : terms
}

/** Compares two terms by code point. */
export function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    // Surrogates stand for characters above all others.
    const [isHighX, isHighY] = [(x & 0xf800) === 0xd800, (y & 0xf800) === 0xd800]
    return isHighX === isHighY ? x - y : isHighX ? 1 : -1
  }
  return a.length - b.length
}

/** The written segments of one full text, in the index file. All methods throw SQLite3Error. */
export class SegmentStore {
  private readonly directories = new Map<number, Directory>()
  private readonly blocks = new Recent<number, Block>(KEPT.terms, ({ words }) => words.length)
  private readonly docs = new Recent<number, Uint8Array>(KEPT.docs, ({ length }) => length)
  private readonly places = new Recent<number, Uint8Array>(KEPT.places, ({ length }) => length)

  constructor(
    private readonly sql: Sql,
    private readonly name: string,
  ) {}

  /** All segments, by their first document. */
  segments(): Segment[] {
    const rows = this.sql.rows(`SELECT id, first, lengths, times FROM ${this.name}_segment ORDER BY first`)
    return rows.map(([id, first, lengths, times]) => ({
      id: Number(id),
      first: Number(first),
      lengths: new Uint16Array((lengths as Uint8Array).slice().buffer),
      times: new Uint32Array((times as Uint8Array).slice().buffer),
    }))
  }

  /** Numbers of documents that are no more. */
  gone(): number[] {
    return this.sql.rows(`SELECT doc FROM ${this.name}_gone`).map(([doc]) => Number(doc))
  }

  addGone(doc: number): void {
    this.sql.run(`INSERT OR IGNORE INTO ${this.name}_gone VALUES(?)`, [doc])
  }

  /** The postings of a term in a segment. */
  find(segment: Segment, term: string): StoredPostings | undefined {
    const block = this.blockWith(segment, term)
    const at = block?.words.indexOf(term) ?? -1
    return block && at >= 0 ? this.postings(segment, block, at, this.docsOf(block.id)) : undefined
  }

  /** How many documents of a segment have a term. */
  count(segment: Segment, term: string): number {
    const block = this.blockWith(segment, term)
    const at = block?.words.indexOf(term) ?? -1
    return block?.docs[at] ?? 0
  }

  /** The terms of a segment that begin so, with their postings. */
  *begunWith(segment: Segment, start: string): Generator<readonly [term: string, postings: StoredPostings]> {
    const { starts, ids } = this.directory(segment)
    for (let n = Math.max(0, lastNotAfter(starts, start)); n < ids.length; n++) {
      const block = this.block(ids[n]!)
      const first = block.words.findIndex((word) => word.startsWith(start))
      if (first < 0) {
        if (byCodePoint(starts[n]!, start) > 0) return
        continue
      }
      const docs = this.docsOf(block.id)
      for (let at = first; block.words[at]?.startsWith(start); at++)
        yield [block.words[at]!, this.postings(segment, block, at, docs)]
    }
  }

  /** Reads a segment ahead of queries, as far as it can be kept. Pauses now and then. */
  *readAhead(segment: Segment): Generator<void> {
    for (const id of this.directory(segment).ids) {
      if (!this.blocks.isFull) this.block(id)
      if (!this.docs.isFull) this.docsOf(id)
      if (!this.places.isFull) this.placesOf(id)
      yield
    }
  }

  /** All terms of a segment in order, with their postings and places. */
  *all(segment: Segment): Generator<readonly [term: string, postings: EncodedPostings, places: Uint8Array]> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const [row] = this.sql.rows(
        `SELECT b.start, b.words, b.sizes, b.id, d.docs, p.places FROM ${this.name}_block b
         JOIN ${this.name}_docs d ON d.block = b.id JOIN ${this.name}_places p ON p.block = b.id
         WHERE b.segment = ? AND b.start > ? ORDER BY b.start LIMIT 1`,
        [segment.id, after],
      )
      after = row === undefined ? undefined : String(row[0])
      if (!row) return
      const block = readBlock(row[1], row[2], row[3])
      const [docs, places] = [row[4] as Uint8Array, row[5] as Uint8Array]
      for (const [at, word] of block.words.entries()) {
        const { docs: list, first, length } = this.postings(segment, block, at, docs)
        yield [word, { docs: list, first, length }, places.subarray(block.placesAt[at], block.placesAt[at + 1])]
      }
    }
  }

  /** Terms of a segment after one, with the number of documents each has, some hundreds at a time; none: the end. */
  words(segment: Segment, after: string): (readonly [term: string, docs: number])[] {
    const rows = this.sql.rows(
      `SELECT words, sizes, id FROM ${this.name}_block WHERE segment = ? AND start > ? ORDER BY start LIMIT 16`,
      [segment.id, after],
    )
    return rows.flatMap((row) => {
      const { words, docs } = readBlock(row[0], row[1], row[2])
      return words.map((word, at) => [word, docs[at]!] as const)
    })
  }

  /** Writes the terms of a new segment; it is there once {@link SegmentWriter.end} is called. */
  write({ first, lengths, times }: Omit<Segment, 'id'>): SegmentWriter {
    const ids = `SELECT coalesce(max(id), 0) + 1 FROM ${this.name}_segment`
    const busy = `SELECT coalesce(max(segment), 0) + 1 FROM ${this.name}_block`
    const id = Math.max(Number(this.sql.value(ids)), Number(this.sql.value(busy)))
    return new SegmentWriter(this.sql, this.name, { id, first, lengths, times })
  }

  /** Takes a segment and its terms out. */
  remove({ id }: Segment): void {
    const blocks = `SELECT id FROM ${this.name}_block WHERE segment = ?`
    for (const of of ['docs', 'places']) this.sql.run(`DELETE FROM ${this.name}_${of} WHERE block IN (${blocks})`, [id])
    this.sql.run(`DELETE FROM ${this.name}_block WHERE segment = ?`, [id])
    this.sql.run(`DELETE FROM ${this.name}_segment WHERE id = ?`, [id])
    this.directories.delete(id)
    this.blocks.clear()
    this.docs.clear()
    this.places.clear()
  }

  private postings({ first }: Segment, block: Block, at: number, docs: Uint8Array): StoredPostings {
    return {
      first,
      length: block.docs[at]!,
      docs: docs.subarray(block.docsAt[at], block.docsAt[at + 1]),
      places: () => {
        const places = this.placesOf(block.id)
        return places.subarray(block.placesAt[at], block.placesAt[at + 1])
      },
    }
  }

  private docsOf(id: number): Uint8Array {
    return this.docs.get(id, () => this.bytes('docs', id))
  }

  private placesOf(id: number): Uint8Array {
    return this.places.get(id, () => this.bytes('places', id))
  }

  private bytes(of: 'docs' | 'places', block: number): Uint8Array {
    const bytes = this.sql.value(`SELECT ${of} FROM ${this.name}_${of} WHERE block = ?`, [block])
    if (!(bytes instanceof Uint8Array)) throw new MissingRow(`${this.name}_${of} ${block}`)
    return bytes
  }

  /** The block that has a term, if its segment does. */
  private blockWith(segment: Segment, term: string): Block | undefined {
    const { starts, ids } = this.directory(segment)
    const id = ids[lastNotAfter(starts, term)]
    return id === undefined ? undefined : this.block(id)
  }

  private directory({ id }: Segment): Directory {
    const known = this.directories.get(id)
    if (known) return known
    const rows = this.sql.rows(`SELECT start, id FROM ${this.name}_block WHERE segment = ? ORDER BY start`, [id])
    const directory = { starts: rows.map(([start]) => String(start)), ids: rows.map(([, block]) => Number(block)) }
    this.directories.set(id, directory)
    return directory
  }

  private block(id: number): Block {
    return this.blocks.get(id, () => {
      const [row] = this.sql.rows(`SELECT words, sizes FROM ${this.name}_block WHERE id = ?`, [id])
      if (!row) throw new MissingRow(`${this.name}_block ${id}`)
      return readBlock(row[0], row[1], id)
    })
  }
}

/** Place of the last of some terms in order that is not after one; -1 where all are. */
function lastNotAfter(terms: readonly string[], term: string): number {
  let [low, high] = [0, terms.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (byCodePoint(terms[middle]!, term) <= 0) low = middle + 1
    else high = middle
  }
  return low - 1
}

function readBlock(words: unknown, sizes: unknown, id: unknown): Block {
  const list = String(words).split(' ')
  const reader = new ByteReader(sizes as Uint8Array)
  const docs = new Uint32Array(list.length)
  const docsAt = new Uint32Array(list.length + 1)
  const placesAt = new Uint32Array(list.length + 1)
  for (let i = 0; i < list.length; i++) {
    docs[i] = reader.number()
    docsAt[i + 1] = docsAt[i]! + reader.number()
    placesAt[i + 1] = placesAt[i]! + reader.number()
  }
  return { id: Number(id), words: list, docs, docsAt, placesAt }
}

/** Writes a segment term by term, in order. */
export class SegmentWriter {
  private words: string[] = []
  private readonly sizes = new ByteWriter(2_048)
  private readonly docs = new ByteWriter()
  private readonly places = new ByteWriter()

  constructor(
    private readonly sql: Sql,
    private readonly name: string,
    readonly segment: Segment,
  ) {}

  /** Adds a term that is in `length` documents. Throws SQLite3Error. */
  add(term: string, length: number, docs: Uint8Array, places: Uint8Array): void {
    const bytes = this.docs.length + this.places.length
    if (this.words.length === BLOCK.terms || (bytes > 0 && bytes + docs.length + places.length > BLOCK.bytes))
      this.flush()
    this.words.push(term)
    this.sizes.number(length)
    this.sizes.number(docs.length)
    this.sizes.number(places.length)
    this.docs.append(docs)
    this.places.append(places)
  }

  /** The segment is whole. Throws SQLite3Error. */
  end(): void {
    this.flush()
    const { id, first, lengths, times } = this.segment
    this.sql.run(`INSERT INTO ${this.name}_segment VALUES(?, ?, ?, ?)`, [
      id,
      first,
      new Uint8Array(lengths.slice().buffer),
      new Uint8Array(times.slice().buffer),
    ])
  }

  private flush(): void {
    const [start] = this.words
    if (start === undefined) return
    this.sql.run(`INSERT INTO ${this.name}_block(segment, start, words, sizes) VALUES(?, ?, ?, ?)`, [
      this.segment.id,
      start,
      this.words.join(' '),
      this.sizes.take(),
    ])
    const id = this.sql.lastId()
    this.sql.run(`INSERT INTO ${this.name}_docs VALUES(?, ?)`, [id, this.docs.take()])
    this.sql.run(`INSERT INTO ${this.name}_places VALUES(?, ?)`, [id, this.places.take()])
    this.words = []
  }
}
