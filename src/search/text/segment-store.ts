import { MissingRow, type Sql } from '../sqlite.ts'
import { ByteReader, ByteWriter } from './bytes.ts'
import { COLUMNS, PostingWriter, type Column, type EncodedPostings, type Part } from './postings.ts'
import { Recent } from './recent.ts'

/** Terms of a block at most, and bytes of postings from which on a block is full. */
const BLOCK = { terms: 256, bytes: 16_384 } as const
/**
 * Terms kept as they were read last, and bytes of documents and places. Each read from the private file system takes
 * 0.1 ms, in private windows twenty times as long, however little it is.
 */
const KEPT = {
  terms: { each: 2, least: 20_000, most: 150_000 },
  own: { each: 90, least: 2e6, most: 24e6 },
  before: { each: 20, least: 1e6, most: 6e6 },
  places: { each: 30, least: 1e6, most: 8e6 },
} as const

/** Blocks whose terms are listed at once. */
const BLOCKS_AT_ONCE = 64

/** A run of documents, from number `first` on, whose terms are written. */
export interface Segment {
  readonly id: number
  readonly first: number
  /** Terms of each document, up to 65,535. */
  readonly lengths: Uint16Array
  /** Time of each document, in seconds since 1970. */
  readonly times: Uint32Array
  /** Documents with any term, and all of their terms. */
  readonly texts: number
  readonly terms: number
  /** The first terms of its blocks, in order, and the blocks' ids. */
  readonly starts: readonly string[]
  readonly blocks: readonly number[]
}

/** A term in one segment, whole. */
export interface StoredTerm extends Readonly<Record<Part, EncodedPostings>> {
  readonly term: string
  readonly places: Uint8Array
}

/** A term in one segment, to be read. */
export interface TermPlace {
  readonly block: Block
  readonly at: number
}

interface Block {
  readonly id: number
  readonly words: readonly string[]
  /** Documents of each term. */
  readonly docs: Readonly<Record<Part, Uint32Array>>
  /** Where its bytes begin; one more than there are terms. */
  readonly starts: Readonly<Record<Column, Uint32Array>>
}

