import { lexer } from 'marked'

/** A word that stands in no text, to see what becomes of what follows. */
const PROBE = 'probevivimprobe'
/** Beyond this the parser takes too long to ask. */
const MOST_PARSED = 400_000

/** A fence of backticks that no line of the text can close. */
export function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(longest + 1)
}

/** A text as a block of code, as it stands. The language is left out where it could not stand behind a fence. */
export function fenced(text: string, language = ''): string {
  const fence = fenceFor(text)
  return `${fence}${/^[\w+#.-]*$/.test(language) ? language : ''}\n${text}\n${fence}`
}

/**
 * Markdown that ends where it ends: what follows it, after a blank line, is read by itself. A text that leaves a fence,
 * a comment or a formula open, or is too deep or long to be read, becomes a block of code. The text stands in it as it is.
 */
export function containedMarkdown(text: string): string {
  return isContained(text) ? text : fenced(text, 'markdown')
}

function isContained(text: string): boolean {
  if (text.length > MOST_PARSED || (text.split('$$').length - 1) % 2 === 1) return false
  // An address on the next line: parsers disagree on whether it may be the beginning of a block of HTML.
  if (/^\s*\[[^\]]*\]:[ \t]*[\r\n]/m.test(text)) return false
  if (text.split('\\[').length !== text.split('\\]').length) return false
  try {
    const last = lexer(`${text}\n\n${PROBE}`).at(-1)
    return last?.type === 'paragraph' && last.raw.trim() === PROBE
  } catch {
    // Nested deeper than the parser can follow.
    return false
  }
}

/**
 * True where something may be put behind the last sign of a text without becoming part of a list, table, code, address or
 * formula: the last paragraph is plain prose.
 */
export function endsInProse(text: string): boolean {
  const last = text.split(/\n[ \t]*\n/).at(-1) ?? ''
  if (/^(?:\s|[-*+>#=~]|\d+[.)]|`{3}|\[[^\]]*\]:)/m.test(last) || /[|<$\\\r]|:\/\/|www\.|@/.test(last)) return false
  return last.split('`').length % 2 === 1 && /[\p{L}\p{N}.。)”"'’?…*_`]$/u.test(last)
}
