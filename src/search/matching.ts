import type { SqlValue } from '@sqlite.org/sqlite-wasm'
import type { KindQuery } from './match-query.ts'
import type { Kind } from './query-parser.ts'
import type { Sql } from './sqlite.ts'
import { bestOf } from './text/best.ts'
import { docsWith, findAll, findSome } from './text/evaluate.ts'
import type { Scored } from './text/scoring.ts'
import type { Texts } from './texts.ts'

/** Up to so many documents are asked for their rows one by one; for more, all rows that pass are read, and kept. */
const FEW = 1_000
/** Conditions whose rows are kept. */
const KEPT = 8

/** A document found, before its text is fetched. */
export interface Found {
  readonly kind: Kind
  readonly id: number
  /** BM25, higher is better; 0 where documents are in order of time alone. */
  readonly score: number
  /** ms since 1970, to the second. */
  readonly at: number
}

/** Finds documents: by their words in the full text, by everything else in their rows. All methods throw SQLite3Error. */
export class Matcher {
  /** Which rows pass conditions, and how many documents a query without words lists, until anything changes. */
  private readonly passing = new Map<string, Uint8Array>()
  private readonly counts = new Map<string, number>()
  private seen = -1

  constructor(
    private readonly sql: Sql,
    private readonly texts: Texts,
  ) {}

  /** The first `depth` documents a query finds, best first, and how many it finds in all. */
  find(query: KindQuery, depth: number): { readonly found: Found[]; readonly total: number } {
    const { kind } = query
    if (query.groups.length === 0) return { found: this.newest(query, depth), total: this.listed(query) }
    const all = this.matches(query)
    const { timeOf } = this.texts[kind]
    const found = bestOf(all, timeOf, depth).map((at) => {
      const id = all.docs[at]!
      return { kind, id, score: all.scores[at]!, at: timeOf(id) * 1000 }
    })
    return { found, total: all.docs.length }
  }

  /** How many documents a query finds. */
  count(query: KindQuery): number {
    return query.groups.length === 0 ? this.listed(query) : this.matches(query).docs.length
  }

  /** Rows of SQL over all documents a query finds, their rows `d`, perhaps joined to more and grouped. */
  rows(query: KindQuery, join: string, columns: string, group?: string): SqlValue[][] {
    const { from, where, params } = this.documents(query)
    const by = group ? `GROUP BY ${group}` : ''
    return this.sql.rows(`SELECT ${columns} FROM ${from} ${join} WHERE ${where} ${by}`, params)
  }

  private newest(query: KindQuery, depth: number): Found[] {
    const { from, where, params } = this.documents(query)
    return this.sql
      .rows(`SELECT d.id, d.at FROM ${from} WHERE ${where} ORDER BY d.at DESC LIMIT ?`, [...params, depth])
      .map(([id, at]) => ({ kind: query.kind, id: Number(id), score: 0, at: Number(at) }))
  }

  private listed(query: KindQuery): number {
    this.forgetOld()
    const { from, where, params } = this.documents(query)
    const key = JSON.stringify([from, where, params])
    const known = this.counts.get(key)
    if (known !== undefined) return known
    const counted = Number(this.sql.value(`SELECT count(*) FROM ${from} WHERE ${where}`, params))
    if (this.counts.size > 200) this.counts.clear()
    this.counts.set(key, counted)
    return counted
  }

  private documents(query: KindQuery): { from: string; where: string; params: SqlValue[] } {
    const { kind, groups, excluded, where, params } = query
    if (groups.length > 0) {
      const ids = JSON.stringify([...this.matches(query).docs])
      return { from: `json_each(?) j CROSS JOIN ${kind} d ON d.id = j.value`, where: '1', params: [ids] }
    }
    if (excluded.length === 0) return { from: `${kind} d`, where: where.join(' AND ') || '1', params: [...params] }
    const none = JSON.stringify(docsWith(this.texts[kind], excluded))
    return {
      from: `${kind} d`,
      where: [...where, 'd.id NOT IN (SELECT value FROM json_each(?))'].join(' AND '),
      params: [...params, none],
    }
  }

  private matches({ kind, groups, inTitle, relaxed, where, params }: KindQuery): Scored {
    const text = this.texts[kind]
    const all = relaxed ? findSome(text, groups, inTitle) : findAll(text, groups, inTitle)
    if (where.length === 0 || all.docs.length === 0) return all
    this.forgetOld()
    const conditions = where.join(' AND ')
    const key = JSON.stringify([kind, conditions, params])
    let flags = this.passing.get(key)
    if (!flags) {
      const isFew = all.docs.length <= FEW
      const from = isFew ? `json_each(?) j CROSS JOIN ${kind} d ON d.id = j.value` : `${kind} d`
      const ids = isFew ? [JSON.stringify([...all.docs])] : []
      flags = new Uint8Array(text.size)
      for (const [id] of this.sql.rows(`SELECT d.id FROM ${from} WHERE ${conditions}`, [...ids, ...params]))
        flags[Number(id)] = 1
      if (!isFew) {
        if (this.passing.size >= KEPT) this.passing.delete(this.passing.keys().next().value!)
        this.passing.set(key, flags)
      }
    }
    const docs = all.docs.slice()
    const scores = all.scores.slice()
    let passed = 0
    for (let at = 0; at < docs.length; at++) {
      if (flags[docs[at]!] !== 1) continue
      docs[passed] = docs[at]!
      scores[passed++] = scores[at]!
    }
    return { docs: docs.subarray(0, passed), scores: scores.subarray(0, passed) }
  }

  private forgetOld(): void {
    const now = this.sql.totalChanges()
    if (now === this.seen) return
    this.seen = now
    this.passing.clear()
    this.counts.clear()
  }
}
