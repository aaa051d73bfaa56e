import type { SqlValue } from '@sqlite.org/sqlite-wasm'
import { ACU_TYPES } from '../domain/acu.ts'
import type { AcuOrigin, AcuType } from '../domain/acu.ts'
import type { CardPage, CardQuery, CardRow, CardTab } from '../domain/ports/search.ts'
import { PERSONAL_FROM } from '../domain/privacy-list.ts'
import {
  DORMANT,
  originOf,
  packId,
  providerOf,
  reviewOf,
  securityOf,
  TABS,
  typeCode,
  typeOf,
  unpackId,
} from './schema.ts'
import type { Sql } from './sqlite.ts'

/** Largest page given. */
const MAX_PAGE = 500
const COLUMNS =
  'd.uid, d.type, d.line, d.quality, d.security, d.tab, v.uid, d.message, v.title, v.provider, d.at, d.own, d.pinned'

/**
 * A page of a list of cards with its counts, from the index alone: rows carry their text. Counts come from a table of
 * sums kept with the cards, so they cost the same for a hundred cards and half a million. Throws SQLite3Error.
 */
export function listCards(sql: Sql, query: CardQuery): CardPage {
  const tab = TABS.indexOf(query.tab)
  const types = query.types && query.types.length > 0 ? new Set(query.types.map(typeCode)) : undefined
  const minQuality = query.minQuality ?? 0
  const minSecurity = query.minSecurity ?? 0
  const tabs: Record<CardTab, number> = { review: 0, kept: 0, archived: 0 }
  const byType: Partial<Record<AcuType, number>> = {}
  let total = 0
  let withSecrets = 0
  const sums = sql.rows(
    'SELECT tab, type, security, sum(n) FROM card_count WHERE quality >= ? AND n > 0 GROUP BY tab, type, security',
    [minQuality],
  )
  for (const [inTab, type, security, n] of sums) {
    const count = Number(n)
    const ofType = !types || types.has(Number(type))
    const secure = Number(security) >= minSecurity
    const name = TABS[Number(inTab)]
    if (name && ofType && secure) tabs[name] += count
    if (inTab !== tab) continue
    if (secure) byType[typeOf(type)] = (byType[typeOf(type)] ?? 0) + count
    if (ofType && secure) total += count
    if (ofType && Number(security) >= PERSONAL_FROM) withSecrets += count
  }
  const timed = query.from !== undefined || query.before !== undefined
  return {
    rows: rows(sql, query, tab, types),
    total: timed ? countOf(sql, query, tab, types) : total,
    tabs,
    types: byType,
    withSecrets,
  }
}

/** Cards by id, those of no list left out. Throws SQLite3Error. */
export function cardRows(sql: Sql, acuIds: readonly string[]): CardRow[] {
  // Ids are bytes, which JSON cannot carry: one question for each, answered by the index of ids.
  return acuIds.flatMap((id) =>
    sql
      .rows(
        `SELECT ${COLUMNS} FROM card d LEFT JOIN conversation v ON v.id = d.conv WHERE d.uid = ? AND d.tab <> ${DORMANT}`,
        [packId(id)],
      )
      .map(toRow),
  )
}

function conditionsOf(
  query: CardQuery,
  tab: number,
  types: ReadonlySet<number> | undefined,
): { conditions: string; params: SqlValue[] } {
  // The second is for SQLite, to know that the index has them all.
  const conditions = ['c.tab = ?', `c.tab <> ${DORMANT}`]
  const params: SqlValue[] = [tab]
  if (types && types.size < ACU_TYPES.length) conditions.push(`c.type IN (${[...types].join()})`)
  if (query.minQuality !== undefined && query.minQuality > 0) {
    conditions.push('c.quality >= ?')
    params.push(query.minQuality)
  }
  if (query.minSecurity !== undefined && query.minSecurity > 0) {
    conditions.push('c.security >= ?')
    params.push(query.minSecurity)
  }
  if (query.from !== undefined) {
    conditions.push('c.at >= ?')
    params.push(query.from)
  }
  if (query.before !== undefined) {
    conditions.push('c.at < ?')
    params.push(query.before)
  }
  return { conditions: conditions.join(' AND '), params }
}

function countOf(sql: Sql, query: CardQuery, tab: number, types: ReadonlySet<number> | undefined): number {
  const { conditions, params } = conditionsOf(query, tab, types)
  return Number(sql.value(`SELECT count(*) FROM card c INDEXED BY card_newest WHERE ${conditions}`, params))
}

function rows(sql: Sql, query: CardQuery, tab: number, types: ReadonlySet<number> | undefined): CardRow[] {
  const { conditions, params } = conditionsOf(query, tab, types)
  const [index, order] =
    query.sort === 'quality'
      ? // A span of time with a beginning is short: cheaper to sort what lies in it than to look for it among the best.
        [query.from === undefined ? 'card_best' : 'card_newest', 'c.quality DESC, c.at DESC, c.id DESC']
      : ['card_newest', 'c.at DESC, c.quality DESC, c.type DESC, c.security DESC, c.id DESC']
  const limit = Math.max(0, Math.min(MAX_PAGE, Math.trunc(query.limit)))
  params.push(limit, Math.max(0, Math.trunc(query.offset)))
  // The page is found in the index alone; only its rows are then read.
  return sql
    .rows(
      `SELECT ${COLUMNS}
       FROM (SELECT c.id FROM card c INDEXED BY ${index}
             WHERE ${conditions} ORDER BY ${order} LIMIT ? OFFSET ?) page
       CROSS JOIN card d ON d.id = page.id LEFT JOIN conversation v ON v.id = d.conv`,
      params,
    )
    .map(toRow)
}

function toRow(row: SqlValue[]): CardRow {
  const [uid, type, line, quality, security, tab, conversation, message, title, provider, at, own, pinned] = row
  const review = reviewOf(Number(tab))
  const from = providerOf(provider ?? null)
  return {
    id: unpackId(uid),
    type: typeOf(type),
    text: String(line),
    quality: Number(quality),
    securityLevel: securityOf(security),
    ...(review ? { review } : {}),
    ...(pinned === 1 && { pinned: true as const }),
    ...(conversation === null ? cameBy(own) : { conversationId: unpackId(conversation), messageId: unpackId(message) }),
    title: String(title ?? ''),
    ...(from ? { provider: from } : {}),
    at: Number(at),
  }
}

/** How a card came here that lies in no conversation. */
function cameBy(own: SqlValue | undefined): { origin?: AcuOrigin } {
  const origin = originOf(own)
  return origin ? { origin } : {}
}
