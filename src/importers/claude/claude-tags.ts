import type { Part } from '../../domain/conversation.ts'

const OPENING = /<antThinking>|<antArtifact\b([^>]{0,1000})>/g
const MAX_TAGS = 1000
const CODE_TYPES: Readonly<Record<string, string>> = {
  'text/html': 'html',
  'image/svg+xml': 'svg',
  'application/vnd.ant.mermaid': 'mermaid',
  'application/vnd.ant.react': 'jsx',
}

/**
 * Splits the text of an older answer, in which reasoning and artifacts stand between tags, into thinking, code and text.
 * A text without such tags is one part, unchanged.
 */
export function splitTags(text: string): Part[] {
  const parts: Part[] = []
  const addText = (piece: string): void => {
    if (piece.trim() !== '') parts.push({ type: 'text', text: piece })
  }
  let from = 0
  for (const match of text.matchAll(OPENING)) {
    if (match.index < from || parts.length > MAX_TAGS) continue
    const isThinking = match[1] === undefined
    const closing = isThinking ? '</antThinking>' : '</antArtifact>'
    const start = match.index + match[0].length
    const end = text.indexOf(closing, start)
    // What is never closed is text to its end.
    if (end < 0) break
    addText(text.slice(from, match.index))
    const inside = text.slice(start, end)
    if (isThinking) parts.push({ type: 'thinking', text: inside.trim() })
    else parts.push(artifact(match[1]!, inside.replace(/^\n|\n$/g, '')))
    from = end + closing.length
  }
  addText(text.slice(from))
  return parts
}

function artifact(attributes: string, content: string): Part {
  const attribute = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]
  const type = attribute('type') ?? ''
  if (type === 'text/markdown') return { type: 'text', text: content }
  const language = attribute('language') ?? CODE_TYPES[type]
  return { type: 'code', text: content, ...(language !== undefined && { language }) }
}
