import { isDefinition } from '../classify/definition.ts'
import { isDecision, isWarning, leansOnContext } from '../classify/sentence.ts'
import { lexBlocks, type Block, type BlockKind, type Range } from './blocks.ts'
import { isChatterSentence, isEmptyPrompt } from './chatter.ts'
import { formulasInLines } from './inner.ts'
import { groupPassages, isLeadIn, headingText, WHOLE, type Passage } from './passages.ts'
import { withWholeProcedures } from './procedures.ts'
import { quickSentences, sentences } from './sentences.ts'

/** What a piece is made of. */
export type PieceKind = 'passage' | 'item' | 'sentence' | Exclude<BlockKind, 'heading' | 'paragraph' | 'list' | 'rule'>

/** A range of the text that becomes a card. */
export interface Piece extends Range {
  readonly kind: PieceKind
  /** Heading and sentence that introduce it. */
  readonly context?: string
  readonly language?: string
  /** Index of the passage it comes from: pieces of one passage belong together. */
  readonly passage: number
  /** Set for numbered steps: pieces with the same key, in order, are one procedure. */
  readonly procedure?: number
  /** Index of the piece that holds this one. */
  readonly parent?: number
}

const MAX_PARAGRAPH = 2500
const SMALL_ITEM = 280
const ITEM_RUN = 900
const MAX_CONTEXT = 300
/** Paragraphs longer than this may hold a sentence that deserves a card of its own. */
const LONG_PARAGRAPH = 800
/** Words around code that need no card beside the code's own. */
const FEW_WORDS = 600

/**
 * Cuts a message's text into the pieces that become cards.
 * In: text of one part, and who wrote it. Out: pieces in reading order; a piece lies inside its `parent` or overlaps no
 * other. Chatter, bare headings and empty prompts give none.
 */
export function decompose(text: string, role: 'user' | 'assistant'): Piece[] {
  if (text.trim() === '' || (role === 'user' && isEmptyPrompt(text))) return []
  const blocks = lexBlocks(text)
  const pieces: Piece[] = []
  const passages = groupPassages(text, blocks, role)
  let procedure = 0
  let stepOf: number | undefined
  let next = 1
  let announced: string | undefined
  passages.forEach((passage, index) => {
    const starts = numberOf(passage)
    if (starts !== undefined) {
      // What stands between two steps belongs to the first of them, as long as the numbers go on.
      if (starts <= 1 || starts !== next || stepOf === undefined) {
        stepOf = procedure++
        announced = passage.lead ?? leadOf(text, passage)
      }
      next = starts + countOf(passage)
    }
    // What announces a procedure introduces each of its steps.
    const shown =
      starts !== undefined && starts > 1 && !passage.lead && announced ? { ...passage, lead: announced } : passage
    addPassage(text, shown, index, starts === undefined ? undefined : stepOf, pieces)
  })
  return introduced(text, blocks, withWholeProcedures(pieces.map((piece) => withoutLastHeading(text, piece))))
}

