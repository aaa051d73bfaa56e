import type { TitleLink } from './graph.ts'

/** Each conversation is linked with at most so many others it is most like. */
const NEIGHBOURS = 3
/** Cosine of the words of two titles below which they are not linked. */
const LEAST = 0.3
/** A word in more titles than this share of them tells nothing… */
const COMMON_SHARE = 0.02
/** …but so many may always have it. */
const ALWAYS_RARE = 8
const LEAST_LETTERS = 3

interface Titled {
  readonly id: string
  readonly title: string
}

/** The words of a title that could tell what it is about, each once, in small letters. */
export function titleWords(title: string, words: Intl.Segmenter): Set<string> {
  const found = new Set<string>()
  for (const { segment, isWordLike } of words.segment(title.toLowerCase())) {
    // In scripts without letters for sounds two characters are a word.
    const isLong = segment.length >= LEAST_LETTERS || /^[^\p{Script=Latin}\d]{2,}$/u.test(segment)
    if (isWordLike === true && isLong) found.add(segment)
  }
  return found
}

/**
 * Which conversations may be about the same, by the rare words their titles share: cosine of the words, the rarer the
 * more. Each is linked with the few it is most like; a pair comes once.
 */
export function titleLinks(conversations: readonly Titled[]): TitleLink[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  const wordsOf = conversations.map(({ title }) => titleWords(title, segmenter))
  const holders = new Map<string, number[]>()
  wordsOf.forEach((words, at) => {
    for (const word of words) {
      const known = holders.get(word)
      if (known) known.push(at)
      else holders.set(word, [at])
    }
  })
  const most = Math.max(ALWAYS_RARE, conversations.length * COMMON_SHARE)
  const weigh = (word: string): number => Math.log(1 + conversations.length / holders.get(word)!.length)
  const lengths = wordsOf.map((words) => Math.hypot(...[...words].map(weigh)))
  const links = new Map<string, TitleLink>()
  wordsOf.forEach((words, at) => {
    const shared = new Map<number, string[]>()
    for (const word of words) {
      const others = holders.get(word)!
      if (others.length > most) continue
      for (const other of others) if (other !== at) shared.set(other, [...(shared.get(other) ?? []), word])
    }
    const likest = [...shared]
      .map(([other, common]) => {
        const sum = common.reduce((total, word) => total + weigh(word) ** 2, 0)
        return { other, common, weight: Math.min(1, sum / (lengths[at]! * lengths[other]!)) }
      })
      .filter(({ weight }) => weight >= LEAST)
      .sort((a, b) => b.weight - a.weight || a.other - b.other)
      .slice(0, NEIGHBOURS)
    for (const { other, common, weight } of likest) {
      const [first, second] = at < other ? [at, other] : [other, at]
      const sourceId = conversations[first]!.id
      const targetId = conversations[second]!.id
      const rarest = common.toSorted((a, b) => weigh(b) - weigh(a))
      links.set(`${sourceId} ${targetId}`, { sourceId, targetId, weight, words: rarest })
    }
  })
  return [...links.values()]
}
