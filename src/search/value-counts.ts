import type { SqlValue } from '@sqlite.org/sqlite-wasm'
import type { CountedOperator, ValueCount } from '../domain/ports/search.ts'
import { cardQuery, messageQuery, type Archived, type KindQuery } from './match-query.ts'
import type { Matcher } from './matching.ts'
import { parseQuery } from './query-parser.ts'
import { FLAGS, providerOf, typeOf } from './schema.ts'

/** Operators with few values are counted one value after the other; the others by one sum over all that is found. */
const FEW: Readonly<Partial<Record<CountedOperator, readonly string[]>>> = { is: ['kept', 'pinned', 'archived'] }

/**
 * The values an operator can have beside what is typed already, the most frequent first, each with how many results
 * (cards and messages) it would leave; those that would leave none are not among them. Throws SQLite3Error.
 */
export function valueCounts(
  matcher: Matcher,
  archived: Archived,
  text: string,
  operator: CountedOperator,
): ValueCount[] {
  const few = FEW[operator]
  const counts = few
    ? new Map(few.map((value) => [value, total(matcher, archived, `${text} ${operator}:${value}`)]))
    : grouped(matcher, archived, text, operator)
  return [...counts]
    .flatMap(([value, count]) => (count > 0 ? [{ value, count }] : []))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function queries(archived: Archived, text: string): KindQuery[] {
  const query = parseQuery(text)
  const { kinds } = query.filters
  const both = [cardQuery(query, archived, false), messageQuery(query, archived, false)]
  return both.flatMap((one) => (one && (kinds.length === 0 || kinds.includes(one.kind)) ? [one] : []))
}

const total = (matcher: Matcher, archived: Archived, text: string): number =>
  queries(archived, text).reduce((sum, query) => sum + matcher.count(query), 0)

function grouped(matcher: Matcher, archived: Archived, text: string, operator: CountedOperator): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (value: string | undefined, count: SqlValue | undefined): void => {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + Number(count))
  }
  for (const query of queries(archived, text)) {
    const isCard = query.kind === 'card'
    switch (operator) {
      case 'from': {
        // A card counts for each provider it was found at.
        const places = 'JOIN place p ON p.card = d.id JOIN conversation v ON v.id = p.conv'
        const [from, value, count] = isCard
          ? [places, 'v.provider', 'count(DISTINCT d.id)']
          : ['', 'd.provider', 'count(*)']
        for (const [provider, n] of matcher.rows(query, from, `${value}, ${count}`, value))
          add(providerOf(provider ?? null), n)
        break
      }
      case 'kind':
        if (isCard) for (const [type, n] of matcher.rows(query, '', 'd.type, count(*)', 'd.type')) add(typeOf(type), n)
        else add('message', matcher.rows(query, '', 'count(*)')[0]?.[0])
        break
      case 'has': {
        const names = Object.entries(FLAGS)
        const sums = names.map(([, flag]) => `sum((d.flags & ${flag}) > 0)`).join(', ')
        const [found] = matcher.rows(query, '', sums)
        names.forEach(([name], at) => add(name, found?.[at] ?? 0))
        break
      }
      case 'tag':
        if (!isCard) break
        for (const [tag, n] of matcher.rows(
          query,
          'JOIN card_tag t ON t.card = d.id',
          'min(t.tag), count(*)',
          't.folded',
        ))
          add(String(tag), n)
        break
      case 'before':
      case 'after': {
        const year = "strftime('%Y', d.at / 1000, 'unixepoch', 'localtime')"
        for (const [value, n] of matcher.rows(query, '', `${year}, count(*)`, year)) add(String(value), n)
      }
    }
  }
  return counts
}
