/** Something named in a text that can be recognised elsewhere: code, a file, an address, a proper name. */
export interface Mention {
  /** As it is compared: case folded, without brackets of a call. */
  readonly name: string
  readonly start: number
  readonly end: number
  /** How sure it is a name at all, 0–1: an address is, a capital letter may not be. */
  readonly certainty: number
}

const SHAPES: readonly (readonly [pattern: RegExp, certainty: number])[] = [
  // Addresses, with or without https.
  [/\bhttps?:\/\/[^\s<>"'`)\]}，。）]+[^\s<>"'`)\]}，。）.,;:!?]/gu, 1],
  // Files and dotted names: nginx.conf, useState.ts, os.path.join
  [
    /(?<![\p{L}\p{N}_/.@-])[\p{L}_][\p{L}\p{N}_-]*(?:[./][\p{L}_][\p{L}\p{N}_-]*)*\.[a-z][a-z0-9]{1,9}\b(?![./]\p{L})/gu,
    0.9,
  ],
  // Options: --force-with-lease
  [/(?<![\w-])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*/gu, 0.8],
  // Calls: parseRoute(…), and names in code: snake_case, camelCase, PascalCase, SCREAMING_CASE
  [/(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]{2,}(?=\()/gu, 0.8],
  [/\b[\p{L}]+(?:_[\p{L}\p{N}]+)+\b/gu, 0.9],
  [/\b\p{Ll}+(?:\p{Lu}[\p{Ll}\p{N}]+)+\b|\b\p{Lu}[\p{Ll}\p{N}]+(?:\p{Lu}[\p{Ll}\p{N}]*)+\b/gu, 0.9],
  // What stands between backticks, if it is one word.
  [/(?<=`)[^\s`]{2,40}(?=`)/gu, 0.9],
  // Names and abbreviations.
  [/\b\p{Lu}{2,}[\p{N}]*\b/gu, 0.5],
]
/** Names that every program has say nothing. */
const EVERYWHERE = new Set(
  '__init__ __main__ __name__ main print len range str int open write super require console.log index.html index.js main.py package.json readme.md e.g i.e'.split(
    ' ',
  ),
)
/** A capital letter where no sentence begins. */
const CAPITAL = /(?<=[\p{Ll},;]\s)\p{Lu}[\p{Ll}\p{N}]{2,}(?:\s\p{Lu}[\p{Ll}\p{N}]{2,}){0,2}/gu

/**
 * What a text names, each name once, where it stands first. Capital letters tell no names in German, where every noun has
 * one: `capitals` says whether they count.
 */
export function mentionsIn(text: string, capitals: boolean): Map<string, Mention> {
  const found = new Map<string, Mention>()
  const shapes = capitals ? [...SHAPES, [CAPITAL, 0.5] as const] : SHAPES
  for (const [pattern, certainty] of shapes)
    for (const match of text.matchAll(pattern)) {
      const name = match[0].toLowerCase().replace(/\(\)$/, '').replace(/\/$/, '')
      if (EVERYWHERE.has(name)) continue
      const known = found.get(name)
      if (!known || known.certainty < certainty)
        found.set(name, { name, start: match.index, end: match.index + match[0].length, certainty })
    }
  return found
}
