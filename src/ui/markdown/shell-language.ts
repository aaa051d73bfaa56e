import bash from 'highlight.js/lib/languages/bash'
import type { LanguageFn, Mode } from 'highlight.js'

/** A word of a command line: a program, maybe with a path before it. */
const WORD = /(?:[./~]*[A-Za-z_][\w.-]*)(?:\/[\w.-]+)*(?=\s|$|;)/

/** Words that begin a line without being a program. */
const NOT_A_PROGRAM = /(?!(?:if|then|else|elif|fi|for|while|until|in|do|done|case|esac|function|select)\b)/

/** The program a line, or a part of it after a pipe, runs. */
const PROGRAMS: readonly Mode[] = [
  { match: [/^[ \t]*(?:[$%] )?(?:sudo )?/, NOT_A_PROGRAM, WORD], scope: { 3: 'built_in' }, relevance: 0 },
  { match: [/(?:\|\|?|&&|;)[ \t]+(?:sudo )?/, NOT_A_PROGRAM, WORD], scope: { 3: 'built_in' }, relevance: 0 },
]

/** A number that is a word of its own, also with a unit or as a version: `41`, `5m`, `2.14.0`. */
const NUMBER: Mode = {
  match: [/[ \t=]/, /\d+(?:\.\d+)*(?:[a-zA-Z]{1,2})?(?=\s|$|;|\))/],
  scope: { 2: 'number' },
  relevance: 0,
}

/**
 * Command lines as people paste them: the program that runs, numbers, strings and comments. Names of programs are not
 * coloured where they are arguments, as in `helm history` or `--timeout`.
 */
const shell: LanguageFn = (hljs) => {
  const language = bash(hljs)
  const keywords = language.keywords as Readonly<Record<string, unknown>>
  return {
    ...language,
    keywords: { $pattern: keywords['$pattern'] as RegExp, keyword: keywords['keyword'] as string[] },
    contains: [...language.contains, ...PROGRAMS, NUMBER],
  }
}
export default shell
