import type { AcuLink } from '../../../domain/acu.ts'
import {
  linksByEnd,
  type CardGraph,
  type ConversationMap,
  type GraphNode,
  type TitleLink,
} from '../../../domain/graph.ts'
import { KINDS } from '../../primitives/kinds.ts'
import { graphWords } from '../../words-graph.ts'
import { words } from '../../words.ts'
import { firstLine } from '../card/card-text.ts'

/** A node as it is drawn. */
export interface ViewNode {
  readonly id: string
  readonly label: string
  /** Name of the colour in the style sheet. */
  readonly colour: string
  /** Radius in px. */
  readonly size: number
  readonly depth: number
}

/** A link as it is drawn, with what it is called seen from each end. */
export interface ViewEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly weight: number
  readonly out: string
  readonly in: string
  readonly isConflict: boolean
}

/** Any graph, ready to be drawn. */
export interface GraphView {
  readonly nodes: readonly ViewNode[]
  readonly edges: readonly ViewEdge[]
  /** The one node everything is around. */
  readonly centre?: string
}

/** Name of a card in the graph. */
export const nameOf = (node: Pick<GraphNode, 'text'>): string => {
  const line = firstLine(node.text, 90)
  // The first row of a table.
  return node.text.trimStart().startsWith('|') ? line.replace(/\s*\|\s*$/, '').replace(/\s*\|\s*/g, ' · ') : line
}

/** Id of a link among those of a graph. */
export const linkId = (link: AcuLink | TitleLink): string =>
  `${link.sourceId} ${link.targetId} ${'relation' in link ? link.relation : ''}`

const MANY = 400
/** A name of the style sheet for each provider that has a colour of its own; others are grey. */
const PROVIDER_COLOURS: readonly string[] = [
  'chatgpt',
  'claude',
  'gemini',
  'mistral',
  'grok',
  'deepseek',
  'perplexity',
  'copilot',
  'qwen',
]

/** Cards as they are drawn. @param centre id of the card in the middle, where there is one */
export function viewOfCards({ nodes, links }: CardGraph, centre: string | undefined): GraphView {
  const byEnd = linksByEnd(links)
  const scale = nodes.length > MANY ? 0.7 : 1
  const size = ({ id, depth }: GraphNode): number => {
    if (id === centre) return 14
    const degree = Math.sqrt(byEnd.get(id)?.length ?? 0)
    if (centre === undefined) return Math.min(12, 3.5 + 1.5 * degree) * scale
    return depth === 1 ? Math.min(11, 7 + degree) * scale : 4.5 * scale
  }
  return {
    nodes: nodes.map((node) => ({
      id: node.id,
      label: nameOf(node),
      colour: `--k-${KINDS[node.type].hue}`,
      size: size(node),
      depth: node.depth,
    })),
    edges: links.map((link) => ({
      id: linkId(link),
      source: link.sourceId,
      target: link.targetId,
      weight: link.weight,
      out: words.relationOut[link.relation],
      in: words.relationIn[link.relation],
      isConflict: link.relation === 'CONTRADICTS',
    })),
    ...(centre !== undefined && { centre }),
  }
}

/** Conversations as they are drawn. */
export const viewOfConversations = ({ nodes, links }: ConversationMap): GraphView => ({
  nodes: nodes.map(({ id, title, provider, cards }) => ({
    id,
    label: title || words.untitled,
    colour: PROVIDER_COLOURS.includes(provider) ? `--p-${provider}` : '--ctl',
    size: Math.min(16, 2 + 1.1 * Math.sqrt(cards)) * (nodes.length > MANY ? 0.75 : 1),
    depth: 0,
  })),
  edges: links.map((link) => {
    const said = graphWords.shared(link.words.slice(0, 2))
    return {
      id: linkId(link),
      source: link.sourceId,
      target: link.targetId,
      weight: link.weight,
      out: said,
      in: said,
      isConflict: false,
    }
  }),
})