/** The heading of what comes next, left at the end of prose: `B. Simple syrup`. */
const LAST_HEADING = /\n\s*\n\s*(?:[A-Z\d][.)] \p{Lu}[^\n.!?;]{2,80}|\p{Lu}[^\n.!?;,:。！？)`|]{2,60})$/u

function withoutLastHeading(text: string, piece: Piece): Piece {
  if (piece.kind !== 'passage' && piece.kind !== 'item') return piece
  const found = LAST_HEADING.exec(text.slice(piece.start, piece.end))
  return found && found.index > 0 ? { ...piece, end: piece.start + found.index } : piece
}

/** Says nothing of what it introduces. */
const EMPTY_CONTEXT =
  /^(?:for (?:example|instance)|examples?|here(?:['’]s| is| are)?(?: how| an? example| the code| it)?|(?:code|usage|output|note|like this|as follows|(?:status code|body|headers?|response|request|url|method|example (?:response|output))[\s:\d]*\w*|以下|示例|例如|代码|代码示例|下面是代码示例|例|пример|например|beispiel|ejemplo|por ejemplo|exemple|par exemple))\W*$/i
const MAX_TOPIC = 220

/** Gives code, tables, formulas and steps that nothing introduces the first sentence of the text: what all of it is about. */
function introduced(text: string, blocks: readonly Block[], pieces: readonly Piece[]): Piece[] {
  const isAlone = (piece: Piece): boolean =>
    (piece.kind !== 'passage' || piece.procedure !== undefined || beginsList(text, piece)) &&
    (piece.context === undefined || EMPTY_CONTEXT.test(piece.context))
  const first = blocks.find((block) => block.kind === 'paragraph')
  if (!first || !pieces.some(isAlone)) return [...pieces]
  const topic = sentences(text, first.start, first.end).find(({ start, end }) => end - start > 24 || end === first.end)
  if (!topic || topic.end - topic.start > MAX_TOPIC) return [...pieces]
  const line = headingText(text.slice(topic.start, topic.end))
  return pieces.map((piece) => (piece.start > topic.start && isAlone(piece) ? { ...piece, context: line } : piece))
}

const beginsList = (text: string, { start }: Piece): boolean => /^\s*[*_]*1[.)]\s/.test(text.slice(start, start + 12))

/** How many steps a passage holds. */
const countOf = (passage: Passage): number =>
  passage.blocks.find((block) => block.kind === 'list' && block.ordered)?.items?.length ?? 1

/** The announcing sentence with which a passage begins. */
function leadOf(text: string, passage: Passage): string | undefined {
  const first = passage.blocks[0]
  if (first?.kind !== 'paragraph') return undefined
  const raw = text.slice(first.start, first.end)
  return isLeadIn(raw) ? lastSentence(text, first) : undefined
}

/** Number at the start of a passage that is a step, like `3.` or `Step 3`. */
function numberOf(passage: Passage): number | undefined {
  const list = passage.blocks.find((block) => block.kind === 'list' && block.ordered)
  if (list) return list.first ?? 1
  const heading = passage.headings.at(-1)
  const match = heading && /^(?:step|schritt|шаг|paso|étape|第)?\s*(\d{1,2})\s*(?:[.):：]|步|$)/i.exec(heading)
  return match ? Number(match[1]) : undefined
}

function addPassage(
  text: string,
  passage: Passage,
  index: number,
  procedure: number | undefined,
  pieces: Piece[],
): void {
  const { blocks } = passage
  const first = blocks[0]!
  const headings = passage.headings.slice(-2).join(' › ')
  const base = { passage: index, ...(procedure === undefined ? {} : { procedure }) }
  const solids = blocks.filter((block) => block.kind !== 'paragraph' && block.kind !== 'list')

  const leadsOnly =
    blocks.length === 2 &&
    solids.length === 1 &&
    first.kind === 'paragraph' &&
    isThin(text.slice(first.start, first.end))
  if (blocks.length === solids.length || leadsOnly) {
    const lead = leadsOnly ? text.slice(first.start, first.end) : passage.lead
    for (const block of solids) pieces.push(solidPiece(block, contextOf(headings, lead), base))
    return
  }
  const whole = passage.end - passage.start
  const around = contextOf(headings, passage.lead && lineBefore(passage.lead))
  const list = blocks.find((block) => block.kind === 'list')
  if (list && whole > WHOLE && (list.items?.length ?? 0) > 1) {
    splitList(text, passage, list, headings, base, pieces)
    return
  }
  if (blocks.length === 1 && first.kind === 'paragraph' && whole > MAX_PARAGRAPH) {
    for (const run of runs(sentences(text, first.start, first.end), WHOLE))
      pieces.push({ kind: 'passage', ...run, ...around, ...base })
    return
  }
  const code = solids.length === 1 && solids[0]!.kind === 'code' ? solids[0] : undefined
  if (code && !list && whole - (code.end - code.start) < FEW_WORDS) {
    const before = blocks[blocks.indexOf(code) - 1]
    const lead = before ? lastSentence(text, before) : passage.lead
    pieces.push(solidPiece(code, contextOf(headings, lead), base))
    return
  }
  const parent = pieces.length
  pieces.push({ kind: 'passage', start: passage.start, end: passage.end, ...around, ...base })
  addInner(text, blocks, headings, { ...base, parent }, pieces)
}

/** Pieces inside a passage's card: code, tables, formulas, and sentences that define, warn or decide. */
function addInner(
  text: string,
  blocks: readonly Block[],
  headings: string,
  base: { passage: number; parent: number },
  pieces: Piece[],
): void {
  const start = pieces.length
  blocks.forEach((block, at) => {
    const before = blocks[at - 1]
    const lead = before && before.kind === 'paragraph' ? lastSentence(text, before) : undefined
    if (block.kind === 'list') {
      for (const inner of block.inner ?? []) {
        const item = block.items?.find((one) => one.start <= inner.start && inner.end <= one.end)
        const own = item && text.slice(item.start, inner.start)
        pieces.push(solidPiece(inner, contextOf(headings, own && lineBefore(own)), base))
      }
    } else if (block.kind !== 'paragraph') {
      const item = before?.kind === 'list' ? lineBefore(text.slice(before.start, before.end)) : lead
      pieces.push(solidPiece(block, contextOf(headings, item), base))
    } else {
      const formulas = formulasInLines(text, block)
      for (const range of formulas) pieces.push({ kind: 'formula', ...range, ...contextOf(headings), ...base })
      if (block.end - block.start > LONG_PARAGRAPH)
        for (const range of keySentences(text, block))
          if (!formulas.some(({ start, end }) => start < range.end && range.start < end))
            pieces.push({ kind: 'sentence', ...range, ...contextOf(headings), ...base })
    }
  })
  // A card inside a card that has the same text would be the same card.
  const outer = pieces[base.parent]!
  for (let at = pieces.length - 1; at >= start; at--)
    if (pieces[at]!.start <= outer.start && pieces[at]!.end >= outer.end) pieces.splice(at, 1)
}

/** At most two sentences of a long paragraph that are worth a card of their own. */
function keySentences(text: string, block: Range): Range[] {
  const found: Range[] = []
  const all = sentences(text, block.start, block.end)
  if (all.length < 3) return found
  for (const range of all) {
    const size = range.end - range.start
    if (size < 60 || size > 420) continue
    const sentence = text.slice(range.start, range.end)
    if (isChatterSentence(sentence) || leansOnContext(sentence)) continue
    if (isDefinition(sentence) || isWarning(sentence) || isDecision(sentence)) found.push(range)
    if (found.length === 2) break
  }
  return found
}

/** Cards of a long list: long items one each, short ones in runs; what stands around the list goes along or stays whole. */
function splitList(
  text: string,
  passage: Passage,
  list: Block,
  headings: string,
  base: { passage: number; procedure?: number },
  pieces: Piece[],
): void {
  const at = passage.blocks.indexOf(list)
  const lead = passage.blocks[at - 1]
  const leadText = lead?.kind === 'paragraph' ? text.slice(lead.start, lead.end) : undefined
  const announced = leadText === undefined ? passage.lead && lineBefore(passage.lead) : lastSentence(text, lead!)
  const context = contextOf(headings, announced)
  const before = passage.blocks.slice(0, at)
  const thin = before.length === 1 && leadText !== undefined && isThin(leadText)
  if (before.length > 0 && !thin) addRest(text, before, headings, base, pieces)
  const parts = runs(list.items ?? [], ITEM_RUN, SMALL_ITEM)
  // The announcing sentence stands right before the first items: they share a card.
  if (thin && parts[0] && parts[0].end - before[0]!.start <= WHOLE)
    parts[0] = { start: before[0]!.start, end: parts[0].end }
  for (const run of parts) {
    const parent = pieces.length
    const inner = (list.inner ?? []).filter((one) => run.start <= one.start && one.end <= run.end)
    pieces.push({ kind: 'item', ...run, ...context, ...base })
    for (const block of inner) {
      const own = lineBefore(text.slice(run.start, block.start))
      pieces.push(solidPiece(block, contextOf(headings, own), { ...base, parent }))
    }
  }
  const after = passage.blocks.slice(at + 1)
  if (after.length > 0) addRest(text, after, headings, base, pieces)
}

function addRest(
  text: string,
  blocks: readonly Block[],
  headings: string,
  base: { passage: number; procedure?: number },
  pieces: Piece[],
): void {
  const parent = pieces.length
  pieces.push({
    kind: 'passage',
    start: blocks[0]!.start,
    end: blocks.at(-1)!.end,
    ...contextOf(headings),
    passage: base.passage,
  })
  addInner(text, blocks, headings, { passage: base.passage, parent }, pieces)
}

/** Joins neighbouring ranges up to a size; ranges of `alone` units or more stay by themselves. */
function runs(ranges: readonly Range[], size: number, alone = Infinity): Range[] {
  const out: { start: number; end: number; open: boolean }[] = []
  for (const range of ranges) {
    const last = out.at(-1)
    const small = range.end - range.start < alone
    if (last?.open && small && range.end - last.start <= size) last.end = range.end
    else out.push({ ...range, open: small })
  }
  return out
}

function solidPiece(
  block: Block,
  context: { context?: string },
  base: { passage: number; procedure?: number; parent?: number },
): Piece {
  const range = block.body ?? block
  return {
    kind: block.kind as PieceKind,
    start: range.start,
    end: range.end,
    ...context,
    ...(block.language ? { language: block.language } : {}),
    ...base,
  }
}

/** One sentence that only announces what follows. */
function isThin(lead: string): boolean {
  return lead.length < 330 && isLeadIn(lead) && (lead.length < 160 || quickSentences(lead).length === 1)
}

const lineBefore = (text: string): string => text.trimEnd().slice(text.trimEnd().lastIndexOf('\n') + 1)

function lastSentence(text: string, block: Range): string {
  const last = quickSentences(text, block.start, block.end).at(-1) ?? block
  return text.slice(last.start, last.end)
}

/** The last sentence of a lead-in: what comes before it greets. */
const lastOf = (lead: string): string => {
  const last = quickSentences(lead).at(-1)
  return last ? lead.slice(last.start, last.end) : lead
}

function contextOf(headings: string, lead?: string): { context?: string } {
  const line = lead === undefined ? '' : headingText(lastOf(lead).replace(/^\s*(?:[-*•]|\d+[.)])\s+/, ''))
  const context = [headings, line].filter((part) => part !== '').join(' — ')
  return context === '' ? {} : { context: context.slice(0, MAX_CONTEXT) }
}
