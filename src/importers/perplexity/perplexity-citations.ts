import type { Part } from '../../domain/conversation.ts'
import type { Source } from './perplexity-turn.ts'

/** Code, in which `[1]` is no mark. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/
const MARK = /[ \t]?\[(?:(?:web|perplexity)[+:-])?(\d{1,3})\](?!\()/g

/**
 * Takes marks such as `[2]` out of an answer where they number one of its sources. The parts are the text and the pages:
 * those it cites in the order in which they are cited, then the others.
 */
export function citedParts(answer: string, sources: readonly Source[]): Part[] {
  const cited = new Set<Source>()
  const pieces = answer.split(CODE).map((piece, at) => {
    // Every second piece is code.
    if (at % 2 === 1) return piece
    return piece.replace(MARK, (mark, digits: string) => {
      const source = sources[Number(digits) - 1]
      if (!source) return mark
      cited.add(source)
      return ''
    })
  })
  const text = pieces.join('')
  const pages = new Map<string, Part>()
  for (const { url, ...about } of [...cited, ...sources])
    if (/^https?:\/\//i.test(url) && !pages.has(url)) pages.set(url, { type: 'citation', url, ...about })
  return [...(text === '' ? [] : [{ type: 'text' as const, text }]), ...pages.values()]
}
