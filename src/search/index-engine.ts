import type { Relate } from '../domain/ports/knowledge.ts'
import type {
  CardPage,
  CardQuery,
  CardRow,
  CountedOperator,
  IndexChange,
  IndexSource,
  IndexStatus,
  SearchPort,
  SearchQuery,
  SearchResults,
  ValueCount,
} from '../domain/ports/search.ts'
import type { RelatedCard } from '../domain/related.ts'
import { cardRows, listCards } from './card-list.ts'
import { IndexReader } from './index-reader.ts'
import { applyChanges, cardsToWake } from './index-writer.ts'
import { relatedCards } from './related-cards.ts'
import { configure, create, fitCache, fits, getMeta } from './schema.ts'
import { isWord, Vocabulary } from './spelling.ts'
import { isCorrupt } from './sqlite.ts'
import type { IndexFile, Sql } from './sqlite.ts'
import { openTexts, type Texts } from './texts.ts'

/** Changes pulled at once: fewer where batches turn out to be long, so that what was read is found soon. */
const BATCH = { first: 8, least: 8, most: 64, short: 100, long: 400 } as const
/** How long the index waits, in ms, where it has read all there was of a library that grows: a batch has its price. */
const GATHER = 300

/** How long after it is up to date the index reads ahead, in ms: at the start of the app others come first. */
const IDLE = 500
/** How long the index works at a stretch while a query may wait, in ms. */
const STRETCH = 12
/** How long it rests after each stretch of reading ahead, in ms: the page has more to do at its start. */
const AHEAD_REST = 24

/** Lets whatever waits (a query) run first; not by a timer, which browsers make at least 4 ms of. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Changes of the library, and the revision the index has reached with them. */
interface Batch {
  readonly changes: readonly IndexChange[]
  /** There may be more: as many came as were asked for. */
  readonly isFull: boolean
  readonly reached: number
}

/**
 * The search index: opens what is kept, or makes it anew where it is missing, broken, of another shape or of another
 * library; pulls what changed; answers. Nothing in it is a record: it can be thrown away at any time.
 */
export class IndexEngine implements SearchPort {
  private sql: Sql | undefined
  private texts: Texts | undefined
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
  /** There may be segments to merge: what is asked for meanwhile goes first, so that is seen again afterwards. */
  private isUntidy = true

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

  /** See {@link cardRows}. */
  async cardRows(acuIds: readonly string[]): Promise<CardRow[]> {
    await this.opened
    return this.mending(() => Promise.resolve(cardRows(this.ready().sql, acuIds)))
  }

