import type { Relate } from '../domain/ports/knowledge.ts'
import type {
  CardPage,
  CardQuery,
  CountedOperator,
  IndexSource,
  IndexStatus,
  SearchPort,
  SearchQuery,
  SearchResults,
  ValueCount,
} from '../domain/ports/search.ts'
import type { RelatedCard } from '../domain/related.ts'
import { listCards } from './card-list.ts'
import { IndexReader } from './index-reader.ts'
import { applyChanges, cardsToWake } from './index-writer.ts'
import { relatedCards } from './related-cards.ts'
import { configure, create, fits, getMeta } from './schema.ts'
import { Vocabulary } from './spelling.ts'
import { isCorrupt } from './sqlite.ts'
import type { IndexFile, Sql } from './sqlite.ts'

/** Changes pulled at once: fewer where batches turn out to be long, so that a query never waits long for one. */
const BATCH = { first: 8, least: 8, most: 64, short: 100, long: 400 } as const
/** Words read in one go when the vocabulary is made in the background. */
const WORDS_AT_ONCE = 4_000

/**
 * While the library grows half as fast as the index reads, or faster (an import), the index rests this many times as
 * long as it works: the import needs the processor more.
 */
const REST = 3

/** Segments of full text that queries can look through without being slowed. */
const MANY_SEGMENTS = 6
/** Pages merged before a query may come between. */
const MERGED_AT_ONCE = 200

/** Lets whatever waits (a query) run first. */
const breathe = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The search index: opens what is kept, or makes it anew where it is missing, broken, of another shape or of another
 * library; pulls what changed; answers. Nothing in it is a record: it can be thrown away at any time.
 */
export class IndexEngine implements SearchPort {
  private sql: Sql | undefined
  private reader: IndexReader | undefined
  private words: Vocabulary | undefined
  private state: IndexStatus['state'] = 'opening'
  private reason: string | undefined
  private revision = 0
  private newest = 0
  private readonly opened: Promise<void>
  private pulling: Promise<void> | undefined
  private pullAgain = false
  private rebuilding = false

  /** Starts opening at once. `file` says where the index lives, `relate` compares cards. */
  constructor(
    private readonly file: IndexFile,
    private readonly source: IndexSource,
    private readonly relate: Relate = () => [],
  ) {
    this.opened = this.open().catch((error: unknown) => {
      this.state = 'unavailable'
      this.reason = `The search index could not be opened (${messageOf(error)}). Your library is safe; reload the page to try again.`
    })
    void this.opened.then(() => this.catchUp())
  }

  /** See {@link IndexReader.search}. Answers from what is indexed so far, also while more is being read. */
  async search(query: SearchQuery): Promise<SearchResults> {
    await this.opened
    return this.mending(() => this.ready().reader.search(query))
  }

  /** See {@link IndexReader.values}. */
  async values(text: string, operator: CountedOperator): Promise<ValueCount[]> {
    await this.opened
    return this.mending(() => Promise.resolve(this.ready().reader.values(text, operator)))
  }

  /** See {@link listCards}. */
  async listCards(query: CardQuery): Promise<CardPage> {
    await this.opened
    return this.mending(() => Promise.resolve(listCards(this.ready().sql, query)))
  }

  /** See {@link relatedCards}. */
  async related(acuId: string): Promise<readonly RelatedCard[]> {
    await this.opened
    return this.mending(() => {
      const { sql } = this.ready()
      return relatedCards(sql, this.source, (this.words ??= readWords(sql)), this.relate, acuId)
    })
  }

  status(): Promise<IndexStatus> {
    return Promise.resolve({
      state: this.state,
      ...(this.reason === undefined ? {} : { reason: this.reason }),
      revision: this.revision,
      newestRevision: Math.max(this.newest, this.revision),
      kept: this.file.kept,
    })
  }

  /** Pulls what is new; resolves when the index has everything the library had when asked. */
  async catchUp(): Promise<void> {
    await this.opened
    if (this.state === 'unavailable') return
    this.pullAgain = true
    this.pulling ??= this.pullAll().finally(() => (this.pulling = undefined))
    await this.pulling
  }

  /** Throws the index away and builds it again. */
  async rebuild(): Promise<void> {
    await this.opened
    await this.restart()
    await this.catchUp()
  }

  /** Bytes the index takes, on disk or in memory. */
  size(): number {
    const { sql } = this.ready()
    return Number(sql.value('PRAGMA page_count')) * Number(sql.value('PRAGMA page_size'))
  }

  /** Lets go of the file. The engine cannot be used afterwards. */
  async close(): Promise<void> {
    await this.opened
    this.state = 'unavailable'
    await this.pulling
    this.sql?.close()
    this.sql = undefined
  }

  private ready(): { sql: Sql; reader: IndexReader } {
    if (!this.sql || !this.reader) throw new Error(this.reason ?? 'The search index is closed.')
    return { sql: this.sql, reader: this.reader }
  }

  private async open(): Promise<void> {
    const library = await this.source.libraryId()
    const newest = await this.source.newestRevision()
    let sql: Sql | undefined
    try {
      sql = this.file.open()
      configure(sql)
      if (!fits(sql, library) || Number(getMeta(sql, 'revision')) > newest) {
        sql.close()
        sql = this.empty(library)
      }
    } catch (error) {
      sql?.close()
      if (!isCorrupt(error)) throw error
      sql = this.empty(library)
    }
    this.use(sql)
    this.newest = newest
    this.state = this.revision < newest ? 'catching-up' : 'ready'
  }

