import { ACU_TYPES } from '../domain/acu.ts'
import type { AcuType } from '../domain/acu.ts'
import { PROVIDERS } from '../domain/conversation.ts'
import type { Provider } from '../domain/conversation.ts'
import { foldTag, tidyTag } from '../domain/tags.ts'
import { queryTerms } from './tokens.ts'

/** A word or phrase to find: consecutive terms of the index, the last one perhaps only begun. */
export interface QueryTerm {
  readonly terms: readonly string[]
  readonly prefix: boolean
  /** As typed, without quotes. */
  readonly text: string
  /** Stands in quotes: no other form of the word will do. */
  readonly exact?: true
  /** Other forms of the word, any of which will do as well. */
  readonly forms?: readonly string[]
}

/** Everything in `all`, nothing in `none`. */
export interface QueryGroup {
  readonly all: readonly QueryTerm[]
  readonly none: readonly QueryTerm[]
}

export type Kind = 'card' | 'message'
export type Has = 'code' | 'table' | 'image'
export type Is = 'archived' | 'kept' | 'pinned'

/** What the `key:value` operators ask for. Lists are alternatives; an empty list asks for nothing. */
export interface QueryFilters {
  readonly providers: readonly Provider[]
  readonly notProviders: readonly Provider[]
  readonly types: readonly AcuType[]
  readonly notTypes: readonly AcuType[]
  readonly kinds: readonly Kind[]
  readonly has: readonly Has[]
  readonly hasNot: readonly Has[]
  readonly is: readonly Is[]
  readonly isNot: readonly Is[]
  /** Folded; every one of the first must be there, none of the second. */
  readonly tags: readonly string[]
  readonly notTags: readonly string[]
  readonly inTitle: boolean
  /** Milliseconds since 1970 UTC: at or after, and before. */
  readonly after?: number
  readonly before?: number
  /** Inclusive, 0–100. */
  readonly minQuality?: number
  readonly maxQuality?: number
}

/** A line typed, understood. Any group may match; filters hold for all. */
export interface ParsedQuery {
  readonly groups: readonly QueryGroup[]
  readonly filters: QueryFilters
  /** At least one operator was read. */
  readonly filtered: boolean
  readonly problems: readonly string[]
}

/** Longest line read, in code units, and most words: what goes beyond cannot be meant as a search. */
const MAX_LINE = 2_000
const MAX_WORDS = 40

type Lists = {
  -readonly [K in keyof QueryFilters]: QueryFilters[K] extends readonly (infer T)[] ? T[] : QueryFilters[K]
}

type Piece =
  | { readonly kind: 'and' | 'or' | 'not' }
  | {
      readonly kind: 'term'
      readonly text: string
      readonly open: boolean
      readonly negative: boolean
      readonly exact?: true
    }
  | { readonly kind: 'operator'; readonly key: string; readonly value: string; readonly negative: boolean }

const KEYS = new Set(['provider', 'from', 'type', 'kind', 'before', 'after', 'has', 'in', 'quality', 'is', 'tag'])

const TYPE_NAMES: Readonly<Record<string, AcuType>> = {
  ...Object.fromEntries(ACU_TYPES.map((type) => [type, type])),
  ...Object.fromEntries(ACU_TYPES.map((type) => [`${type}s`, type])),
  code: 'code_snippet',
  snippet: 'code_snippet',
  fixes: 'fix',
}
const KIND_NAMES: Readonly<Record<string, Kind>> = {
  card: 'card',
  cards: 'card',
  message: 'message',
  messages: 'message',
}
const HAS: readonly Has[] = ['code', 'table', 'image']
const IS: readonly Is[] = ['archived', 'kept', 'pinned']

/**
 * Reads a typed line: words, "phrases", AND, OR, NOT or a minus before a word, `word*`, and the operators
 * provider/from, type/kind, before, after (year, month or day, local time), has, in:title, quality, is, tag. AND binds
 * closer than OR. The last word, while no space follows it, may be the beginning of one. Never throws: an operator
 * that cannot be read is left out and named in `problems`; any other text is words.
 */
