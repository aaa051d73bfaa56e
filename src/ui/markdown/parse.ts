import { Marked, type Token, type TokenizerAndRendererExtension, type Tokens } from 'marked'
import { decodeEntities } from './entities.ts'
import { SourceText } from './source-map.ts'
import type { Align, Block, Inline, ListItem, Span } from './tree.ts'

/** A token of ours: a formula as it stands between its delimiters. */
const math = (name: string, level: 'block' | 'inline', start: RegExp, rule: RegExp): TokenizerAndRendererExtension => ({
  name,
  level,
  start: (source) => {
    const at = source.search(start)
    return at < 0 ? undefined : at
  },
  tokenizer: (source) => {
    const match = rule.exec(source)
    return match ? { type: name, raw: match[0], text: (match[1] ?? match[2] ?? '').trim() } : undefined
  },
})

const lexer = new Marked({
  gfm: true,
  extensions: [
    math('mathBlock', 'block', /\$\$|\\\[/, /^ {0,3}(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])[ \t]*(?:\n|$)/),
    math('mathDisplay', 'inline', /\$\$|\\\[/, /^(?:\$\$([^\n]+?)\$\$|\\\[([^\n]+?)\\\])/),
    math('mathInline', 'inline', /\\\(/, /^\\\(([^\n]+?)\\\)/),
  ],
})

const MAX_DEPTH = 40

/** Positions of the normalised text (see {@link parseMarkdown}) for a range of the text as it is. */
export function normaliseSpan(text: string, span: Span): Span {
  if (!text.includes('\r')) return span
  const shift = (at: number) => at - (text.slice(0, at).match(/\r\n/g)?.length ?? 0)
  return { start: shift(span.start), end: shift(span.end) }
}

/**
 * Reads Markdown (GFM with formulas) into blocks with their spans in the source; spans are of the text with `\r\n` and
 * `\r` read as `\n`. HTML is kept as text. Never throws: what cannot be read becomes one paragraph.
 */
export function parseMarkdown(text: string): readonly Block[] {
  const source = text.replace(/\r\n?/g, '\n')
  try {
    return blocksOf(lexer.lexer(source), SourceText.of(source), 0)
  } catch {
    const span = { start: 0, end: source.length }
    return [{ kind: 'paragraph', ...span, inlines: [{ kind: 'text', ...span, text: source, source }] }]
  }
}

function blocksOf(tokens: readonly Token[], source: SourceText, depth: number): Block[] {
  const blocks: Block[] = []
  let from = 0
  for (const token of tokens) {
    if (token.type === 'space') {
      from = source.piece(token.raw, from).next
      continue
    }
    const { piece, next } = source.piece(token.raw, from)
    from = next
    const block = blockOf(token, piece, depth)
    if (block) blocks.push(block)
  }
  return blocks
}

/** Span of a piece without the white space around it. */
function spanOf(piece: SourceText): Span {
  const text = piece.text
  const lead = text.length - text.trimStart().length
  return { start: piece.at(Math.min(lead, text.length)), end: piece.endAt(Math.max(lead, text.trimEnd().length)) }
}

function blockOf(any: Token, piece: SourceText, depth: number): Block | undefined {
  const span = spanOf(piece)
  if (depth > MAX_DEPTH) return plain(piece, span)
  switch (any.type) {
    case 'heading': {
      const token = any as Tokens.Heading
      return { kind: 'heading', depth: token.depth, ...span, inlines: inlinesOf(token.tokens, piece, depth) }
    }
    case 'paragraph':
    case 'text': {
      const token = any as Tokens.Paragraph | Tokens.Text
      if (!token.tokens) return plain(piece, span)
      return { kind: 'paragraph', ...span, inlines: inlinesOf(token.tokens, piece, depth) }
    }
    case 'code': {
      const token = any as Tokens.Code
      return { kind: 'code', language: (token.lang ?? '').split(/\s/)[0] ?? '', text: token.text, ...span }
    }
    case 'mathBlock':
      return { kind: 'math', text: String((any as Tokens.Generic)['text']), ...span }
    case 'html':
      return { kind: 'html', text: any.raw.trim(), ...span }
    case 'list': {
      const token = any as Tokens.List
      return {
        kind: 'list',
        ordered: token.ordered,
        from: token.start === '' ? 1 : token.start,
        ...span,
        items: itemsOf(token.items, piece, depth),
      }
    }
    case 'blockquote':
      return { kind: 'quote', ...span, blocks: blocksOf((any as Tokens.Blockquote).tokens, piece, depth + 1) }
    case 'table':
      return tableOf(any as Tokens.Table, piece, span, depth)
    case 'hr':
      return { kind: 'rule', ...span }
    case 'def':
      return undefined
  }
  return plain(piece, span)
}

const plain = (piece: SourceText, span: Span): Block => ({
  kind: 'paragraph',
  ...span,
  inlines: [{ kind: 'text', ...span, text: decodeEntities(piece.text.trim()), source: piece.text.trim() }],
})

function itemsOf(items: readonly Tokens.ListItem[], list: SourceText, depth: number): ListItem[] {
  let from = 0
  return items.map((token) => {
    const { piece, next } = list.piece(token.raw, from)
    from = next
    // A checkbox has a token of its own, which is shown by the item.
    const inner = token.tokens.filter((child) => child.type !== 'checkbox')
    return {
      kind: 'item',
      ...spanOf(piece),
      ...(token.task ? { checked: token.checked === true } : {}),
      blocks: blocksOf(inner, piece, depth + 1),
    }
  })
}

function tableOf(token: Tokens.Table, piece: SourceText, span: Span, depth: number): Block {
  let from = 0
  const cell = (one: Tokens.TableCell): Inline[] => {
    const found = piece.piece(one.text, from)
    from = found.next
    return inlinesOf(one.tokens, found.piece, depth)
  }
  const head = token.header.map(cell)
  // Past the line of dashes, which could look like an empty cell.
  from = Math.max(from, piece.text.indexOf('\n', piece.text.indexOf('\n') + 1))
  const rows = token.rows.map((row) => row.map(cell))
  return { kind: 'table', ...span, align: token.align.map((one): Align => one ?? undefined), head, rows }
}

function inlinesOf(tokens: readonly Token[], source: SourceText, depth: number): Inline[] {
  let from = 0
  return tokens.flatMap((token) => {
    const { piece, next } = source.piece(token.raw, from)
    from = next
    return inlineOf(token, piece, depth + 1)
  })
}

function inlineOf(any: Token, piece: SourceText, depth: number): Inline[] {
  const span = { start: piece.at(0), end: piece.endAt(piece.text.length) }
  const leaf = (kind: 'text' | 'code' | 'html', text: string): Inline[] => [{ kind, ...span, text, source: piece.text }]
  if (depth > MAX_DEPTH) return leaf('text', piece.text)
  const children = () => inlinesOf((any as Tokens.Generic).tokens ?? [], piece, depth)
  switch (any.type) {
    case 'strong':
    case 'em':
    case 'del':
      return [{ kind: any.type, ...span, children: children() }]
    case 'link':
      return [{ kind: 'link', href: (any as Tokens.Link).href, ...span, children: children() }]
    case 'image': {
      const token = any as Tokens.Image
      return [{ kind: 'image', href: token.href, alt: decodeEntities(token.text), ...span }]
    }
    case 'codespan':
      return leaf('code', (any as Tokens.Codespan).text)
    case 'br':
      return [{ kind: 'break', ...span }]
    case 'mathInline':
    case 'mathDisplay':
      return [
        { kind: 'math', text: String((any as Tokens.Generic)['text']), display: any.type === 'mathDisplay', ...span },
      ]
    case 'html':
      return /^<br\s*\/?>$/i.test(any.raw) ? [{ kind: 'break', ...span }] : leaf('html', any.raw)
    case 'escape':
      return leaf('text', (any as Tokens.Escape).text)
    case 'text': {
      const token = any as Tokens.Text
      if (token.tokens) return children()
      return linesOf(piece)
    }
  }
  return leaf('text', any.raw)
}

/** One leaf for each line, since lines may stand apart in the source. */
function linesOf(piece: SourceText): Inline[] {
  const leaves: Inline[] = []
  for (let at = 0; at < piece.text.length;) {
    const newline = piece.text.indexOf('\n', at)
    const end = newline < 0 ? piece.text.length : newline + 1
    const source = piece.text.slice(at, end)
    leaves.push({ kind: 'text', start: piece.at(at), end: piece.endAt(end), text: decodeEntities(source), source })
    at = end
  }
  return leaves
}