  private empty(library: string): Sql {
    this.file.clear()
    const sql = this.file.open()
    configure(sql)
    create(sql, library)
    return sql
  }

  private use(sql: Sql): void {
    this.sql = sql
    this.words = undefined
    this.reader = new IndexReader(
      sql,
      this.source,
      () => (this.words ??= readWords(sql)),
      () => this.words,
    )
    this.revision = Number(getMeta(sql, 'revision'))
  }

  private async restart(): Promise<void> {
    if (this.rebuilding) return
    this.rebuilding = true
    try {
      await this.pulling
      const library = await this.source.libraryId()
      this.sql?.close()
      this.sql = undefined
      this.use(this.empty(library))
    } finally {
      this.rebuilding = false
    }
  }

  /** Runs a query; where the index turns out to be broken, starts it anew and asks once more. */
  private async mending<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!isCorrupt(error)) throw error
      await this.restart()
      void this.catchUp()
      return work()
    }
  }

  private async pullAll(): Promise<void> {
    try {
      while (this.pullAgain && !this.rebuilding && this.sql) {
        this.pullAgain = false
        await this.pull()
      }
      this.reason = undefined
      if (this.state !== 'unavailable') this.state = 'ready'
    } catch (error) {
      if (isCorrupt(error)) {
        this.pulling = undefined
        await this.restart()
        this.pullAgain = true
        return this.pullAll()
      }
      // A full disk, most likely: what is indexed stays searchable, and the next change tries again.
      this.reason = `The search index could not be brought up to date (${messageOf(error)}). Your library is safe; free some space or reload the page.`
    }
  }

  private async pull(): Promise<void> {
    let limit: number = BATCH.first
    let applied = 0
    this.newest = await this.source.newestRevision()
    while (this.revision < this.newest && !this.rebuilding && this.sql && this.state !== 'unavailable') {
      this.state = 'catching-up'
      const began = performance.now()
      const before = this.newest
      const changes = await this.source.changesSince(this.revision, limit)
      const last = changes.at(-1)
      const texts = await cardsToWake(this.sql, changes, this.source)
      const started = performance.now()
      const reached = last?.revision ?? this.newest
      applyChanges(this.sql, changes, reached, texts)
      this.revision = reached
      applied += changes.length
      const took = performance.now() - started
      if (took < BATCH.short) limit = Math.min(BATCH.most, limit * 2)
      else if (took > BATCH.long) limit = Math.max(BATCH.least, limit >> 1)
      this.newest = await this.source.newestRevision()
      const written = this.newest - before
      await breathe(written > changes.length / 2 ? (performance.now() - began) * REST : 0)
    }
    if (applied > 0) await this.tidy()
    if (applied > 0 || !this.words) void this.refreshWords()
  }

  /**
   * Merges what many small batches left apart, a little at a time, so that queries have few segments to look through;
   * after a large import all of it, which reads and writes the whole index once and halves the time of a query.
   */
  private async tidy(): Promise<void> {
    for (const table of ['message_text', 'card_text', 'title_text']) {
      if (!this.sql) return
      const segments = Number(this.sql.value(`SELECT count(DISTINCT segid) FROM ${table}_idx`))
      // A negative number of pages begins to merge all segments into one; positive ones go on with what was begun.
      let pages = segments > MANY_SEGMENTS ? -MERGED_AT_ONCE : MERGED_AT_ONCE
      for (;;) {
        if (!this.sql || this.rebuilding || this.pullAgain) return
        const before = this.sql.totalChanges()
        this.sql.run(`INSERT INTO ${table}(${table}, rank) VALUES('merge', ?)`, [pages])
        if (this.sql.totalChanges() - before < 2) break
        pages = MERGED_AT_ONCE
        await breathe()
      }
    }
  }

  /** Makes the vocabulary in the background, so that the first misspelt word need not wait for it. */
  private async refreshWords(): Promise<void> {
    const { sql } = this
    if (!sql) return
    const counts = new Map<string, number>()
    try {
      for (const table of WORD_TABLES) {
        for (let after: string | undefined = ''; after !== undefined;) {
          await breathe()
          if (this.sql !== sql || this.pulling) return
          after = addWords(sql, table, counts, after)
        }
      }
    } catch {
      // Broken tables come to light at the next query or batch, which start the index anew.
      return
    }
    this.words = Vocabulary.from(counts)
  }
}

const WORD_TABLES = ['message_text_words', 'card_text_words'] as const

function addWords(sql: Sql, table: string, counts: Map<string, number>, after: string): string | undefined {
  const rows = sql.rows(`SELECT term, doc FROM ${table} WHERE term > ? LIMIT ${WORDS_AT_ONCE}`, [after])
  for (const [term, docs] of rows) counts.set(String(term), (counts.get(String(term)) ?? 0) + Number(docs))
  return rows.length < WORDS_AT_ONCE ? undefined : String(rows.at(-1)![0])
}

function readWords(sql: Sql): Vocabulary {
  const counts = new Map<string, number>()
  for (const table of WORD_TABLES) {
    for (let after: string | undefined = ''; after !== undefined;) after = addWords(sql, table, counts, after)
  }
  return Vocabulary.from(counts)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
