import { Pattern } from '../pattern.ts'
import { trimmed, type Block, type Range } from './blocks.ts'
import { isChatterSentence } from './chatter.ts'
import { quickSentences } from './sentences.ts'
import { looksLikeCode } from './specials.ts'

/** A run of neighbouring blocks that is understood together. */
export interface Passage extends Range {
  readonly blocks: readonly Block[]
  /** An announcing sentence that fell away as chatter right before it. */
  readonly lead?: string
  /** Headings above it, the nearest last. */
  readonly headings: readonly string[]
}

/** A list with its lead-in, or prose with prose, is kept whole up to this many UTF-16 units. */
export const WHOLE = 1500
/** Paragraphs are joined while the whole is below this. */
const FULL = 650
/** A passage that holds code, tables or formulas may be longer. */
const WITH_BLOCKS = 2200

const DEPENDENT = new Pattern(
  /^[\s*_>]*(?:this|that|these|those|it|its|they|them|their|he|she|his|her|such|however|therefore|thus|hence|additionally|furthermore|moreover|also|similarly|likewise|in (?:this|that|these|the above|our|both|addition|other words|summary|short|contrast)|as (?:a result|you can see|such|mentioned)|for (?:example|instance|this)|on the other hand|by (?:doing|using) (?:this|so|these)|so\b|but\b|and\b|or\b|then\b|here\b|note that|where\b|which\b|with (?:this|these|that)|after (?:this|that)|the (?:above|code|function|script|query|output|result|program|example|command|latter|former|first|second|third|other|same)|again|instead|otherwise|finally|overall|both|the reason|diese[rsmn]?|das|dies|es|sie|dadurch|deshalb|daher|jedoch|außerdem|dabei|это|этот|эта|эти|он|она|они|поэтому|однако|также|например|este|esta|esto|estos|además|sin embargo|por lo tanto|cela|ce(?:tte|s)?|il|elle|cependant|这|该|它|其|此|因此|所以|但|然而|另外|此外|例如|その|この|これ|それ|しかし|また|هذا|هذه|لكن|لذلك|كما)(?![\p{L}\p{N}])/iu,
)
const CJK_DEPENDENT = new Pattern(
  /^[\s*_>]*(?:这|该|它|其中|此外|因此|所以|但是?|然而|另外|例如|その|この|これ|それ|しかし|また)/u,
)

const LEAD_END = /[:：]\s*[*_]*\s*$/

/** Whether a block leans on what stands before it. */
export const isDependent = (text: string): boolean => DEPENDENT.test(text) || CJK_DEPENDENT.test(text)

/** Whether a paragraph announces what follows. */
export const isLeadIn = (text: string): boolean => LEAD_END.test(text)

const isProse = (block: Block): boolean => block.kind === 'paragraph' || block.kind === 'list'

/** A short line in bold, a lettered title (`B. Simple syrup`), or a short line with a number and no full stop, that stands as a heading. */
function isHeadingLike(text: string): boolean {
  if (text.length > 110 || text.includes('\n')) return false
  const bare = text.trim()
  if (/^[A-Z]\. \p{Lu}[^.!?]{2,80}$/u.test(bare)) return true
  if (/^(?:\*\*|__)[^*_]+(?:\*\*|__):?$/.test(bare)) return !/[.!?。！？]\W*$/.test(bare)
  return false
}

/** A short line right under a rule that ends like a title. */
const isTitleLine = (raw: string): boolean =>
  raw.length < 100 && !raw.trim().includes('\n') && !/[.。!！;,:：]\W*$/.test(raw)

