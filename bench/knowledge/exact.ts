/**
 * Whether code, tables and display formulas of Markdown are cards exactly as they stand: each that a plain line scanner finds,
 * which shares nothing with the rules that make cards, is looked for among the cards of its answer. Prints figures only.
 */
import { canonicalContent } from '../../src/domain/acu-id.ts'
import { derive } from '../../src/knowledge/derive.ts'
import { conversationOf, turnOf } from '../../src/knowledge/single.ts'

export type SolidKind = 'code' | 'table' | 'formula'

export interface Solid {
  readonly kind: SolidKind
  readonly content: string
}

/** Every solid of each kind, and how many of them are cards. */
export function exact(answers: readonly string[]): Record<string, string> {
  const count: Record<SolidKind, { found: number; all: number }> = {
    code: { found: 0, all: 0 },
    table: { found: 0, all: 0 },
    formula: { found: 0, all: 0 },
  }
  for (const answer of answers) {
    const { cards } = derive(conversationOf('answer'), [turnOf('answer', 'assistant', answer)])
    const contents = new Set(cards.map(({ content }) => content))
    for (const { kind, content } of solidsIn(answer)) {
      count[kind].all++
      if (contents.has(canonicalContent(content))) count[kind].found++
    }
  }
  return Object.fromEntries(Object.entries(count).map(([kind, { found, all }]) => [kind, `${found}/${all}`]))
}

/** Fenced code (the lines between the fences), tables and display formulas with lines to themselves, at any indentation. */
export function solidsIn(text: string): Solid[] {
  const lines = text.split(/\r\n|\n/)
  const out: Solid[] = []
  for (let at = 0; at < lines.length; at++) {
    const fence = /^\s*(`{3,}|~{3,})[^`]*$/.exec(lines[at]!)?.[1]
    if (fence) {
      const end = endOf(lines, at + 1, (line) => line.trim().startsWith(fence) && /^\s*[`~]+\s*$/.test(line))
      if (
        lines
          .slice(at + 1, end)
          .join('')
          .trim() !== ''
      )
        out.push({ kind: 'code', content: lines.slice(at + 1, end).join('\n') })
      at = end
    } else if (
      lines[at]!.includes('|') &&
      /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '') &&
      (lines[at + 1] ?? '').includes('|')
    ) {
      const end = endOf(lines, at + 2, (line) => !line.includes('|'))
      out.push({ kind: 'table', content: lines.slice(at, end).join('\n').trim() })
      at = end - 1
    } else {
      const open = /^\s*(\$\$|\\\[)/.exec(lines[at]!)?.[1]
      if (!open) continue
      const close = open === '$$' ? '$$' : '\\]'
      const rest = lines
        .slice(at, at + 60)
        .join('\n')
        .trimStart()
      const formula = rest.slice(0, rest.indexOf(close, 2) + 2)
      const after = rest.slice(formula.length).split('\n', 1)[0] ?? ''
      if (formula.length < 5 || /\S/.test(after.replace(/[.,;]/g, ''))) continue
      out.push({ kind: 'formula', content: formula })
      at += formula.split('\n').length - 1
    }
  }
  return out
}

function endOf(lines: readonly string[], from: number, ends: (line: string) => boolean): number {
  let at = from
  while (at < lines.length && !ends(lines[at]!)) at++
  return at
}
