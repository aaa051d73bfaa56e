import type { GeneratedLibrary } from '../../tests/search-library/generate.ts'
import { seeded } from '../../tests/search-library/make.ts'

/** What is asked: lines as a person types them, by kind. */
export type Queries = Readonly<Record<string, readonly string[]>>

/** Queries of each kind over a generated library, always the same for a library. */
export function makeQueries({ words, texts }: GeneratedLibrary, rounds: number): Queries {
  const random = seeded(11)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const usual = words.slice(100, 8_000)
  const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word.length > 3)
  const kinds: Readonly<Record<string, () => string>> = {
    'common word': () => `${pick(words.slice(0, 60))} `,
    'one word': () => `${pick(usual)} `,
    '2–4 words': () => {
      const from = wordsOf(pick(texts))
      return `${Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(from)).join(' ')} `
    },
    'prefix 2–5 letters': () => pick(usual).slice(0, 2 + Math.floor(random() * 4)),
    'words and prefix': () => {
      const from = wordsOf(pick(texts))
      return `${pick(from)} ${pick(from).slice(0, 3)}`
    },
    phrase: () => {
      const from = pick(texts).replaceAll('\n', ' ').split(' ')
      const at = Math.floor(random() * Math.max(1, from.length - 3))
      return `"${from.slice(at, at + 2 + Math.floor(random() * 2)).join(' ')}"`
    },
    'one typo': () => {
      const word = pick(usual.filter(({ length }) => length > 5))
      const at = 1 + Math.floor(random() * (word.length - 2))
      return `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)} `
    },
    'question of 12 words': () => `${Array.from({ length: 12 }, () => pick(wordsOf(pick(texts)))).join(' ')} `,
    'word and filters': () => `${pick(usual)} provider:claude after:2023-06 `,
    'operators only': () => 'provider:claude kind:message ',
  }
  return Object.fromEntries(
    Object.entries(kinds).map(([name, make]) => [name, Array.from({ length: rounds }, make)] as const),
  )
}

/** Milliseconds: half of the queries are answered within p50, 95 of 100 within p95. */
export interface Latency {
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** How long each question takes, one after the other. */
export async function timed(asked: readonly string[], ask: (text: string) => unknown): Promise<Latency> {
  const times: number[] = []
  for (const text of asked) {
    const started = performance.now()
    await ask(text)
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))]!
  return { p50: at(0.5), p95: at(0.95), max: times.at(-1)! }
}
