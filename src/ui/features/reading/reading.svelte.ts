import type { ConversationCards, LibraryRow, OpenConversation } from '../../../app/app.ts'
import type { AcuSource, AtomicChatUnit } from '../../../domain/acu.ts'
import type { MarkRange } from '../../markdown/marks.ts'
import { firstLine, Thread, type Turn } from './thread.ts'

/** A passage to jump to. */
export interface Target {
  readonly message: string
  readonly part?: number
  readonly start?: number
  readonly end?: number
}

export interface Question {
  readonly id: string
  readonly text: string
  readonly turn: number
}

const NONE: ConversationCards = { cards: [], sources: [], links: [] }

/** An open conversation: the path shown, the cards, what is selected. */
export class Reading {
  readonly open: OpenConversation
  readonly thread: Thread
  /** Comes after the text. */
  found = $state.raw<ConversationCards>(NONE)
  readonly cards: ReadonlyMap<string, AtomicChatUnit> = $derived.by(
    () => new Map(this.found.cards.map((card) => [card.id, card])),
  )
  readonly #sources: ReadonlyMap<string, readonly AcuSource[]> = $derived.by(() =>
    Map.groupBy(this.found.sources, (source) => source.messageId),
  )
  row = $state.raw() as LibraryRow
  leaf = $state<string | undefined>()
  selected = $state<string | undefined>()
  hovered = $state<string | undefined>()
  target = $state.raw<Target | undefined>()
  /** Turn at the top of what is seen. */
  top = $state(0)
  /** Turns that were unfolded. */
  unfolded = $state.raw<ReadonlySet<string>>(new Set())
  readonly turns: readonly Turn[] = $derived.by(() => this.thread.turns(this.leaf))
  readonly questions: readonly Question[] = $derived.by(() =>
    this.turns.flatMap((turn, index) =>
      turn.kind === 'message' && turn.message.role === 'user'
        ? [{ id: turn.id, text: firstLine(turn.message), turn: index }]
        : [],
    ),
  )
  /** Position of the question being read; -1 before the first. */
  readonly question: number = $derived.by(() => this.questions.findLastIndex((one) => one.turn <= this.top + 1))

  constructor(open: OpenConversation) {
    this.open = open
    this.row = open.row
    this.thread = new Thread(open.messages)
    this.leaf = this.thread.startLeaf(open.conversation.activeLeafId)
  }

  /** Ranges of cards in a part, in order, and the passage somebody came for. */
  ranges(messageId: string, part: number): readonly MarkRange[] {
    const cards: MarkRange[] = (this.#sources.get(messageId) ?? [])
      .filter((source) => source.part === part && this.cards.has(source.acuId))
      .map((source) => ({ start: source.start, end: source.end, cardId: source.acuId }))
      .sort((a, b) => a.start - b.start || b.end - a.end)
    const target = this.target
    if (
      target?.message === messageId &&
      (target.part ?? 0) === part &&
      target.start !== undefined &&
      target.end !== undefined
    ) {
      cards.push({ start: target.start, end: target.end })
    }
    return cards
  }

  /** Cards found in a message, in order. */
  cardsIn(messageId: string): readonly AtomicChatUnit[] {
    const sources = [...(this.#sources.get(messageId) ?? [])].sort((a, b) => a.part - b.part || a.start - b.start)
    return [...new Set(sources.map((source) => source.acuId))].flatMap((id) => this.cards.get(id) ?? [])
  }

  /** Where a card is first found. */
  sourceOf(cardId: string): AcuSource | undefined {
    return this.found.sources.find((source) => source.acuId === cardId)
  }

  /** The message the context pane speaks of: that of the selected card, else the one being read. */
  get passage(): string | undefined {
    const selected = this.selected === undefined ? undefined : this.sourceOf(this.selected)
    if (selected) return selected.messageId
    const seen = this.turns.slice(this.top)
    return seen.find((turn) => turn.kind === 'message' && this.#sources.has(turn.id))?.id
  }

  /** Shows the branch a message lies on; answers the position of its turn, -1 where it is none. */
  reveal(messageId: string): number {
    const at = () => this.turns.findIndex((turn) => turn.id === messageId || turn.id === `steps ${messageId}`)
    if (at() < 0 && this.thread.has(messageId)) this.leaf = this.thread.leafBelow(messageId)
    return at()
  }

  unfold(id: string): void {
    this.unfolded = new Set(this.unfolded).add(id)
  }
}
