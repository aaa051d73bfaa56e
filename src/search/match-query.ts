import type { SqlValue } from '@sqlite.org/sqlite-wasm'
import type { Kind, ParsedQuery, QueryGroup, QueryTerm } from './query-parser.ts'
import { DORMANT, FLAGS, providerCode, typeCode } from './schema.ts'

/** A query as SQL has it for one kind of document. */
export interface KindQuery {
  readonly kind: Kind
  /** The full text asked. */
  readonly table: 'card_text' | 'message_text' | 'title_text'
  /** Expression for FTS5; undefined where no word is asked for, so that documents are listed by time. */
  readonly match?: string
  /** The same where a word may stand in the turn before, as long as another stands in the document itself. */
  readonly spread?: string
  /** As `spread`, besides documents with all words in the turn before alone: found in half the time. */
  readonly anywhere?: string
  /** The same in titles alone, for `title_text`. */
  readonly titles?: string
  /** Any of the words will do: only the ranking says what is meant. */
  readonly relaxed?: true
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

/** Where the words of a group stand: in the document itself, also in the turn before it, or in the title. */
type Scope = 'own' | 'spread' | 'anywhere' | 'titles'

/** A group of words; what is excluded is excluded from the document itself. */
function groupMatch({ all, none }: QueryGroup, scope: Scope): string {
  const own = scope === 'titles' ? '{title}' : '{body title}'
  let match = `${own} : ${allOf(all)}`
  if (all.length > 1 && scope === 'spread') match = `(${allOf(all)} AND ${own} : ${anyOf(all)})`
  if (all.length > 1 && scope === 'anywhere') match = allOf(all)
  return none.length === 0 ? match : `(${match} NOT ${own} : ${anyOf(none)})`
}

/** A group of which any word will do, also in the turn before. */
function relaxedMatch({ all, none }: QueryGroup, inTitle: boolean): string {
  const match = inTitle ? `{title} : ${anyOf(all)}` : anyOf(all)
  return none.length === 0 ? match : `(${match} NOT ${inTitle ? '{title}' : '{body title}'} : ${anyOf(none)})`
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
  return { kind: 'message', ...words(query, 'message', relaxed), where, params }
}

/** The query for cards, or undefined where no card can answer it: titles are searched as messages. */
export function cardQuery(query: ParsedQuery, archived: Archived, relaxed: boolean): KindQuery | undefined {
  const { filters } = query
  if (filters.inTitle) return undefined
  const where: string[] = []
  const params: SqlValue[] = []
  const match = words(query, 'card', relaxed)
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

function words(query: ParsedQuery, kind: Kind, relaxed: boolean): Omit<KindQuery, 'kind' | 'where' | 'params'> {
  const text = `${kind}_text` as const
  const groups = query.groups.filter(({ all }) => all.length > 0)
  if (groups.length === 0) {
    const none = query.groups.flatMap((group) => group.none)
    return none.length === 0 ? { table: text } : { table: text, notMatch: `{body title} : ${anyOf(none)}` }
  }
  const { inTitle } = query.filters
  const table = inTitle ? 'title_text' : text
  if (relaxed) return { table, match: groups.map((group) => relaxedMatch(group, inTitle)).join(' OR '), relaxed }
  const within = (scope: Scope): string => groups.map((group) => groupMatch(group, scope)).join(' OR ')
  if (inTitle) return { table, match: within('titles') }
  return {
    table,
    match: within('own'),
    // The title of a card's conversation is not the card's.
    ...(kind === 'message' && { titles: within('titles') }),
    ...(groups.some(({ all }) => all.length > 1) && { spread: within('spread') }),
    // With several groups the words of one do not tell where those of another stand.
    ...(groups.length === 1 && groups[0]!.all.length > 1 && { anywhere: within('anywhere') }),
  }
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
