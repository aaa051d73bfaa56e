import type { GraphCentre, LibraryGraph } from '../../../domain/graph.ts'
import { graphWords } from '../../words-graph.ts'
import { words } from '../../words.ts'
import { nameOf } from './graph-view.ts'

/** What a graph is of, in one line. */
export function aboutGraph(graph: LibraryGraph, centre: GraphCentre | undefined): string {
  const line = lineOf(graph, centre)
  return graph.isCut ? `${line}, ${graphWords.cut}` : line
}

function lineOf(graph: LibraryGraph, centre: GraphCentre | undefined): string {
  const count = graph.nodes.length
  if (graph.of === 'conversations') return graphWords.conversations(count)
  switch (centre?.kind) {
    case 'card': {
      const middle = graph.nodes.find(({ id }) => id === centre.id)
      return graphWords.aroundCard(count - 1, middle ? nameOf(middle) : '')
    }
    case 'conversation':
      return graphWords.inConversation(count, graph.titles.get(centre.id) || words.untitled)
    case 'search':
      return graphWords.aroundSearch(count, centre.text)
    case undefined:
      return graphWords.library(count)
  }
}
