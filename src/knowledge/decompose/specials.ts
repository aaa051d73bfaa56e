import type { Range } from './blocks.ts'

/** A stretch of the text: Markdown, a display formula, code between two rules of dashes, or a rule of box-drawing signs. */
export interface Special extends Range {
  readonly kind: 'markdown' | 'formula' | 'code' | 'rule'
  readonly body?: Range
}

const RULE = /^[-=─━═]{8,}\s*$/
const DRAWN = /^[─━═]{8,}\s*$/
const CODE_LINE =
  /[;{}]\s*$|^\s*(?:#(?:if|ifdef|ifndef|define|else|elif|endif|error|pragma)\b|\*\s|%\s|--\s|# )|^\s*(?:#include|import |from \S+ import|def |class |function |const |let |var |public |private |return\b|if ?\(|for ?\(|while ?\(|SELECT |FROM |WHERE |INSERT |CREATE |\$ |<\/?[a-z]|\/\/|\/\*|\*\/|@\w+)|=>|\w\(.*\)\s*[;{:]?\s*$|^\s*[\w.$[\]]+ ?[-+*|]?= ?\S/

/** True where at least a share of the lines looks like a programming language. */
export function looksLikeCode(text: string, least = 0.5): boolean {
  let lines = 0
  let code = 0
  for (const line of text.split('\n', 80)) {
    if (line.trim() === '') continue
    lines++
    if (CODE_LINE.test(line)) code++
  }
  return lines >= 2 && code / lines >= least
}

/**
 * Cuts out what Markdown's grammar does not know: display formulas (`$$ … $$`, `\[ … \]` at the start of a line) and code
 * that a model set between two long rules instead of fences. In: text with `\n` line ends. Out: stretches in order that
 * cover it. Fenced code is never cut.
 */
export function cutSpecials(source: string): Special[] {
  const formulas = source.includes('$$') || source.includes('\\[')
  const rules = /^(?:-{8}|={8}|─{8}|━{8}|═{8})/m.test(source)
  if (!formulas && !rules) return [{ kind: 'markdown', start: 0, end: source.length }]

  const out: Special[] = []
  let from = 0
  let fence: string | undefined
  let line = 0
  const flush = (to: number): void => {
    if (to > from) out.push({ kind: 'markdown', start: from, end: to })
  }
  while (line < source.length) {
    let next = source.indexOf('\n', line)
    next = next < 0 ? source.length : next + 1
    const text = source.slice(line, next)
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1]
    if (mark) {
      if (fence === undefined) fence = mark
      else if (mark.startsWith(fence)) fence = undefined
    } else if (fence === undefined) {
      const end = formulas ? formulaEnd(source, line, text) : -1
      if (end > 0) {
        flush(line)
        const start = line + text.search(/\S/)
        out.push({ kind: 'formula', start, end })
        next = end
        from = end
      } else if (rules && RULE.test(text)) {
        const code = ruledCode(source, next)
        if (code) {
          flush(line)
          out.push({ kind: 'code', start: line, end: code.end, body: code.body })
          next = code.end
          from = next
        } else if (DRAWN.test(text)) {
          flush(line)
          out.push({ kind: 'rule', start: line, end: line + text.trimEnd().length })
          from = next
        }
      }
    }
    line = next
  }
  flush(source.length)
  return out
}

/** End of the formula that starts on this line and has its lines to itself, or -1. */
function formulaEnd(source: string, line: number, text: string): number {
  const open = /^ {0,3}(\$\$|\\\[)/.exec(text)?.[1]
  if (!open) return -1
  const start = line + text.indexOf(open) + 2
  const close = source.indexOf(open === '$$' ? '$$' : '\\]', start)
  if (close < 0 || close - start > 4000) return -1
  if (source.slice(start, close).trim() === '') return -1
  let end = close + 2
  while (end < source.length && /[ \t.,;]/.test(source[end]!)) end++
  if (end < source.length && source[end] !== '\n') return -1
  return source.slice(start, close).includes('\n\n\n') ? -1 : close + 2
}

/** Code up to the next rule line, if what lies between looks like code. */
function ruledCode(source: string, from: number): { body: Range; end: number } | undefined {
  let line = from
  while (line < source.length && line - from < 20_000) {
    let next = source.indexOf('\n', line)
    next = next < 0 ? source.length : next + 1
    if (RULE.test(source.slice(line, next))) {
      const body = source.slice(from, line)
      if (body.trim() === '' || body.includes('```') || !looksLikeCode(body, 0.4)) return undefined
      return {
        body: { start: from, end: Math.max(from, line - 1) },
        end: line + source.slice(line, next).trimEnd().length,
      }
    }
    line = next
  }
  return undefined
}
