import type { SqlValue } from '@sqlite.org/sqlite-wasm'
import type { Kind } from './query-parser.ts'
import type { KindQuery } from './match-query.ts'
import { WEIGHTS } from './schema.ts'
import type { Sql } from './sqlite.ts'

/** With fewer documents than these that have all words themselves, words of the turn before them count too. */
const ENOUGH = 200
/**
 * Of more documents than these that have all words, only the newest are ranked, and those with the words in their
 * title: ranking costs ten times what finding does, and where half of the library matches, it tells nothing.
 */
const RANKED = 500

/** Documents with the words in their title that come first then. */
const TITLES = 20

/** A document found, before its text is fetched. */
export interface Found {
  readonly kind: Kind
  readonly id: number
  /** BM25, higher is better; 0 where documents are in order of time alone. */
  readonly score: number
  /** ms since 1970. */
  readonly at: number
}

/**
 * The query for documents that have all words themselves, where there are enough of them; else the one that lets words
 * stand in the turn before too. Filters play no part, so that adding one never finds more. Throws SQLite3Error.
 */
export function scoped(sql: Sql, query: KindQuery): KindQuery {
  const { spread, match, table } = query
  if (spread === undefined || match === undefined) return query
  const own = Number(
    sql.value(
      `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ${ENOUGH})`,
      [match],
    ),
  )
  return own < ENOUGH ? { ...query, match: spread } : query
}

/**
 * What stands behind FROM for all documents a query finds, with its parameters: their rows are `d`, where the query has
 * conditions on them or `rows` asks for them, perhaps joined to more.
 */
export function documents(query: KindQuery, rows: boolean, join = ''): { sql: string; params: SqlValue[] } {
  const { kind, table, match, notMatch } = query
  const conditions = [...query.where]
  const params = [...query.params]
  let from = `${kind} d`
  if (match !== undefined) {
    // The order is forced: SQLite would rather begin with the filters, which half of all documents pass.
    from = rows || conditions.length > 0 ? `${table} f CROSS JOIN ${from} ON d.id = f.rowid` : `${table} f`
    conditions.unshift(`f.${table} MATCH ?`)
    params.unshift(match)
  } else if (notMatch !== undefined) {
    conditions.push(`d.id NOT IN (SELECT rowid FROM ${table} WHERE ${table} MATCH ?)`)
    params.push(notMatch)
  }
  return { sql: `${from} ${join} WHERE ${conditions.join(' AND ') || '1'}`, params }
}

/**
 * The first `depth` documents a query finds, best first; see {@link RANKED} for what is best where very many match.
 * Throws SQLite3Error.
 */
export function find(sql: Sql, query: KindQuery, depth: number): Found[] {
  const { kind, match, titles } = query
  if (match === undefined) {
    const { sql: from, params } = documents(query, true)
    return sql
      .rows(`SELECT d.id, d.at FROM ${from} ORDER BY d.at DESC LIMIT ?`, [...params, depth])
      .map(([id, at]) => ({ kind, id: Number(id), score: 0, at: Number(at) }))
  }
  if (query.relaxed) return dated(sql, kind, best(sql, query, depth))
  const newest = newestOf(sql, query)
  const isAll = newest.length < RANKED
  const scores = new Map(newest.filter(([, , own]) => own > 0).map(([id, score]) => [id, score]))
  if (!isAll && titles !== undefined) {
    const above = Math.max(0, ...scores.values())
    const named = best(sql, { ...query, table: 'title_text', match: titles }, TITLES)
    for (const [id, score] of named) scores.set(id, above + score)
  }
  const ranked = [...scores].sort(([, a], [, b]) => b - a)
  if (!isAll && depth > ranked.length) {
    const more = rowsOf(sql, query, '0', 'f.rowid DESC', depth + ranked.length)
    for (const [id] of more) if (!scores.has(id)) ranked.push([id, 0])
  }
  return dated(sql, kind, ranked.slice(0, depth))
}

/** How many documents a query finds. Throws SQLite3Error. */
export function count(sql: Sql, query: KindQuery): number {
  const { sql: from, params } = documents(query, query.match === undefined)
  return Number(sql.value(`SELECT count(*) FROM ${from}`, params))
}

type Scored = readonly [id: number, score: number]

/** The newest documents a query finds, with their score, and what of it their own words make (0: none). */
function newestOf(sql: Sql, query: KindQuery): (readonly [id: number, score: number, own: number])[] {
  const { table, match, spread, anywhere } = query
  // Without a sort SQLite ranks only what it gives.
  if (anywhere === undefined || match !== spread)
    return rowsOf(sql, query, 'f.rank', 'f.rowid DESC', RANKED).map(([id, score]) => [id, score, score])
  const { sql: from, params } = documents({ ...query, match: anywhere }, false)
  const own = `bm25(${table}, ${WEIGHTS.body}, 0, ${WEIGHTS.title})`
  return sql
    .rows(`SELECT f.rowid, f.rank, ${own} FROM ${from} ORDER BY f.rowid DESC LIMIT ${RANKED}`, params)
    .map(([id, rank, ownRank]) => [Number(id), -Number(rank), -Number(ownRank)])
}

const best = (sql: Sql, query: KindQuery, limit: number): Scored[] => rowsOf(sql, query, 'f.rank', 'f.rank', limit)

function rowsOf(sql: Sql, query: KindQuery, score: string, order: string, limit: number): Scored[] {
  const { sql: from, params } = documents(query, false)
  return sql
    .rows(`SELECT f.rowid, ${score} FROM ${from} ORDER BY ${order} LIMIT ?`, [...params, limit])
    .map(([id, rank]) => [Number(id), -Number(rank)])
}

function dated(sql: Sql, kind: Kind, rows: readonly Scored[]): Found[] {
  const ids = JSON.stringify(rows.map(([id]) => id))
  const times = new Map(
    sql
      .rows(`SELECT d.id, d.at FROM json_each(?) j CROSS JOIN ${kind} d ON d.id = j.value`, [ids])
      .map(([id, at]) => [Number(id), Number(at)]),
  )
  return rows.map(([id, score]) => ({ kind, id, score, at: times.get(id) ?? 0 }))
}
