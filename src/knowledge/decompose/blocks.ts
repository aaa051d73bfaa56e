import { Lexer, type Token, type Tokens } from 'marked'
import { fencesIn } from './fences.ts'
import { lastRowEnd, solidsBetween } from './inner.ts'
import { cutSpecials } from './specials.ts'

/** A half-open range in UTF-16 code units of the text that was decomposed. */
export interface Range {
  readonly start: number
  readonly end: number
}

export type BlockKind = 'heading' | 'paragraph' | 'list' | 'code' | 'table' | 'formula' | 'quote' | 'image' | 'rule'

/** A block of Markdown with its exact place. */
export interface Block extends Range {
  readonly kind: BlockKind
  /** Depth of a heading, 1–6. */
  readonly depth?: number
  /** What a card of a code block holds: the lines between the fences. */
  readonly body?: Range
  /** Language named by a fence, lower case. */
  readonly language?: string
  readonly ordered?: boolean
  /** Number of the first item of an ordered list. */
  readonly first?: number
  readonly items?: readonly Range[]
  /** Code, tables and formulas inside a list, in order. */
  readonly inner?: readonly Block[]
}

const IMAGE_ONLY = /^\s*!\[[^\]]*\]\([^)\s]+[^)]*\)\s*$/
const RULE_LINE = /^[\s\-_=*─━═—–~•·]+$/
const MAX_LEX = 400_000

/**
 * Splits Markdown into blocks with exact ranges.
 * In: any text. Out: blocks in order, without overlaps; ranges are UTF-16 offsets into `text` as it was given, whatever
 * its line ends. Uses the block level of marked's lexer (CommonMark and GFM); where the lexer refuses (nesting deeper
 * than the stack) or a token cannot be found again in the source, the rest is taken as plain paragraphs. Never throws.
 */
export function lexBlocks(text: string): Block[] {
  const hasReturns = text.includes('\r')
  const source = hasReturns ? text.replace(/\r\n|\r/g, '\n') : text
  const blocks: Block[] = []
  for (const piece of cutSpecials(source)) {
    if (piece.kind === 'formula' || piece.kind === 'rule')
      blocks.push({ kind: piece.kind, start: piece.start, end: piece.end })
    else if (piece.kind === 'code')
      blocks.push({ kind: 'code', start: piece.start, end: piece.end, body: piece.body ?? piece })
    else lexSpan(source, piece.start, piece.end, blocks)
  }
  return hasReturns ? restoreReturns(text, blocks) : blocks
}

/** Lexes one stretch of Markdown and adds its blocks. */
function lexSpan(source: string, from: number, to: number, blocks: Block[]): void {
  const span = from === 0 && to === source.length ? source : source.slice(from, to)
  let tokens: Token[]
  try {
    if (span.length > MAX_LEX) throw new RangeError('too long for one pass')
    tokens = new Lexer().blockTokens(span, [])
  } catch {
    plainParagraphs(source, from, to, blocks)
    return
  }
  let at = from
  for (const token of tokens) {
    const raw = token.raw
    if (!source.startsWith(raw, at)) {
      plainParagraphs(source, at, to, blocks)
      return
    }
    const end = at + raw.length
    if (token.type === 'html') addHtml(source, at, end, blocks)
    else {
      const block = toBlock(token, source, at, end)
      if (block) blocks.push(block)
      // A line without a bar right below a table is a row by the letter; models go on with the text.
      if (block?.kind === 'table') plainParagraphs(source, block.end, end, blocks)
    }
    at = end
  }
}

/** HTML, and the fenced code that models put into it as if it were Markdown. */
function addHtml(source: string, from: number, to: number, blocks: Block[]): void {
  let at = from
  for (const fence of fencesIn(source, from, to)) {
    plainParagraphs(source, at, fence.start, blocks)
    blocks.push(fence)
    at = fence.end
  }
  const rest = trimmed(source, at, to)
  if (rest) blocks.push({ kind: 'paragraph', ...rest })
}

