import type { QueryGroup, QueryTerm } from '../query-parser.ts'
import { Candidates } from './candidates.ts'
import { findPhrase } from './phrase.ts'
import type { Postings } from './postings.ts'
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
  const found = groups.map(({ all, none }) => {
    const lists = all.map((term) => postingsOf(index, term))
    const isSpread = !inTitle && lists.length > 1
    return intersect(index, lists, itself, isSpread ? SCOPES.anywhere : itself, excludedBy(index, none, itself))
  })
  const own = either(
    index,
    found.map(({ itself }) => itself),
  )
  return own.docs.length < ENOUGH
    ? either(
        index,
        found.map(({ spread }) => spread),
      )
    : own
}

/** Documents that have any word of a group, and no excluded one. Throws SQLite3Error. */
export function findSome(index: TextIndex, groups: readonly QueryGroup[], inTitle: boolean): Scored {
  const scope = inTitle ? SCOPES.title : SCOPES.anywhere
  return either(
    index,
    groups.map(({ all, none }) => {
      const excluded = excludedBy(index, none, inTitle ? SCOPES.title : SCOPES.own)
      return union(
        index,
        all.map((term) => postingsOf(index, term)),
        scope,
        excluded,
      )
    }),
  )
}

/** Documents that have any of some terms in themselves. Throws SQLite3Error. */
export const findAnyTerm = (index: TextIndex, terms: readonly string[]): Scored =>
  union(
    index,
    terms.map((term) => index.find(term)),
    SCOPES.own,
    undefined,
  )

/** The numbers of all documents that have one of some words themselves. Throws SQLite3Error. */
export function docsWith(index: TextIndex, words: readonly QueryTerm[]): number[] {
  const flags = excludedBy(index, words, SCOPES.own)
  return flags ? Array.from(flags.keys()).filter((doc) => flags[doc] === 1) : []
}

function postingsOf(index: TextIndex, { terms, prefix, forms }: QueryTerm): Postings {
  const [first] = terms
  const typed =
    terms.length > 1
      ? findPhrase(index, terms, prefix)
      : prefix
        ? index.findBegun(first ?? '')
        : index.find(first ?? '')
  return forms && forms.length > 0 ? index.findAny([typed, ...forms.map((form) => index.find(form))]) : typed
}

function excludedBy(index: TextIndex, none: readonly QueryTerm[], scope: Scope): Uint8Array | undefined {
  if (none.length === 0) return undefined
  const flags = new Uint8Array(index.size)
  for (const term of none) {
    const { docs, counts } = postingsOf(index, term).list()
    for (let i = 0; i < docs.length; i++) if (scope[counts[i]!]! > 0) flags[docs[i]!] = 1
  }
  return flags
}

const candidates = new Candidates()

/**
 * Documents that all lists have: in the document itself, and in a wider scope, where at least one of them stands in the
 * document itself. Both at once, since reading the lists is what takes time.
 */
function intersect(
  index: TextIndex,
  lists: readonly Postings[],
  itself: Scope,
  wider: Scope,
  excluded: Uint8Array | undefined,
): { readonly itself: Scored; readonly spread: Scored } {
  const rising = [...lists].sort((a, b) => a.length - b.length)
  const [rarest] = rising
  if (!rarest) return { itself: NOTHING, spread: NOTHING }
  if (rising.length === 1) {
    const only = scored(index, rarest, itself, excluded)
    return { itself: only, spread: only }
  }
  candidates.begin(index, rarest, wider, excluded)
  for (const list of rising) {
    const worth = (scope: Scope): number => rarity(index, list, scope) * SATURATION
    candidates.take(list, itself, worth(itself), wider, wider === itself ? 0 : worth(wider))
  }
  const own = candidates.inItself(lists.length)
  return { itself: own, spread: wider === itself ? own : candidates.inWider(lists.length) }
}
