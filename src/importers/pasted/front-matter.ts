const MAX_LINES = 60

/** The head of a Markdown file between lines of `---`: its names and values, and the line that comes after it. */
export interface FrontMatter {
  readonly values: ReadonlyMap<string, string>
  readonly end: number
}

/** Reads `name: value` lines of YAML front matter; other YAML is passed over. */
export function readFrontMatter(lines: readonly string[]): FrontMatter {
  const values = new Map<string, string>()
  const none = { values, end: 0 }
  if (lines[0]?.trimEnd() !== '---') return none
  for (let at = 1; at < Math.min(lines.length, MAX_LINES); at++) {
    const line = lines[at]!.trimEnd()
    if (line === '---') return { values, end: at + 1 }
    const found = /^([A-Za-z_][\w-]{0,40}):[ \t]+(\S.{0,1000})$/.exec(line)
    if (found) values.set(found[1]!.toLowerCase(), unquoted(found[2]!))
  }
  return { values: new Map(), end: 0 }
}

function unquoted(value: string): string {
  const inside = /^"(.*)"$|^'(.*)'$/.exec(value)
  return inside ? (inside[1]?.replace(/\\(["\\])/g, '$1') ?? inside[2]!.replaceAll("''", "'")) : value
}
