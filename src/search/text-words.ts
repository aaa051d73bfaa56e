import { isJoined, MAX_TERM, NON_ASCII, tokenise, type Token } from './tokens.ts'

/** What to mark: consecutive terms, the last one perhaps only begun. */
export interface Marker {
  readonly terms: readonly string[]
  readonly prefix: boolean
}

/** A place where a marker stands, in UTF-16 code units. */
export interface Match {
  readonly marker: number
  readonly start: number
  readonly end: number
  readonly terms: readonly string[]
}

/** The words of a text, as the index has them. */
export interface Words {
  /** Every place a marker stands, by where it starts. */
  matches(markers: readonly Marker[]): Match[]
  /** Where the first word starts that does so there or later. */
  startFrom(at: number): number | undefined
  /** Where the last word ends that does so there or before. */
  endUpTo(at: number): number | undefined
}

/** The words of a text; where it is plain ASCII, as most are, without taking all of them out. */
export const wordsOf = (text: string): Words => (NON_ASCII.test(text) ? tokenWords(text) : plainWords(text))

const inOrder = (matches: Match[]): Match[] => matches.sort((a, b) => a.start - b.start || a.end - b.end)

/** Whether what is asked for is the beginning of a word alone. */
const isBegun = ({ terms, prefix }: Marker): boolean => prefix && terms.length === 1

/** The words of any text. */
export function tokenWords(text: string): Words {
  const tokens = tokenise(text)
  return {
    matches: (markers) => findMatches(tokens, markers),
    startFrom: (at) => tokens.find(({ start }) => start >= at)?.start,
    endUpTo: (at) => tokens.findLast(({ end }) => end <= at)?.end,
  }
}

function findMatches(tokens: readonly Token[], markers: readonly Marker[]): Match[] {
  const matches: Match[] = []
  const byFirst = new Map<string, number[]>()
  const begun: number[] = []
  markers.forEach((marker, index) => {
    const first = marker.terms[0]
    if (first === undefined) return
    if (isBegun(marker)) begun.push(index)
    else byFirst.set(first, [...(byFirst.get(first) ?? []), index])
  })
  tokens.forEach((token, at) => {
    for (const index of byFirst.get(token.term) ?? []) {
      const match = matchAt(tokens, at, markers[index]!, index)
      if (match) matches.push(match)
    }
    for (const index of begun) {
      const term = markers[index]!.terms[0]!
      if (!token.term.startsWith(term)) continue
      // A single character asked for inside a pair: mark the character, not the pair.
      const end = isJoined(term) && isJoined(token.term) ? token.start + [...term].join('').length : token.end
      matches.push({ marker: index, start: token.start, end, terms: [token.term] })
    }
  })
  return inOrder(matches)
}

function matchAt(tokens: readonly Token[], at: number, marker: Marker, index: number): Match | undefined {
  const { terms, prefix } = marker
  for (let i = 0; i < terms.length; i++) {
    const term = tokens[at + i]?.term
    if (term === undefined) return undefined
    const begun = prefix && i === terms.length - 1
    if (begun ? !term.startsWith(terms[i]!) : term !== terms[i]) return undefined
  }
  const found = tokens.slice(at, at + terms.length)
  return { marker: index, start: found[0]!.start, end: found.at(-1)!.end, terms: found.map(({ term }) => term) }
}

/** The words of a text of plain ASCII. */
export function plainWords(text: string): Words {
  const small = text.toLowerCase()
  return {
    matches: (markers) => {
      const found: Match[] = []
      const add = (isWanted: (marker: Marker) => boolean): void =>
        markers.forEach((marker, index) => {
          if (isWanted(marker)) findPlain(small, marker, index, found)
        })
      add((marker) => !isBegun(marker))
      add(isBegun)
      return inOrder(found)
    },
    startFrom: (at) => {
      let start = at
      if (isOfWord(small, at - 1)) while (isOfWord(small, start)) start++
      while (start < small.length && !isOfWord(small, start)) start++
      return start < small.length ? start : undefined
    },
    endUpTo: (at) => {
      let end = at
      if (isOfWord(small, at)) while (isOfWord(small, end - 1)) end--
      while (end > 0 && !isOfWord(small, end - 1)) end--
      return end > 0 ? end : undefined
    },
  }
}

/** Whether a letter or digit stands at a place of a text in small letters. */
function isOfWord(small: string, at: number): boolean {
  const code = small.charCodeAt(at)
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57)
}

function endOfWord(small: string, start: number): number {
  let end = start
  while (isOfWord(small, end)) end++
  return end
}

/** Adds every place where a marker stands. */
function findPlain(small: string, { terms, prefix }: Marker, marker: number, found: Match[]): void {
  const [first] = terms
  if (first === undefined || NON_ASCII.test(first)) return
  for (let at = small.indexOf(first); at >= 0; at = small.indexOf(first, at + 1)) {
    if (isOfWord(small, at - 1)) continue
    const words: string[] = []
    let [start, end] = [at, at]
    for (const [i, term] of terms.entries()) {
      end = endOfWord(small, start)
      const word = small.slice(start, Math.min(end, start + MAX_TERM))
      const isOpen = prefix && i === terms.length - 1
      if (word === '' || (isOpen ? !word.startsWith(term) : word !== term)) break
      words.push(word)
      start = end
      if (i < terms.length - 1) while (start < small.length && !isOfWord(small, start)) start++
    }
    if (words.length === terms.length) found.push({ marker, start: at, end, terms: words })
  }
}
