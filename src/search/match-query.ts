import type { SqlValue } from '@sqlite.org/sqlite-wasm'
import type { Kind, ParsedQuery, QueryGroup, QueryTerm } from './query-parser.ts'
import { DORMANT, FLAGS, providerCode, typeCode } from './schema.ts'

/** A query for one kind of document. */
export interface KindQuery {
  readonly kind: Kind
  /** Groups that ask for words; where there are none, documents are listed by time. */
  readonly groups: readonly QueryGroup[]
  /** Words that no listed document may have, where none are asked for. */
  readonly excluded: readonly QueryTerm[]
  /** Words stand in the conversation's title. */
  readonly inTitle: boolean
  /** Any of the words will do: only the ranking says what is meant. */
  readonly relaxed: boolean
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
  const asked = words(query, relaxed)
  if (filters.is.includes('archived')) where.push('d.tab = 2')
  else if (archived.cards || asked.groups.length === 0) where.push('d.tab <> 2')
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
  // Dormant cards have no words. Where rows are read, SQLite must know that its indexes will do, which leave them out.
  if (where.length > 0 || asked.groups.length === 0) where.push(`d.tab <> ${DORMANT}`)
  return { kind: 'card', ...asked, where, params }
}

function words(query: ParsedQuery, relaxed: boolean): Omit<KindQuery, 'kind' | 'where' | 'params'> {
  const groups = query.groups.filter(({ all }) => all.length > 0)
  const excluded = groups.length === 0 ? query.groups.flatMap(({ none }) => none) : []
  return { groups, excluded, inTitle: query.filters.inTitle, relaxed }
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
