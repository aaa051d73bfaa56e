import { makeCard, makeConversation, makeWords, seeded, textMaker } from './make.ts'
import { MemoryLibrary } from './memory-library.ts'

/** Words an average message has, as in the comparison of engines. */
const WORDS = 75
const TURNS = 20
const START = Date.UTC(2023, 0, 1)

export interface GeneratedLibrary {
  readonly library: MemoryLibrary
  readonly words: readonly string[]
  readonly texts: readonly string[]
}

/**
 * A library of made-up conversations of 20 messages, every tenth message with a card, always the same for a size.
 * Message number 7 holds the word `needlework`.
 */
export function generateLibrary(messages: number, id: string): GeneratedLibrary {
  const random = seeded(7)
  const words = makeWords(Math.min(60_000, 2_000 + messages), random)
  const make = textMaker(words, random)
  const library = new MemoryLibrary(id)
  const texts: string[] = []
  for (let c = 0; c * TURNS < messages; c++) {
    const own = Array.from({ length: TURNS }, () => make(WORDS))
    if (c === 0) own[7] += ' needlework'
    texts.push(...own)
    library.put(
      makeConversation({
        name: `${id}-${c}`,
        title: make(5),
        texts: own,
        provider: c % 3 === 0 ? 'claude' : 'chatgpt',
        at: START + c * 3_600_000,
        cards: [9, 19].map((at) => [makeCard(own[at]!.slice(0, 200), { overall: c % 100 }), at] as const),
      }),
    )
  }
  return { library, words, texts }
}
