import type { QueryGroup, QueryTerm } from '../query-parser.ts'
import { Candidates } from './candidates.ts'
import { findPhrase } from './phrase.ts'
import { PARTS, type Part, type Postings } from './postings.ts'
import { either, NOTHING, rarity, SATURATION, scored, SCOPES, union, type Scope, type Scored } from './scoring.ts'
import type { TextIndex } from './text-index.ts'

/** With fewer documents than these that have all words themselves, words of the turn before them count too. */
const ENOUGH = 200

/**
 * Documents that have what some group asks for: all its words, where fewer than {@link ENOUGH} have them themselves also
 * spread over the document and the turn before, and no excluded word. Titles alone with `inTitle`. Throws SQLite3Error.
 */
export function findAll(index: TextIndex, groups: readonly QueryGroup[], inTitle: boolean): Scored {
  const itself = inTitle ? SCOPES.title : SCOPES.own
  const own = groups.map((group) => ownOf(index, group, itself))
  const found = either(index, own)
  if (inTitle || found.docs.length >= ENOUGH || groups.every(({ all }) => all.length < 2)) return found
  return either(
    index,
    groups.map((group, at) => (group.all.length < 2 ? own[at]! : spreadOf(index, group))),
  )
}

/** Documents that have all words of a group themselves. */
function ownOf(index: TextIndex, { all, none }: QueryGroup, scope: Scope): Scored {
  const words = all.map((term) => [postingsOf(index, term, 'own')])
  const excluded = excludedBy(index, none, scope)
  const [first] = words
  if (first && words.length === 1) return scored(index, first[0]!, scope, excluded)
  return intersect(index, words, scope, excluded)
}

/** Documents that have all words of a group themselves or in the turn before, one at least themselves. */
function spreadOf(index: TextIndex, { all, none }: QueryGroup): Scored {
  const words = all.map((term) => PARTS.map((part) => postingsOf(index, term, part)))
  return intersect(index, words, SCOPES.anywhere, excludedBy(index, none, SCOPES.own))
}

/** Documents that have any word of a group, and no excluded one. Throws SQLite3Error. */
export function findSome(index: TextIndex, groups: readonly QueryGroup[], inTitle: boolean): Scored {
  const parts: readonly Part[] = inTitle ? ['own'] : PARTS
  return either(
    index,
    groups.map(({ all, none }) =>
      union(
        index,
        all.map((term) => parts.map((part) => postingsOf(index, term, part))),
        inTitle ? SCOPES.title : SCOPES.anywhere,
        excludedBy(index, none, inTitle ? SCOPES.title : SCOPES.own),
      ),
    ),
  )
}

/** Documents that have any of some terms in themselves. Throws SQLite3Error. */
export const findAnyTerm = (index: TextIndex, terms: readonly string[]): Scored =>
  union(
    index,
    terms.map((term) => [index.find(term, 'own')]),
    SCOPES.own,
    undefined,
  )

/** The numbers of all documents that have one of some words themselves. Throws SQLite3Error. */
export function docsWith(index: TextIndex, words: readonly QueryTerm[]): number[] {
  const flags = excludedBy(index, words, SCOPES.own)
  return flags ? Array.from(flags.keys()).filter((doc) => flags[doc] === 1) : []
}

function postingsOf(index: TextIndex, { terms, prefix, forms }: QueryTerm, part: Part): Postings {
  const [first = ''] = terms
  const typed =
    terms.length > 1
      ? findPhrase(index, terms, prefix, part)
      : prefix
        ? index.findBegun(first, part)
        : index.find(first, part)
  return forms && forms.length > 0 ? index.findAny([typed, ...forms.map((form) => index.find(form, part))]) : typed
}

function excludedBy(index: TextIndex, none: readonly QueryTerm[], scope: Scope): Uint8Array | undefined {
  if (none.length === 0) return undefined
  const flags = new Uint8Array(index.size)
  for (const term of none) {
    const { docs, counts } = postingsOf(index, term, 'own').list()
    for (let i = 0; i < docs.length; i++) if (scope[counts[i]!]! > 0) flags[docs[i]!] = 1
  }
  return flags
}

const candidates = new Candidates()

/** Documents that have all words in a scope, and one of them themselves; of each word, all lists are given. */
function intersect(
  index: TextIndex,
  words: readonly (readonly Postings[])[],
  scope: Scope,
  excluded: Uint8Array | undefined,
): Scored {
  const rising = [...words].sort((a, b) => lengthOf(a) - lengthOf(b))
  const [rarest] = rising
  if (!rarest) return NOTHING
  candidates.begin(index, rarest, scope, excluded)
  for (const parts of rising) candidates.take(parts, scope, rarity(index, parts, scope) * SATURATION)
  return candidates.inAll()
}

const lengthOf = (parts: readonly Postings[]): number => parts.reduce((sum, { length }) => sum + length, 0)
