import type { AcuType } from '../domain/acu.ts'
import { sentenceType } from './classify/sentence.ts'
import { lexBlocks, trimmed, type Block, type Range } from './decompose/blocks.ts'
import { isChatterSentence } from './decompose/chatter.ts'
import { decompose } from './decompose/decompose.ts'
import { fencesIn } from './decompose/fences.ts'
import { sentences } from './decompose/sentences.ts'

/** What a sentence or block of a text is. `chatter`, `heading` and `rule` never become cards. */
export type UnitType = AcuType | 'chatter' | 'heading' | 'rule'

/** A sentence or block of a text, and whether a card holds it. */
export interface Unit extends Range {
  readonly type: UnitType
  readonly kept: boolean
}

/**
 * Every sentence of prose and every other block of a text, classified, in order, without overlaps. In: text and who wrote
 * it; out: ranges in UTF-16 units; `kept` where a card holds the whole range.
 */
export function unitsOf(text: string, role: 'user' | 'assistant'): Unit[] {
  const pieces = decompose(text, role)
  const units: Unit[] = []
  const add = (type: UnitType, { start, end }: Range): void => {
    units.push({ type, start, end, kept: pieces.some((piece) => piece.start <= start && end <= piece.end) })
  }
  const addProse = (range: Range): void => {
    for (const sentence of sentences(text, range.start, range.end)) {
      const raw = text.slice(sentence.start, sentence.end)
      add(isChatterSentence(raw) ? 'chatter' : sentenceType(raw), sentence)
    }
  }
  for (const block of lexBlocks(text)) addBlock(text, block, add, addProse)
  return units
}

function addBlock(
  text: string,
  block: Block,
  add: (type: UnitType, range: Range) => void,
  addProse: (range: Range) => void,
): void {
  switch (block.kind) {
    case 'heading':
    case 'rule':
    case 'table':
    case 'formula':
    case 'quote':
    case 'image':
      add(block.kind, block)
      return
    case 'code':
      add('code_snippet', block.body ?? block)
      return
    case 'paragraph':
      addProse(block)
      return
    case 'list':
      for (const item of block.items ?? [block]) {
        let at = item.start
        for (const fence of fencesIn(text, item.start, item.end)) {
          const before = trimmed(text, at, fence.start)
          if (before) addProse(before)
          add('code_snippet', fence.body ?? fence)
          at = fence.end
        }
        const rest = trimmed(text, at, item.end)
        if (rest) addProse(rest)
      }
  }
}
