import { isSmall } from './sentence-view.ts'
import { stemOf, type Word } from './tokens.ts'

/** Words of a text that say what it is about, by stem, with their weights and how they were written. */
export interface Topic {
  readonly weights: ReadonlyMap<string, number>
  readonly words: ReadonlyMap<string, string>
  /** Length of the vector of weights. */
  readonly length: number
}

/**
 * What the words of a text are about: each (pair of characters, where a script has no spaces) weighed by how rare it is and, less,
 * how often it comes. `commonness` gives the share of all cards that have a word, 0–1.
 */
export function topicOf(found: readonly Word[], commonness: (word: string) => number): Topic {
  const counts = new Map<string, number>()
  const words = new Map<string, string>()
  found.forEach(({ word, isCharacter }, at) => {
    const next = found[at + 1]
    if (isCharacter ? !next?.isCharacter : isSmall(word) || word.length < 3 || /^\d/.test(word)) return
    const term = isCharacter ? word + next!.word : word
    const stem = isCharacter ? term : stemOf(word)
    counts.set(stem, (counts.get(stem) ?? 0) + 1)
    if (!words.has(stem)) words.set(stem, term)
  })
  const weights = new Map<string, number>()
  let sum = 0
  for (const [stem, count] of counts) {
    const weight = rarityOf(commonness(words.get(stem)!)) * (1 + Math.log(count))
    if (weight <= 0) continue
    weights.set(stem, weight)
    sum += weight * weight
  }
  return { weights, words, length: Math.sqrt(sum) }
}

/** Logarithm of how rare a word is: 0 for what every card has, 1 for one in ten thousand. */
const rarityOf = (share: number): number => Math.min(1, -Math.log10(Math.max(1e-4, share)) / 4)

/** Cosine of two topics, 0–1, and the words that make most of it. */
export function topicsShared(a: Topic, b: Topic): { weight: number; words: string[] } {
  const products: [string, number][] = []
  let sum = 0
  for (const [stem, weight] of a.weights) {
    const other = b.weights.get(stem)
    if (other === undefined) continue
    products.push([a.words.get(stem)!, weight * other])
    sum += weight * other
  }
  products.sort((x, y) => y[1] - x[1])
  const scale = a.length * b.length
  return { weight: scale === 0 ? 0 : sum / scale, words: products.map(([word]) => word) }
}
