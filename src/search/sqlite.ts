import init from '@sqlite.org/sqlite-wasm'
import type { Database, PreparedStatement, SAHPoolUtil, Sqlite3Static, SqlValue } from '@sqlite.org/sqlite-wasm'
import { Values } from './sql-values.ts'

/** Name of the pool of files in the origin's private file system, and its folder there. */
export const POOL_FOLDER = 'vivim-search'
const FILE = '/index.db'

/** A database with its statements kept prepared. All calls are synchronous. */
export class Sql {
  private readonly statements = new Map<string, PreparedStatement>()
  private readonly values: Values

  constructor(
    private readonly db: Database,
    private readonly sqlite: Sqlite3Static,
  ) {
    this.values = new Values(sqlite)
  }

  /** Runs statements without parameters or results. */
  script(sql: string): void {
    this.db.exec(sql)
  }

  /** Runs one statement. Throws SQLite3Error. */
  run(sql: string, params: readonly SqlValue[] = []): void {
    const statement = this.prepare(sql)
    try {
      this.values.bind(statement, params)
      statement.step()
    } finally {
      statement.reset(true)
    }
  }

  /** Runs one statement; true where it changed any row. Throws SQLite3Error. */
  change(sql: string, params: readonly SqlValue[]): boolean {
    this.run(sql, params)
    return this.sqlite.capi.sqlite3_changes(this.db) > 0
  }

  /** All rows of a query, each an array of its columns. Integers must be within 2^53. */
  rows(sql: string, params: readonly SqlValue[] = []): SqlValue[][] {
    const statement = this.prepare(sql)
    const rows: SqlValue[][] = []
    try {
      this.values.bind(statement, params)
      while (statement.step()) rows.push(statement.get([]))
    } finally {
      statement.reset(true)
    }
    return rows
  }

  /** First column of the first row, undefined without rows. */
  value(sql: string, params: readonly SqlValue[] = []): SqlValue | undefined {
    const statement = this.prepare(sql)
    try {
      this.values.bind(statement, params)
      return statement.step() ? statement.get(0) : undefined
    } finally {
      statement.reset(true)
    }
  }

  /** Row id of the last insert. */
  lastId(): number {
    return Number(this.sqlite.capi.sqlite3_last_insert_rowid(this.db))
  }

  /** Rows changed since opening, as SQLite counts them. */
  totalChanges(): number {
    return Number(this.db.changes(true))
  }

  /** Opens a transaction where none is open. Throws SQLite3Error. */
  begin(): void {
    if (!this.isInTransaction) this.db.exec('BEGIN IMMEDIATE')
  }

  /** Keeps what was written since {@link begin}. Throws SQLite3Error. */
  commit(): void {
    if (this.isInTransaction) this.db.exec('COMMIT')
  }

  /** Undoes what was written since {@link begin}. A full disk or a broken file may have done so already. */
  rollback(): void {
    if (this.isInTransaction) this.db.exec('ROLLBACK')
  }

  private get isInTransaction(): boolean {
    return this.sqlite.capi.sqlite3_get_autocommit(this.db) === 0
  }

  close(): void {
    for (const statement of this.statements.values()) statement.finalize()
    this.statements.clear()
    this.values.free()
    this.db.close()
  }

  private prepare(sql: string): PreparedStatement {
    const known = this.statements.get(sql)
    if (known) return known
    // Filters make many shapes of query; the ones in use every moment are prepared first and stay.
    if (this.statements.size > 200) {
      const [oldest, statement] = [...this.statements].at(100)!
      statement.finalize()
      this.statements.delete(oldest)
    }
    const statement = this.db.prepare(sql)
    this.statements.set(sql, statement)
    return statement
  }
}

/** Where the index lives: opens it, and throws it away. */
export interface IndexFile {
  readonly kept: 'disk' | 'memory'
  open(): Sql
  /** Removes what is stored; everything opened must be closed before. */
  clear(): void
}

/** An index only for this visit. */
export async function memoryFile(): Promise<IndexFile> {
  const sqlite = await load()
  return {
    kept: 'memory',
    open: () => new Sql(new sqlite.oo1.DB(':memory:', 'c'), sqlite),
    clear: () => undefined,
  }
}

/**
 * The index on disk (origin-private file system through the `opfs-sahpool` VFS, which needs no cross-origin isolation
 * and is held by one worker at a time), or in memory where that is not to be had. A tab just closed may not have let
 * go of the files yet: tries for `patience` milliseconds.
 */
export async function openFile(patience = 3_000): Promise<IndexFile> {
  if (typeof navigator === 'undefined' || typeof navigator.storage?.getDirectory !== 'function') return memoryFile()
  const sqlite = await load()
  const until = Date.now() + patience
  for (;;) {
    try {
      const pool = await sqlite.installOpfsSAHPoolVfs({
        name: POOL_FOLDER,
        directory: `/${POOL_FOLDER}`,
        initialCapacity: 4,
        preserveOnInitFailure: true,
        forceReinitIfPreviouslyFailed: true,
      } as Parameters<Sqlite3Static['installOpfsSAHPoolVfs']>[0])
      return diskFile(sqlite, pool)
    } catch {
      // Private windows of some browsers have no such storage; a second holder is refused.
      if (Date.now() > until) return memoryFile()
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
}

function diskFile(sqlite: Sqlite3Static, pool: SAHPoolUtil): IndexFile {
  return {
    kept: 'disk',
    open: () => new Sql(new pool.OpfsSAHPoolDb(FILE), sqlite),
    clear: () => {
      for (const name of pool.getFileNames()) pool.unlink(name)
    },
  }
}

let loading: Promise<Sqlite3Static> | undefined

function load(): Promise<Sqlite3Static> {
  // Only the pool VFS is used; the one that needs cross-origin isolation would warn about missing headers.
  Object.assign(globalThis, {
    sqlite3ApiConfig: { disable: { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true } } },
  })
  loading ??= init()
  return loading
}

/** A row that must be there is not: the stored index is broken. */
export class MissingRow extends Error {
  /** As SQLite has it: SQLITE_CORRUPT. */
  readonly resultCode = 11
}

/** True where an error says that the stored index itself is broken, so that only building it anew helps. */
export function isCorrupt(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null && 'resultCode' in error ? Number(error.resultCode) & 0xff : 0
  // SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_ERROR for a schema that lacks what it should have.
  return code === 11 || code === 26 || (code === 1 && /no such (table|column)/.test(String(error)))
}