/** Block of one top-level token; undefined for white space and link definitions. */
function toBlock(token: Token, source: string, from: number, to: number): Block | undefined {
  const range = trimmed(source, from, to)
  if (!range) return undefined
  switch (token.type) {
    case 'space':
    case 'def':
      return undefined
    case 'hr':
      return { kind: 'rule', ...range }
    case 'heading': {
      const heading = token as Tokens.Heading
      // A line of dashes under a paragraph makes it a heading by the letter; models mean a rule there.
      if (!source.startsWith('#', range.start) && heading.text.length > 90) return { kind: 'paragraph', ...range }
      return { kind: 'heading', depth: heading.depth, ...range }
    }
    case 'code':
      return codeBlock(token as Tokens.Code, source, from, to)
    case 'table':
      return { kind: 'table', start: range.start, end: lastRowEnd(source, range.start, range.end) }
    case 'blockquote':
      return { kind: 'quote', ...range }
    case 'list':
      return listBlock(token as Tokens.List, source, from, to)
    default: {
      const text = source.slice(range.start, range.end)
      if (RULE_LINE.test(text)) return { kind: 'rule', ...range }
      return { kind: IMAGE_ONLY.test(text) ? 'image' : 'paragraph', ...range }
    }
  }
}

/** Code with the range of its lines; an indented block is its own body. */
function codeBlock(token: Tokens.Code, source: string, from: number, to: number): Block | undefined {
  if (token.codeBlockStyle === 'indented') {
    const end = trimmed(source, from, to)?.end ?? to
    const body = { start: from, end }
    if (token.text.trim() === '') return undefined
    // Four spaces are as often a way to set off a sentence or a calculation.
    return holdsProse(token.text) ? { kind: 'paragraph', ...body } : { kind: 'code', ...body, body }
  }
  return fencesIn(source, from, to)[0]
}

/** A list with its items and the fenced code and tables inside them. */
function listBlock(token: Tokens.List, source: string, from: number, to: number): Block | undefined {
  const range = trimmed(source, from, to)
  if (!range) return undefined
  const items: Range[] = []
  let at = from
  for (const item of token.items) {
    const place = source.startsWith(item.raw, at) ? at : -1
    if (place < 0) return { kind: 'list', ...range, ordered: token.ordered, items: [range] }
    const itemRange = trimmed(source, place, Math.min(to, place + item.raw.length))
    if (itemRange) items.push(itemRange)
    at = place + item.raw.length
    while (at < to && source[at] === '\n') at++
  }
  return {
    kind: 'list',
    ...range,
    ordered: token.ordered,
    items,
    inner: solidsBetween(source, range.start, range.end),
    ...(typeof token.start === 'number' ? { first: token.start } : {}),
  }
}

/** Paragraphs by blank lines, for text the lexer refuses. */
function plainParagraphs(source: string, from: number, to: number, blocks: Block[]): void {
  let at = from
  while (at < to) {
    let gap = source.indexOf('\n\n', at)
    if (gap < 0 || gap > to) gap = to
    const range = trimmed(source, at, gap)
    if (range) blocks.push({ kind: 'paragraph', ...range })
    at = gap + 2
  }
}

const PROSE_LINE = /^\s*\p{Lu}[\p{L}'’]*(?: [\p{L}\d'’(),°$%Ω-]+){5,}.*$/u

/** Whether a line of a text is a sentence rather than code. */
const holdsProse = (text: string): boolean =>
  text.split('\n', 20).some((line) => PROSE_LINE.test(line) && !/[;{}]\s*$/.test(line))

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13 || code === 0xa0

/** The range without blank characters at its ends, from the start of its first line where only blanks stand before. */
export function trimmed(source: string, from: number, to: number): Range | undefined {
  let start = from
  let end = to
  while (start < end && isBlank(source.charCodeAt(start))) start++
  while (end > start && isBlank(source.charCodeAt(end - 1))) end--
  return start < end ? { start, end } : undefined
}

/** Moves ranges from a text with `\n` line ends to the original with `\r\n`. */
function restoreReturns(text: string, blocks: readonly Block[]): Block[] {
  const dropped: number[] = []
  let count = 0
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) dropped.push(at - count++)
  // Offset of the k-th dropped character in the shortened text is dropped[k]; a later offset moves by k + 1.
  const restore = (offset: number): number => {
    let low = 0
    let high = dropped.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (dropped[middle]! < offset) low = middle + 1
      else high = middle
    }
    return offset + low
  }
  const move = <R extends Range>(range: R): R => ({ ...range, start: restore(range.start), end: restore(range.end) })
  const moveBlock = (block: Block): Block => ({
    ...move(block),
    ...(block.body ? { body: move(block.body) } : {}),
    ...(block.items ? { items: block.items.map(move) } : {}),
    ...(block.inner ? { inner: block.inner.map(moveBlock) } : {}),
  })
  return blocks.map(moveBlock)
}
