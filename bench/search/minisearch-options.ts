import { WEIGHTS } from '../../src/search/schema.ts'
import { tokenise } from '../../src/search/tokens.ts'

/** A message as MiniSearch has it. */
export interface MiniSearchRow {
  readonly id: number
  readonly body: string
  readonly prev: string
  readonly title: string
}

/** MiniSearch as VIVIM would use it: the same words in the same fields with the same weights, all of them asked for. */
export const miniSearchOptions = {
  fields: ['body', 'prev', 'title'],
  tokenize: (text: string): string[] => tokenise(text).map(({ term }) => term),
  processTerm: (term: string): string => term,
  searchOptions: { boost: { ...WEIGHTS }, combineWith: 'AND' as const },
}
