import type { CountedOperator } from '../../../domain/ports/search.ts'

/** An operator at the end of a line whose value is being typed. */
export interface OpenOperator {
  readonly operator: CountedOperator
  /** The line before it. */
  readonly before: string
  /** The operator as it was typed, with a minus before it and the colon behind: `-from:`. */
  readonly typed: string
  /** As much of the value as there is. */
  readonly value: string
}

const OPERATORS: ReadonlyMap<string, CountedOperator> = new Map([
  ['from', 'from'],
  ['provider', 'from'],
  ['kind', 'kind'],
  ['type', 'kind'],
  ['has', 'has'],
  ['is', 'is'],
  ['tag', 'tag'],
  ['before', 'before'],
  ['after', 'after'],
])

/** The operator a line ends with, if its value is still being typed and is one of those that are counted. */
export function openOperator(line: string): OpenOperator | undefined {
  const found = /(?:^|\s)(-?([a-z]+):)("[^"]*|\S*)$/iu.exec(line)
  const operator = found ? OPERATORS.get(found[2]!.toLowerCase()) : undefined
  if (!found || !operator) return undefined
  const typed = found[1]!
  const value = found[3]!
  const before = line.slice(0, line.length - typed.length - value.length)
  return { operator, before, typed, value: value.replaceAll('"', '') }
}