export function parseQuery(line: string): ParsedQuery {
  const filters: Lists = {
    providers: [],
    notProviders: [],
    types: [],
    notTypes: [],
    kinds: [],
    has: [],
    hasNot: [],
    is: [],
    isNot: [],
    tags: [],
    notTags: [],
    inTitle: false,
  }
  const problems: string[] = []
  const groups: { all: QueryTerm[]; none: QueryTerm[] }[] = []
  let group: { all: QueryTerm[]; none: QueryTerm[] } = { all: [], none: [] }
  let negate = false
  let words = 0
  let filtered = false
  if (line.length > MAX_LINE) problems.push(`Only the first ${MAX_LINE} characters were searched for.`)
  for (const piece of pieces(line.slice(0, MAX_LINE))) {
    if (piece.kind === 'or') {
      groups.push(group)
      group = { all: [], none: [] }
      negate = false
    } else if (piece.kind === 'not') negate = true
    else if (piece.kind === 'operator') {
      const problem = addFilter(filters, piece.key, piece.value, piece.negative || negate)
      if (problem !== undefined) problems.push(problem)
      else if (piece.value !== '') filtered = true
      negate = false
    } else if (piece.kind === 'term') {
      const { terms, prefix } = queryTerms(piece.text, piece.open)
      const negative = piece.negative || negate
      negate = false
      if (terms.length === 0) continue
      words += terms.length
      if (words > MAX_WORDS) continue
      const term = { terms, prefix, text: piece.text, ...(piece.exact && { exact: piece.exact }) }
      if (negative) group.none.push(term)
      else group.all.push(term)
    }
  }
  groups.push(group)
  if (words > MAX_WORDS) problems.push(`Only the first ${MAX_WORDS} words were searched for.`)
  return { groups: groups.filter(({ all, none }) => all.length + none.length > 0), filters, filtered, problems }
}

function* pieces(line: string): Generator<Piece> {
  let at = 0
  while (at < line.length) {
    if (/\s/u.test(line[at]!)) {
      at++
      continue
    }
    let negative = false
    if (line[at] === '-' && at + 1 < line.length && !/[\s-]/u.test(line[at + 1]!)) {
      negative = true
      at++
    }
    if (isQuote(line[at]!)) {
      const close = closing(line, at + 1)
      const end = close === -1 ? line.length : close
      yield { kind: 'term', text: line.slice(at + 1, end), open: close === -1, negative, exact: true }
      at = end + 1
      continue
    }
    const operator = /^([a-z]+):("([^"]*)"?|\S*)/iu.exec(line.slice(at))
    const key = operator?.[1]?.toLowerCase()
    if (operator && key !== undefined && KEYS.has(key)) {
      yield { kind: 'operator', key, value: operator[3] ?? operator[2] ?? '', negative }
      at += operator[0].length
      continue
    }
    let end = at
    while (end < line.length && !/\s/u.test(line[end]!) && !(end > at && isQuote(line[end]!))) end++
    const word = line.slice(at, end)
    at = end
    if (!negative && word === 'AND') yield { kind: 'and' }
    else if (!negative && (word === 'OR' || word === '||')) yield { kind: 'or' }
    else if (!negative && word === 'NOT') yield { kind: 'not' }
    else yield { kind: 'term', text: word, open: end === line.length || word.endsWith('*'), negative }
  }
}

const isQuote = (char: string): boolean => char === '"' || char === '“' || char === '”' || char === '„'

function closing(line: string, from: number): number {
  for (let i = from; i < line.length; i++) if (isQuote(line[i]!)) return i
  return -1
}