/** Plain words of a heading: without marks, numbers stay. */
export const headingText = (text: string): string =>
  text
    .replace(/^#{1,6}\s*|\s*#+\s*$|\n[-=]+\s*$/g, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .replace(/[:：]\s*$/, '')
    .trim()

/** A paragraph without the chatter at its ends; undefined where nothing is left. */
export function withoutChatter(text: string, block: Block): Range | undefined {
  const length = block.end - block.start
  if (length < 300 && isChatterSentence(text.slice(block.start, block.end))) return undefined
  const parts = quickSentences(text, block.start, block.end)
  let first = 0
  let last = parts.length
  const chatter = (at: number): boolean => isChatterSentence(text.slice(parts[at]!.start, parts[at]!.end))
  while (first < last && chatter(first)) first++
  while (last > first && chatter(last - 1)) last--
  return first < last ? { start: parts[first]!.start, end: parts[last - 1]!.end } : undefined
}

/**
 * Groups the blocks of a text into passages: a lead-in with what it leads to, a paragraph with the short ones that lean
 * on it, formulas with the sentences around them, code with its explanation. Headings and rules end a passage. Chatter is
 * cut off the ends of paragraphs, or falls away. In: text and its blocks; out: passages in order, without overlaps.
 */
export function groupPassages(text: string, blocks: readonly Block[], role: string): Passage[] {
  const passages: Passage[] = []
  const headings: { depth: number; text: string }[] = []
  let open: Block[] = []
  let lead: string | undefined
  let afterRule = false
  const close = (): void => {
    const first = open[0]
    const last = open.at(-1)
    if (first && last) {
      const titles = headings.map((one) => one.text)
      passages.push({ start: first.start, end: last.end, blocks: open, headings: titles, ...(lead ? { lead } : {}) })
      lead = undefined
    }
    open = []
  }
  const heading = (depth: number, raw: string): void => {
    close()
    while (headings.length > 0 && headings.at(-1)!.depth >= depth) headings.pop()
    const title = headingText(raw)
    if (title) headings.push({ depth, text: title })
  }
  for (const block of blocks) {
    const raw = text.slice(block.start, block.end)
    if (block.kind === 'heading') heading(block.depth ?? 6, raw)
    else if (block.kind === 'rule') {
      close()
      lead = undefined
    } else if (afterRule && isTitleLine(raw)) heading(7, raw)
    else if (block.kind === 'paragraph' && role !== 'user' && isHeadingLike(raw)) heading(7, raw)
    else {
      const kept = cleaned(text, block, raw, role)
      if (!kept) {
        close()
        if (isLeadIn(raw)) lead = raw
      } else {
        if (open.length > 0 && !belongs(text, open, kept)) {
          const cut = cutLead(text, open)
          close()
          lead = cut ?? lead
        }
        open.push(kept)
      }
    }
    afterRule = block.kind === 'rule'
  }
  close()
  return passages
}

/** The block as it is kept: paragraphs lose rule lines and chatter at their ends; code without a fence becomes code. */
function cleaned(text: string, block: Block, raw: string, role: string): Block | undefined {
  if (block.kind !== 'paragraph') return block
  const lines = /^[ \t]*[-=_─━═]{4,}[ \t]*\n/.exec(raw)
  const tail = /\n[ \t]*[-=_─━═]{4,}[ \t]*$/.exec(raw)
  const range = trimmed(text, block.start + (lines?.[0].length ?? 0), block.end - (tail?.[0].length ?? 0))
  if (!range) return undefined
  if (range.end - range.start > 40 && raw.includes('\n') && looksLikeCode(text.slice(range.start, range.end)))
    return { kind: 'code', ...range, body: range }
  if (role === 'user') return { ...block, ...range }
  const kept = withoutChatter(text, { ...block, ...range })
  return kept && { ...block, ...kept }
}

/** Takes the sentence that announces the next block off the end of the open passage, where others stand before it. */
function cutLead(text: string, open: Block[]): string | undefined {
  const last = open.at(-1)!
  if (last.kind !== 'paragraph' || !isLeadIn(text.slice(last.start, last.end))) return undefined
  const parts = quickSentences(text, last.start, last.end)
  const end = parts.at(-2)?.end
  if (end === undefined && open.length < 2) return undefined
  open.pop()
  if (end !== undefined) open.push({ ...last, end })
  return text.slice(parts.at(-1)!.start, last.end)
}

/** Whether a block continues the open passage. */
function belongs(text: string, open: readonly Block[], block: Block): boolean {
  const previous = open.at(-1)!
  const total = block.end - open[0]!.start
  const size = block.end - block.start
  const before = text.slice(previous.start, previous.end)
  const raw = text.slice(block.start, Math.min(block.end, block.start + 60))
  const leads = isProse(previous) && isLeadIn(before)
  if (leads && previous.kind === 'paragraph' && isProse(block)) return total <= WHOLE
  if (leads && !isProse(block)) return total <= WITH_BLOCKS
  if (block.kind === 'formula' || previous.kind === 'formula') return total <= WHOLE
  if (block.kind === 'code' && isNumberedItem(previous)) return total <= WITH_BLOCKS
  if (!isProse(block)) return false
  if (!isProse(previous)) {
    if (previous.kind !== 'code' && previous.kind !== 'table') return false
    return block.kind === 'paragraph' && (size < 320 || isDependent(raw)) && total <= WITH_BLOCKS
  }
  if (block.kind === 'list' && isNumberedItem(block) && isNumberedItem(previous)) return total <= FULL
  if (block.kind === 'paragraph' && isDependent(raw)) return total <= WHOLE
  return total <= FULL || (size < 160 && total <= 1100)
}

/** A list of one numbered item: a step whose code follows outside the list. */
const isNumberedItem = (block: Block): boolean => block.kind === 'list' && !!block.ordered && block.items?.length === 1
