import type { Kind } from './query-parser.ts'
import type { Sql } from './sqlite.ts'

/** What is indexed of a document: body, what goes before it, title; each as terms apart by spaces. */
export type IndexedText = readonly [body: string, prev: string, title: string]

/**
 * The texts a batch adds, kept back to its end: FTS5 writes what it has collected to disk whenever a row id is not
 * above the last one, so that texts go in in order of their ids.
 */
export class PendingTexts {
  private readonly waiting: Readonly<Record<Kind, Map<number, IndexedText>>> = { card: new Map(), message: new Map() }

  constructor(private readonly sql: Sql) {}

  /** Adds the text of a document that has none in the index. */
  add(kind: Kind, id: number, text: IndexedText): void {
    this.waiting[kind].set(id, text)
  }

  /** Takes the text of a document out. Throws SQLite3Error. */
  remove(kind: Kind, id: number): void {
    if (this.waiting[kind].delete(id)) return
    this.sql.run(`DELETE FROM ${kind}_text WHERE rowid = ?`, [id])
    if (kind === 'message') this.sql.run('DELETE FROM title_text WHERE rowid = ?', [id])
  }

  /** Writes what was added. Throws SQLite3Error. */
  write(): void {
    for (const kind of ['message', 'card'] as const) {
      const inOrder = [...this.waiting[kind]].sort(([a], [b]) => a - b)
      this.waiting[kind].clear()
      for (const [id, text] of inOrder) {
        this.sql.run(`INSERT INTO ${kind}_text(rowid, body, prev, title) VALUES(?, ?, ?, ?)`, [id, ...text])
        if (text[2] !== '') this.sql.run('INSERT INTO title_text(rowid, title) VALUES(?, ?)', [id, text[2]])
      }
    }
  }
}
