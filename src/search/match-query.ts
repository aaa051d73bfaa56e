import type { SqlValue } from '@sqlite.org/sqlite-wasm'
import type { Kind, ParsedQuery, QueryGroup, QueryTerm } from './query-parser.ts'
import { DORMANT, FLAGS, providerCode, typeCode } from './schema.ts'

/** A query as SQL has it for one kind of document. */
export interface KindQuery {
  readonly kind: Kind
  /** Expression for FTS5; undefined where no word is asked for, so that documents are listed by time. */
  readonly match?: string
  /** What listed documents must not match. */
  readonly notMatch?: string
  /** Conditions on the row `d` of the document, to be joined by AND, with their parameters. */
  readonly where: readonly string[]
  readonly params: readonly SqlValue[]
}

/** What of the library is archived, so that the common case needs no look at the rows. */
export interface Archived {
  readonly messages: boolean
  readonly cards: boolean
}

/**
 * A term as an FTS5 string. Terms hold letters, digits and marks only (tokens.ts sees to it), so nothing typed can
 * get out of the quotes.
 */
function quoted({ terms, prefix, forms }: QueryTerm): string {
  const typed = `"${terms.join(' ')}"${prefix ? ' *' : ''}`
  return forms ? `(${[typed, ...forms.map((form) => `"${form}"`)].join(' OR ')})` : typed
}

const anyOf = (terms: readonly QueryTerm[]): string => `(${terms.map(quoted).join(' OR ')})`
const allOf = (terms: readonly QueryTerm[]): string => `(${terms.map(quoted).join(' AND ')})`

/**
 * A group: its words may be spread over a message and the turn before it, but at least one stands in the message
 * itself; what is excluded is excluded from the message itself.
 */
function groupMatch({ all, none }: QueryGroup, inTitle: boolean, relaxed: boolean): string {
  const own = inTitle ? '{title}' : '{body title}'
  let match: string
  if (relaxed) match = inTitle ? `${own} : ${anyOf(all)}` : anyOf(all)
  else if (inTitle || all.length === 1) match = `${own} : ${allOf(all)}`
  else match = `(${allOf(all)} AND ${own} : ${anyOf(all)})`
  return none.length === 0 ? match : `(${match} NOT ${own} : ${anyOf(none)})`
}

/** FTS5 expression of the words of a query; undefined where it has none that must be there. */
export function matchExpression(query: ParsedQuery, relaxed: boolean): string | undefined {
  const groups = query.groups.filter(({ all }) => all.length > 0)
  if (groups.length === 0) return undefined
  return groups.map((group) => groupMatch(group, query.filters.inTitle, relaxed)).join(' OR ')
}

/**
 * The query for messages, or undefined where no message can answer it: types, quality, tags, kept and pinned are of cards.
 */
export function messageQuery(query: ParsedQuery, archived: Archived, relaxed: boolean): KindQuery | undefined {
  const { filters } = query
  if (filters.types.length > 0 || filters.minQuality !== undefined || filters.maxQuality !== undefined) return undefined
  if (filters.is.includes('kept') || filters.is.includes('pinned') || filters.tags.length > 0) return undefined
  const where: string[] = []
  const params: SqlValue[] = []
  if (filters.is.includes('archived')) where.push('d.archived = 1')
  else if (archived.messages) where.push('d.archived = 0')
  if (filters.isNot.includes('archived') && filters.is.includes('archived')) where.push('0')
  if (filters.providers.length > 0) where.push(`d.provider IN (${filters.providers.map(providerCode).join()})`)
  if (filters.notProviders.length > 0) {
    where.push(`d.provider NOT IN (${filters.notProviders.map(providerCode).join()})`)
  }
  addCommon(query, where, params)
  return { kind: 'message', ...words(query, relaxed), where, params }
}

/** The query for cards, or undefined where no card can answer it: titles are searched as messages. */
export function cardQuery(query: ParsedQuery, archived: Archived, relaxed: boolean): KindQuery | undefined {
  const { filters } = query
  if (filters.inTitle) return undefined
  const where: string[] = []
  const params: SqlValue[] = []
  const match = words(query, relaxed)
  if (filters.is.includes('archived')) where.push('d.tab = 2')
  else if (archived.cards || match.match === undefined) where.push('d.tab <> 2')
  if (match.match === undefined) where.push(`d.tab <> ${DORMANT}`)
  for (const is of filters.is) {
    if (is === 'kept') where.push('d.tab = 1')
    if (is === 'pinned') where.push('d.pinned = 1')
  }
  for (const not of filters.isNot) {
    if (not === 'archived') where.push('d.tab <> 2')
    if (not === 'kept') where.push('d.tab <> 1')
    if (not === 'pinned') where.push('d.pinned = 0')
  }
  const from = 'SELECT 1 FROM place p JOIN conversation v ON v.id = p.conv WHERE p.card = d.id AND v.provider'
  if (filters.providers.length > 0) where.push(`EXISTS (${from} IN (${filters.providers.map(providerCode).join()}))`)
  for (const provider of filters.notProviders) where.push(`NOT EXISTS (${from} = ${providerCode(provider)})`)
  if (filters.types.length > 0) where.push(`d.type IN (${filters.types.map(typeCode).join()})`)
  if (filters.notTypes.length > 0) where.push(`d.type NOT IN (${filters.notTypes.map(typeCode).join()})`)
  const tagged = 'SELECT 1 FROM card_tag t WHERE t.card = d.id AND t.folded = ?'
  for (const tag of filters.tags) {
    where.push(`EXISTS (${tagged})`)
    params.push(tag)
  }
  for (const tag of filters.notTags) {
    where.push(`NOT EXISTS (${tagged})`)
    params.push(tag)
  }
  if (filters.minQuality !== undefined) {
    where.push('d.quality >= ?')
    params.push(filters.minQuality)
  }
  if (filters.maxQuality !== undefined) {
    where.push('d.quality <= ?')
    params.push(filters.maxQuality)
  }
  addCommon(query, where, params)
  return { kind: 'card', ...match, where, params }
}

function words(query: ParsedQuery, relaxed: boolean): { match?: string; notMatch?: string } {
  const match = matchExpression(query, relaxed)
  if (match !== undefined) return { match }
  const none = query.groups.flatMap((group) => group.none)
  return none.length === 0 ? {} : { notMatch: `{body title} : ${anyOf(none)}` }
}

function addCommon({ filters }: ParsedQuery, where: string[], params: SqlValue[]): void {
  for (const has of filters.has) where.push(`d.flags & ${FLAGS[has]}`)
  for (const has of filters.hasNot) where.push(`NOT (d.flags & ${FLAGS[has]})`)
  if (filters.after !== undefined) {
    where.push('d.at >= ?')
    params.push(filters.after)
  }
  if (filters.before !== undefined) {
    where.push('d.at < ?')
    params.push(filters.before)
  }
}
