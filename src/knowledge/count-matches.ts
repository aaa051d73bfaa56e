import { Pattern } from './pattern.ts'

/** How often a pattern with the flag `g`, which must not match an empty text, matches in a text. */
export function countMatches(pattern: RegExp | Pattern, text: string): number {
  const one = pattern instanceof Pattern ? pattern.on(text) : pattern
  // Without a list of what was found: making it costs as much as finding.
  let count = 0
  one.lastIndex = 0
  while (one.test(text)) count++
  return count
}
