import type { AcuLink, AcuType, Relation } from '../../domain/acu.ts'
import type { PieceKind } from '../decompose/decompose.ts'

/** A card as it was found in one place, with what links need. */
export interface Placed {
  readonly acuId: string
  readonly type: AcuType
  readonly kind: PieceKind
  readonly start: number
  readonly end: number
  readonly passage: number
  readonly procedure?: number
  /** The placed card that holds this one. */
  readonly parent?: Placed
}

/** One readable turn: who speaks, what it answers, its cards in reading order. */
export interface Turn {
  readonly role: 'user' | 'assistant'
  /** The user's turn that this one replies to. */
  readonly repliesTo?: Turn
  readonly cards: readonly Placed[]
}

const SHOWN: readonly PieceKind[] = ['code', 'table', 'formula', 'image']
const MAX_ANSWERS = 12

/**
 * Structural links of one conversation: CONTAINS from a whole to its part, NEXT_STEP between consecutive steps of one
 * procedure, EXPLAINS from prose right beside code, a table, a formula or a picture to it, ANSWERS from the main cards of
 * an answer to the question card they reply to. Out: no link to itself, each (source, target, relation) once, with the
 * greatest weight found.
 */
export function linkTurns(turns: readonly Turn[]): AcuLink[] {
  const links = new Map<string, AcuLink>()
  const add = (source: Placed, target: Placed, relation: Relation, weight: number, evidence: string): void => {
    if (source.acuId === target.acuId) return
    const key = `${source.acuId}${target.acuId}${relation}`
    const known = links.get(key)
    if (known && known.weight >= weight) return
    links.set(key, { sourceId: source.acuId, targetId: target.acuId, relation, weight, origin: 'automatic', evidence })
  }
  for (const turn of turns) {
    linkInside(turn.cards, add)
    if (turn.role === 'assistant' && turn.repliesTo) linkAnswer(turn, turn.repliesTo, add)
  }
  return [...links.values()]
}

type Add = (source: Placed, target: Placed, relation: Relation, weight: number, evidence: string) => void

function linkInside(cards: readonly Placed[], add: Add): void {
  let step: Placed | undefined
  let before: Placed | undefined
  for (const card of cards) {
    // A step lies in the card of its whole procedure, if anywhere; what lies in a step is none.
    if (card.procedure !== undefined && card.parent?.procedure === undefined) {
      if (step?.procedure === card.procedure) add(step, card, 'NEXT_STEP', 0.9, 'Next in the same procedure')
      step = card
    }
    if (card.parent) {
      add(card.parent, card, 'CONTAINS', 1, 'The second lies inside the first')
      continue
    }
    if (before && before.procedure === card.procedure) {
      const solid = SHOWN.includes(card.kind)
      const near = card.start - before.end < 240
      if (solid && !SHOWN.includes(before.kind) && near) add(before, card, 'EXPLAINS', 0.6, 'Stands right before it')
      if (!solid && SHOWN.includes(before.kind) && near) add(card, before, 'EXPLAINS', 0.7, 'Stands right after it')
    }
    before = card
  }
}

function linkAnswer(answer: Turn, asked: Turn, add: Add): void {
  const question = asked.cards.find((card) => card.type === 'question' && !card.parent)
  if (!question) return
  const main = answer.cards.filter((card) => !card.parent && card.type !== 'question').slice(0, MAX_ANSWERS)
  main.forEach((card, rank) => {
    const weight = Math.max(0.4, Math.round((0.95 - 0.06 * rank) * 100) / 100)
    add(card, question, 'ANSWERS', weight, rank === 0 ? 'First card of the reply' : 'In the reply to it')
  })
}
