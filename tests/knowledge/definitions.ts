import data from './definitions.json' with { type: 'json' }

/**
 * Sentences that define and sentences that nearly do, of one half of the pairs in `definitions.json` (its note says how
 * they were made). In: 0 for the pairs that rules may be written by, 1 for those only to measure with.
 */
export const definitionSentences = (half: number): readonly { definition: boolean; text: string }[] =>
  data.sentences.filter((_, at) => Math.floor(at / 2) % 2 === half)
