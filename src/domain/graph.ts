import type { AcuLink, AcuType } from './acu.ts'
import type { Provider } from './conversation.ts'

/** What a graph is drawn around; without one it shows the library. */
export type GraphCentre =
  | { readonly kind: 'card'; readonly id: string }
  | { readonly kind: 'conversation'; readonly id: string }
  /** The cards a line of search finds. */
  | { readonly kind: 'search'; readonly text: string }

/** Most nodes a graph holds, so that a phone can draw and move it. */
export const MOST_NODES = 2_000

/** How far from its centre a graph may reach, in links. */
export const STEPS = [1, 2, 3] as const
export type Steps = (typeof STEPS)[number]

/** How far a graph reaches unless it is asked otherwise: around several cards not as far as around one. */
export const defaultSteps = (centre: GraphCentre | undefined): Steps => (centre?.kind === 'card' ? 2 : 1)

/** A card as a graph needs it. */
export interface GraphCard {
  readonly id: string
  readonly type: AcuType
  /** How its content begins. */
  readonly text: string
  /** 0–100. */
  readonly quality: number
  /** Neither dormant nor archived. */
  readonly isShown: boolean
  /** The conversation it was first found in; absent for cards that came from outside. */
  readonly conversationId?: string
}

/** A card in a graph. */
export interface GraphNode extends GraphCard {
  /** Links between it and the centre; 0 for what the graph is drawn around. */
  readonly depth: number
}

/** Cards and the links between them. */
export interface CardGraph {
  readonly of: 'cards'
  /** Nearest to the centre first. */
  readonly nodes: readonly GraphNode[]
  readonly links: readonly AcuLink[]
  /** Titles of the conversations its cards come from, by id. */
  readonly titles: ReadonlyMap<string, string>
  /** There is more than it may hold. */
  readonly isCut: boolean
}

/** A conversation as one node, for libraries with more cards than can be drawn. */
export interface GraphConversation {
  readonly id: string
  readonly title: string
  readonly provider: Provider
  readonly cards: number
}

/** Two conversations whose titles have rare words in common. */
export interface TitleLink {
  readonly sourceId: string
  readonly targetId: string
  /** 0–1. */
  readonly weight: number
  /** The words in common, the rarest first. */
  readonly words: readonly string[]
}

/** Conversations instead of cards, linked by their titles. */
export interface ConversationMap {
  readonly of: 'conversations'
  /** Newest first. */
  readonly nodes: readonly GraphConversation[]
  readonly links: readonly TitleLink[]
  readonly isCut: boolean
}

export type LibraryGraph = CardGraph | ConversationMap

/** Anything that joins two nodes. */
export type Joining = Pick<AcuLink, 'sourceId' | 'targetId' | 'weight'>

/** The end of a link that is not `id`. */
export const otherEnd = (link: Joining, id: string): string => (link.sourceId === id ? link.targetId : link.sourceId)

/** Links by each of their ends. */
export function linksByEnd<L extends Joining>(links: Iterable<L>): Map<string, L[]> {
  const byEnd = new Map<string, L[]>()
  const add = (id: string, link: L) => {
    const known = byEnd.get(id)
    if (known) known.push(link)
    else byEnd.set(id, [link])
  }
  for (const link of links) {
    add(link.sourceId, link)
    if (link.targetId !== link.sourceId) add(link.targetId, link)
  }
  return byEnd
}