  /** See {@link relatedCards}. */
  async related(acuId: string): Promise<readonly RelatedCard[]> {
    await this.opened
    return this.mending(() => {
      const { sql, texts } = this.ready()
      return relatedCards(sql, texts.card, this.source, (this.words ??= readWords(texts)), this.relate, acuId)
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

  private ready(): { sql: Sql; texts: Texts; reader: IndexReader } {
    if (!this.sql || !this.texts || !this.reader) throw new Error(this.reason ?? 'The search index is closed.')
    return { sql: this.sql, texts: this.texts, reader: this.reader }
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
    const texts = openTexts(sql)
    this.sql = sql
    this.texts = texts
    this.words = undefined
    this.reader = new IndexReader(
      sql,
      texts,
      this.source,
      () => (this.words ??= readWords(texts)),
      () => this.words,
    )
    this.revision = Number(getMeta(sql, 'revision'))
    fitCache(sql, texts.card.size)
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

  /**
   * Applies what is new, batch by batch; the next is read meanwhile. All batches up to a writing of the texts are one
   * transaction: what a kill or an error undoes is pulled again, and the file is written to seldom, which is what takes
   * longest.
   */
  private async pull(): Promise<void> {
    let limit: number = BATCH.first
    let applied = 0
    try {
      let batch = await this.read(this.revision, limit)
      while (batch.reached > this.revision && !this.rebuilding && this.sql && this.state !== 'unavailable') {
        this.state = 'catching-up'
        const { changes, isFull, reached } = batch
        const next = isFull ? this.read(reached, limit) : undefined
        // Handled where it is awaited; this only keeps it from being reported as unhandled meanwhile.
        next?.catch(() => undefined)
        const woken = await cardsToWake(this.sql, changes, this.source)
        const { sql, texts } = this.ready()
        const started = performance.now()
        sql.begin()
        await inStretches(applyChanges(sql, texts, changes, reached, woken))
        this.revision = reached
        applied += changes.length
        const took = performance.now() - started
        if (took < BATCH.short) limit = Math.min(BATCH.most, limit * 2)
        else if (took > BATCH.long) limit = Math.max(BATCH.least, limit >> 1)
        if (texts.message.isFull || texts.card.isFull) await this.write()
        await breathe()
        if (!isFull) this.newest = await this.source.newestRevision()
        if (!isFull && this.newest > this.revision) await rest(GATHER)
        batch = await (next ?? this.read(this.revision, limit))
      }
      await this.write()
      if (applied > 0) this.isUntidy = true
      if (this.isUntidy) await this.tidy()
    } catch (error) {
      this.undo()
      throw error
    }
    if (applied > 0 || !this.words) void this.prepare()
  }

  /** At most so many changes after a revision. */
  private async read(after: number, most: number): Promise<Batch> {
    // First: what comes while changes are read may not be among them.
    const newest = await this.source.newestRevision()
    this.newest = newest
    const changes = newest > after ? await this.source.changesSince(after, most) : []
    return { changes, isFull: changes.length === most, reached: changes.at(-1)?.revision ?? Math.max(after, newest) }
  }

  /** Writes the texts that are in memory, and commits. */
  private async write(): Promise<void> {
    if (!this.sql || !this.texts) return
    const { sql, texts } = this.ready()
    for (const kind of KINDS) {
      await inStretches(texts[kind].write())
      await inStretches(texts[kind].mergeSome())
    }
    sql.commit()
    fitCache(sql, texts.card.size)
  }

  /** Goes back to what was written last. */
  private undo(): void {
    if (!this.sql) return
    this.sql.rollback()
    this.use(this.sql)
  }

  /** Merges what many small batches left apart, so that queries have few segments to look through; stops for new ones. */
  private async tidy(): Promise<void> {
    if (!this.sql || !this.texts) return
    const { sql, texts } = this.ready()
    const isEnough = (): boolean => this.pullAgain || this.rebuilding || this.state === 'unavailable'
    for (const kind of KINDS) {
      sql.begin()
      await inStretches(texts[kind].mergeAll(), isEnough)
      sql.commit()
    }
    this.isUntidy = isEnough()
  }

  /**
   * Reads ahead of queries in the background, and makes the vocabulary, so that neither the first query nor the first
   * misspelt word need wait for it.
   */
  private async prepare(): Promise<void> {
    // After the pull that asked for it, and what was asked meanwhile.
    await rest(IDLE)
    const { texts } = this
    if (!texts) return
    const isOver = (): boolean => this.texts !== texts || this.pulling !== undefined
    const counts = new Map<string, number>()
    try {
      for (const kind of KINDS) {
        await inStretches(texts[kind].readAhead(), isOver, AHEAD_REST)
        for (const some of texts[kind].words()) {
          addWords(counts, some)
          await rest(AHEAD_REST)
          if (isOver()) return
        }
      }
    } catch {
      // Broken tables come to light at the next query or batch, which start the index anew.
      return
    }
    this.words = Vocabulary.from(counts)
  }
}

const KINDS = ['message', 'card'] as const

/** Works through what pauses now and then, giving way to queries; ends early where `isEnough` says so. */
async function inStretches(work: Generator<void>, isEnough = (): boolean => false, pause = 0): Promise<void> {
  let started = performance.now()
  for (const _ of work) {
    if (isEnough()) return
    if (performance.now() - started < STRETCH) continue
    await (pause > 0 ? rest(pause) : breathe())
    started = performance.now()
  }
}

function addWords(counts: Map<string, number>, words: readonly (readonly [term: string, docs: number])[]): void {
  for (const [term, docs] of words) if (isWord(term)) counts.set(term, (counts.get(term) ?? 0) + docs)
}

function readWords(texts: Texts): Vocabulary {
  const counts = new Map<string, number>()
  for (const kind of KINDS) for (const some of texts[kind].words()) addWords(counts, some)
  return Vocabulary.from(counts)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