/** Adds one operator to the filters; gives back why it could not be read, if so. An empty value is still being typed. */
function addFilter(filters: Lists, key: string, value: string, negative: boolean): string | undefined {
  const wanted = value.toLowerCase()
  if (wanted === '') return undefined
  switch (key) {
    case 'provider':
    case 'from': {
      const provider = PROVIDERS.find((known) => known === wanted)
      if (!provider) return unknown(key, value, PROVIDERS)
      ;(negative ? filters.notProviders : filters.providers).push(provider)
      return undefined
    }
    case 'type':
    case 'kind': {
      const kind = Object.hasOwn(KIND_NAMES, wanted) ? KIND_NAMES[wanted] : undefined
      if (kind) {
        filters.kinds.push(negative ? (kind === 'card' ? 'message' : 'card') : kind)
        return undefined
      }
      const type = Object.hasOwn(TYPE_NAMES, wanted) ? TYPE_NAMES[wanted] : undefined
      if (!type) return unknown(key, value, ['card', 'message', ...ACU_TYPES])
      ;(negative ? filters.notTypes : filters.types).push(type)
      return undefined
    }
    case 'has': {
      const has = HAS.find((known) => known === wanted || `${known}s` === wanted)
      if (!has) return unknown(key, value, HAS)
      ;(negative ? filters.hasNot : filters.has).push(has)
      return undefined
    }
    case 'is': {
      const is = IS.find((known) => known === wanted)
      if (!is) return unknown(key, value, IS)
      ;(negative ? filters.isNot : filters.is).push(is)
      return undefined
    }
    case 'tag': {
      const tag = tidyTag(value)
      if (tag !== undefined) (negative ? filters.notTags : filters.tags).push(foldTag(tag))
      return undefined
    }
    case 'in':
      if (wanted !== 'title') return unknown(key, value, ['title'])
      if (negative) return 'in:title cannot be turned around.'
      filters.inTitle = true
      return undefined
    case 'before':
    case 'after': {
      const time = readDate(wanted)
      if (time === undefined)
        return `${key}:${value} is not a date. Write ${key}:2026, ${key}:2026-09 or ${key}:2026-09-30.`
      addTime(filters, (key === 'before') !== negative ? 'before' : 'after', time)
      return undefined
    }
    default:
      return addQuality(filters, value, negative)
  }
}

const unknown = (key: string, value: string, known: readonly string[]): string =>
  `${key}:${value} is not known. It can be ${known.join(', ')}.`

function addTime(filters: Lists, side: 'before' | 'after', time: number): void {
  if (side === 'before') filters.before = Math.min(filters.before ?? Infinity, time)
  else filters.after = Math.max(filters.after ?? -Infinity, time)
}

/** Start of a year, month or day in local time; undefined where it is none. */
function readDate(text: string): number | undefined {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text)
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)]
  const date = new Date(2000, 0, 1)
  date.setFullYear(year, month - 1, day)
  if (date.getMonth() !== month - 1 || date.getDate() !== day) return undefined
  return date.getTime()
}

function addQuality(filters: Lists, value: string, negative: boolean): string | undefined {
  const match = /^(>=|<=|>|<|=|≥|≤)?(\d{1,3})$/.exec(value)
  if (!match) return `quality:${value} is not a number from 0 to 100. Write quality:>50 or quality:<30.`
  const number = Number(match[2])
  const sign = match[1] ?? '>='
  if (negative && sign === '=') return 'quality:= cannot be turned around.'
  const above = sign.startsWith('>') || sign === '≥'
  const inclusive = sign.includes('=') || sign === '≥' || sign === '≤'
  let [min, max]: [number, number] = [0, 100]
  if (sign === '=') [min, max] = [number, number]
  else if (above) min = inclusive ? number : number + 1
  else max = inclusive ? number : number - 1
  if (negative) [min, max] = above ? [0, min - 1] : [max + 1, 100]
  filters.minQuality = Math.max(filters.minQuality ?? 0, min)
  filters.maxQuality = Math.min(filters.maxQuality ?? 100, max)
  return undefined
}