/** SQL that makes the tables of one full text. Columns of blocks have tables of their own: most queries need one only. */
export const segmentTables = (name: string): string => `
CREATE TABLE ${name}_segment(
  id INTEGER PRIMARY KEY, first INTEGER NOT NULL, lengths BLOB NOT NULL, times BLOB NOT NULL, texts INTEGER NOT NULL,
  terms INTEGER NOT NULL, starts TEXT NOT NULL, blocks BLOB NOT NULL
);
CREATE TABLE ${name}_block(id INTEGER PRIMARY KEY, words TEXT NOT NULL, sizes BLOB NOT NULL);
${COLUMNS.map((column) => `CREATE TABLE ${name}_${column}(block INTEGER PRIMARY KEY, bytes BLOB NOT NULL);`).join('\n')}
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
  private readonly blocks: Recent<number, Block>
  private readonly kept: Readonly<Record<Column, Recent<number, Uint8Array>>>

  /** `documents` tells how many there are, by which more or less is kept in memory. */
  constructor(
    private readonly sql: Sql,
    private readonly name: string,
    documents: () => number,
  ) {
    this.blocks = new Recent(KEPT.terms, documents, ({ words }) => words.length)
    const bytes = (column: Column): Recent<number, Uint8Array> =>
      new Recent(KEPT[column], documents, ({ length }) => length)
    this.kept = { own: bytes('own'), before: bytes('before'), places: bytes('places') }
  }

  /** All segments, by their first document. */
  segments(): Segment[] {
    const rows = this.sql.rows(
      `SELECT id, first, lengths, times, texts, terms, starts, blocks FROM ${this.name}_segment ORDER BY first`,
    )
    return rows.map(([id, first, lengths, times, texts, terms, starts, blocks]) => ({
      id: Number(id),
      first: Number(first),
      lengths: new Uint16Array((lengths as Uint8Array).slice().buffer),
      times: new Uint32Array((times as Uint8Array).slice().buffer),
      texts: Number(texts),
      terms: Number(terms),
      starts: starts === '' ? [] : String(starts).split(' '),
      blocks: Array.from(new Uint32Array((blocks as Uint8Array).slice().buffer)),
    }))
  }

  /** Numbers of documents that are no more. */
  gone(): number[] {
    return this.sql.rows(`SELECT doc FROM ${this.name}_gone`).map(([doc]) => Number(doc))
  }

  addGone(doc: number): void {
    this.sql.run(`INSERT OR IGNORE INTO ${this.name}_gone VALUES(?)`, [doc])
  }

  /** Where a term of a segment is. */
  find(segment: Segment, term: string): TermPlace | undefined {
    const block = this.blockWith(segment, term)
    const at = block?.words.indexOf(term) ?? -1
    return block && at >= 0 ? { block, at } : undefined
  }

  /** How many documents of a segment have a term. */
  count(segment: Segment, term: string): number {
    const found = this.find(segment, term)
    return found ? docsOf(found) : 0
  }

  /** The documents of a term, in one part. */
  postings({ first }: Segment, { block, at }: TermPlace, part: Part): EncodedPostings {
    const length = block.docs[part][at]!
    return { part, first, length, bytes: length === 0 ? NONE : this.bytes(block, at, part) }
  }

  /** The places of a term. */
  places({ block, at }: TermPlace): Uint8Array {
    return this.bytes(block, at, 'places')
  }

  /** The terms of a segment that begin so. */
  *begunWith(segment: Segment, start: string): Generator<TermPlace> {
    const { starts, blocks } = segment
    for (let n = Math.max(0, lastNotAfter(starts, start)); n < blocks.length; n++) {
      const block = this.block(blocks[n]!)
      const first = block.words.findIndex((word) => word.startsWith(start))
      if (first < 0) {
        if (byCodePoint(starts[n]!, start) > 0) return
        continue
      }
      for (let at = first; block.words[at]?.startsWith(start); at++) yield { block, at }
    }
  }

  /** Reads a segment ahead of queries, as far as it can be kept. Pauses now and then. */
  *readAhead(segment: Segment): Generator<void> {
    for (const id of segment.blocks) {
      if (!this.blocks.isFull) this.block(id)
      for (const column of COLUMNS) if (!this.kept[column].isFull) this.column(id, column)
      yield
    }
  }

  /** All terms of a segment in order. */
  *all(segment: Segment): Generator<StoredTerm, void> {
    const { first } = segment
    for (const id of segment.blocks) {
      const [row] = this.sql.rows(
        `SELECT b.words, b.sizes, o.bytes, t.bytes, p.bytes FROM ${this.name}_block b
         JOIN ${this.name}_own o ON o.block = b.id JOIN ${this.name}_before t ON t.block = b.id
         JOIN ${this.name}_places p ON p.block = b.id WHERE b.id = ?`,
        [id],
      )
      if (!row) throw new MissingRow(`${this.name}_block ${id}`)
      const { words, docs, starts } = readBlock(row[0], row[1], id)
      const columns = { own: row[2] as Uint8Array, before: row[3] as Uint8Array, places: row[4] as Uint8Array }
      for (const [at, term] of words.entries()) {
        const bytes = (column: Column): Uint8Array =>
          columns[column].subarray(starts[column][at], starts[column][at + 1])
        const list = (part: Part): EncodedPostings => ({ part, first, length: docs[part][at]!, bytes: bytes(part) })
        yield { term, own: list('own'), before: list('before'), places: bytes('places') }
      }
    }
  }

  /** Terms of a segment with the number of documents each has, some hundreds at a time; fewer where it is taken out. */
  *words(segment: Segment): Generator<(readonly [term: string, docs: number])[]> {
    for (let n = 0; n < segment.blocks.length; n += BLOCKS_AT_ONCE) {
      yield segment.blocks.slice(n, n + BLOCKS_AT_ONCE).flatMap((id) => {
        const block = this.readBlock(id)
        return block?.words.map((word, at) => [word, docsOf({ block, at })] as const) ?? []
      })
    }
  }

  /** Writes the terms of a new segment; it is there once {@link SegmentWriter.end} is called. */
  write(documents: Pick<Segment, 'first' | 'lengths' | 'times'>): SegmentWriter {
    const id = Number(this.sql.value(`SELECT coalesce(max(id), 0) + 1 FROM ${this.name}_segment`))
    return new SegmentWriter(this.sql, this.name, id, documents)
  }

  /** Takes a segment out. */
  remove({ id, blocks }: Segment): void {
    this.sql.run(`DELETE FROM ${this.name}_segment WHERE id = ?`, [id])
    this.removeBlocks(blocks)
  }

  /** Takes blocks out that belong to no segment any more, or not yet. */
  removeBlocks(blocks: readonly number[]): void {
    for (const block of blocks) {
      this.sql.run(`DELETE FROM ${this.name}_block WHERE id = ?`, [block])
      for (const column of COLUMNS) this.sql.run(`DELETE FROM ${this.name}_${column} WHERE block = ?`, [block])
    }
    this.blocks.clear()
    for (const column of COLUMNS) this.kept[column].clear()
  }

  private bytes({ id, starts }: Block, at: number, column: Column): Uint8Array {
    return this.column(id, column).subarray(starts[column][at], starts[column][at + 1])
  }

  private column(block: number, column: Column): Uint8Array {
    return this.kept[column].get(block, () => {
      const bytes = this.sql.value(`SELECT bytes FROM ${this.name}_${column} WHERE block = ?`, [block])
      if (!(bytes instanceof Uint8Array)) throw new MissingRow(`${this.name}_${column} ${block}`)
      return bytes
    })
  }

  /** The block that has a term, if its segment does. */
  private blockWith(segment: Segment, term: string): Block | undefined {
    const id = segment.blocks[lastNotAfter(segment.starts, term)]
    return id === undefined ? undefined : this.block(id)
  }

  private block(id: number): Block {
    return this.blocks.get(id, () => {
      const block = this.readBlock(id)
      if (!block) throw new MissingRow(`${this.name}_block ${id}`)
      return block
    })
  }

  private readBlock(id: number): Block | undefined {
    const [row] = this.sql.rows(`SELECT words, sizes FROM ${this.name}_block WHERE id = ?`, [id])
    return row && readBlock(row[0], row[1], id)
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

const NONE = new Uint8Array()

/** Documents of a term, in both parts. */
const docsOf = ({ block: { docs }, at }: TermPlace): number => docs.own[at]! + docs.before[at]!

function readBlock(words: unknown, sizes: unknown, id: number): Block {
  const list = String(words).split(' ')
  const reader = new ByteReader(sizes as Uint8Array)
  const many = list.length
  const docs = { own: new Uint32Array(many), before: new Uint32Array(many) }
  const room = (): Uint32Array => new Uint32Array(many + 1)
  const starts = { own: room(), before: room(), places: room() }
  for (let i = 0; i < many; i++) {
    docs.own[i] = reader.number()
    docs.before[i] = reader.number()
    for (const column of COLUMNS) starts[column][i + 1] = starts[column][i]! + reader.number()
  }
  return { id, words: list, docs, starts }
}

/** Writes a segment term by term, in order. */
export class SegmentWriter {
  private words: string[] = []
  private readonly starts: string[] = []
  /** Ids of the blocks written so far. */
  readonly blocks: number[] = []
  private readonly sizes = new ByteWriter(2_048)
  /** The bytes of the block. */
  private readonly out = new PostingWriter()

  constructor(
    private readonly sql: Sql,
    private readonly name: string,
    private readonly id: number,
    private readonly documents: Pick<Segment, 'first' | 'lengths' | 'times'>,
  ) {}

  /** Adds a term, if `write` gives it any documents. Throws SQLite3Error. */
  add(term: string, write: (out: PostingWriter) => void): void {
    const { out, sizes } = this
    if (this.words.length === BLOCK.terms) this.flush()
    const held = { own: out.own.length, before: out.before.length, places: out.places.length }
    out.begin(this.documents.first)
    write(out)
    const { own, before } = out.lengths
    if (own + before === 0) return
    const more = COLUMNS.map((column) => out[column].length - held[column])
    // What does not fit begins the next block, so that a long list is not read with its neighbours.
    if (out.size > BLOCK.bytes) this.flush(held)
    this.words.push(term)
    sizes.number(own)
    sizes.number(before)
    for (const bytes of more) sizes.number(bytes)
  }

  /** The segment is whole, and given. Throws SQLite3Error. */
  end(): Segment {
    this.flush()
    const { id, starts, blocks } = this
    const { first, lengths, times } = this.documents
    const texts = lengths.reduce((sum, length) => sum + (length > 0 ? 1 : 0), 0)
    const terms = lengths.reduce((sum, length) => sum + length, 0)
    this.sql.run(`INSERT INTO ${this.name}_segment VALUES(?, ?, ?, ?, ?, ?, ?, ?)`, [
      id,
      first,
      new Uint8Array(lengths.slice().buffer),
      new Uint8Array(times.slice().buffer),
      texts,
      terms,
      starts.join(' '),
      new Uint8Array(Uint32Array.from(blocks).buffer),
    ])
    return { id, first, lengths, times, texts, terms, starts, blocks }
  }

  /** Writes the terms so far as a block, or all of the bytes but what is behind `held`. */
  private flush(held?: Readonly<Record<Column, number>>): void {
    const [start] = this.words
    if (start === undefined) return
    this.sql.run(`INSERT INTO ${this.name}_block(words, sizes) VALUES(?, ?)`, [this.words.join(' '), this.sizes.take()])
    const id = this.sql.lastId()
    this.starts.push(start)
    this.blocks.push(id)
    for (const column of COLUMNS)
      this.sql.run(`INSERT INTO ${this.name}_${column} VALUES(?, ?)`, [id, this.out[column].take(held?.[column])])
    this.words = []
  }
}
