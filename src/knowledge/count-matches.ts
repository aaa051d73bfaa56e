/** How often a pattern with the flag `g` matches in a text. */
export const countMatches = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0
