import type { Part } from '../../domain/conversation.ts'
import { readArguments, textParts, toolResult } from '../chat-content.ts'

const OPENING = '<details'
const CLOSING = '</details>'

/**
 * Splits a text at the blocks `<details type="reasoning">` and `<details type="tool_calls">` (also `code_interpreter`)
 * that the server writes into answers. Other such blocks are text, as is one that is never closed. Every character is
 * looked at a few times at most, whatever the text is.
 */
export function splitDetails(text: string): Part[] {
  const parts: Part[] = []
  let from = 0
  let at = text.indexOf(OPENING)
  while (at >= 0) {
    const tagEnd = endOfTag(text, at + OPENING.length)
    if (tagEnd < 0) break
    const attributes = attributesOf(text.slice(at + OPENING.length, tagEnd))
    const type = attributes.get('type')
    if (type === 'reasoning' || type === 'tool_calls' || type === 'code_interpreter') {
      const end = endOfBlock(text, tagEnd)
      if (end < 0) break
      parts.push(...textParts(trimLines(text.slice(from, at))))
      parts.push(...readBlock(type, attributes, text.slice(tagEnd + 1, end)))
      from = end + CLOSING.length
      at = text.indexOf(OPENING, from)
    } else at = text.indexOf(OPENING, tagEnd)
  }
  parts.push(...textParts(from === 0 ? text : trimLines(text.slice(from))))
  return parts
}

/** Index of the `>` that ends a tag, or -1; those inside quotes do not. */
function endOfTag(text: string, from: number): number {
  let quoted = false
  for (let at = from; at < text.length; at++) {
    const unit = text[at]
    if (unit === '"') quoted = !quoted
    else if (unit === '>' && !quoted) return at
  }
  return -1
}

/** Index of the closing tag of the block whose opening tag ends at `from`, past the blocks inside it; -1 where there is none. */
function endOfBlock(text: string, from: number): number {
  let depth = 1
  let opening = text.indexOf(OPENING, from)
  let closing = text.indexOf(CLOSING, from)
  while (closing >= 0) {
    if (opening >= 0 && opening < closing) {
      depth++
      opening = text.indexOf(OPENING, opening + 1)
    } else {
      if (--depth === 0) return closing
      closing = text.indexOf(CLOSING, closing + 1)
    }
  }
  return -1
}

const attributesOf = (tag: string): Map<string, string> =>
  new Map(
    [...tag.matchAll(/(?<![\w-])([\w-]{1,40})="([^"]*)"/g)].map(([, name, value]) => [name!, unescapeHtml(value!)]),
  )

function readBlock(type: string, attributes: ReadonlyMap<string, string>, inside: string): Part[] {
  const { summary, body } = splitSummary(inside)
  if (type === 'reasoning') {
    const text = unescapeHtml(body).replace(/^> ?/gm, '').trim()
    return text === '' ? [] : [{ type: 'thinking', text, ...(summary !== '' && { summary }) }]
  }
  const name = attributes.get('name') ?? type
  const id = attributes.get('id')
  // Servers write JSON into a JSON text.
  const input = readArguments(readArguments(attributes.get('arguments') ?? null))
  const result = attributes.get('result') ?? unescapeHtml(body).trim()
  const read = result === '' ? '' : readArguments(result)
  return [
    { type: 'tool_call', name, input, ...(id !== undefined && { id }) },
    ...(read === '' ? [] : [toolResult(typeof read === 'string' ? read : result, { name, id })]),
  ]
}

function splitSummary(inside: string): { summary: string; body: string } {
  const start = inside.indexOf('<summary>')
  const end = start < 0 ? -1 : inside.indexOf('</summary>', start)
  if (end < 0 || inside.slice(0, start).trim() !== '') return { summary: '', body: inside }
  return {
    summary: unescapeHtml(inside.slice(start + '<summary>'.length, end)).trim(),
    body: inside.slice(end + '</summary>'.length),
  }
}

/** Without the line ends around it, which belong to the blocks. */
function trimLines(text: string): string {
  let start = 0
  let end = text.length
  while (text[start] === '\n') start++
  while (end > start && text[end - 1] === '\n') end--
  return text.slice(start, end)
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', apos: "'", nbsp: '\u00a0' }

const unescapeHtml = (text: string): string =>
  text.replace(
    /&(?:#(x[0-9a-f]{1,6}|\d{1,7})|(quot|amp|lt|gt|apos|nbsp));/gi,
    (whole, code?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole
      const point = code!.toLowerCase().startsWith('x') ? parseInt(code!.slice(1), 16) : Number(code)
      return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
        ? String.fromCodePoint(point)
        : whole
    },
  )
