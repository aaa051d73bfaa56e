import type { Graphs, GraphQuery } from '../../app/graph-api.ts'
import type { AcuLink } from '../../domain/acu.ts'
import { filterGraph, type GraphFilter } from '../../domain/graph-filter.ts'
import type { CardGraph, ConversationMap, LibraryGraph } from '../../domain/graph.ts'
import { shortestPath } from '../../domain/shortest-path.ts'

/** A way between two cards that the person asked for. */
export interface AskedPath {
  readonly from: string
  /** Missing until it was chosen. */
  readonly to?: string
  /** Missing where there is no way. */
  readonly links?: readonly AcuLink[]
}

/** A graph on the page, and what of it is pointed at, chosen and asked for. */
export class GraphState {
  graph = $state.raw<LibraryGraph | undefined>()
  isComplete = $state(false)
  failed = $state(false)
  filter = $state.raw<GraphFilter>({})
  /** Id of the card that is always shown. */
  middle = $state<string | undefined>()
  pointed = $state<string | undefined>()
  selected = $state<string | undefined>()
  pathFrom = $state<string | undefined>()
  pathTo = $state<string | undefined>()

  readonly cards: CardGraph | undefined = $derived(this.graph?.of === 'cards' ? this.graph : undefined)
  readonly map: ConversationMap | undefined = $derived(this.graph?.of === 'conversations' ? this.graph : undefined)
  readonly #keep = $derived(new Set([this.middle, this.pathFrom, this.pathTo].flatMap((id) => id ?? [])))
  /** The cards and links the filter leaves. */
  readonly shown = $derived(this.cards ? filterGraph(this.cards, this.filter, this.#keep) : undefined)
  readonly byId = $derived(new Map(this.cards?.nodes.map((node) => [node.id, node])))
  readonly path: AskedPath | undefined = $derived.by(() => {
    const { pathFrom: from, pathTo: to } = this
    if (from === undefined) return undefined
    if (to === undefined) return { from }
    const links = shortestPath(this.shown?.links ?? [], from, to)
    return { from, to, ...(links && { links }) }
  })

  /** Follows a graph until the returned function is called. */
  watch(graphs: Graphs, query: GraphQuery): () => void {
    this.graph = undefined
    this.isComplete = this.failed = false
    this.close()
    this.middle = query.centre?.kind === 'card' ? query.centre.id : undefined
    return graphs.watch(
      query,
      (graph, isComplete) => {
        this.graph = graph
        this.isComplete = isComplete
        this.failed = false
      },
      () => (this.failed = true),
    )
  }

  /** A node was tapped: it is chosen, or it is where the path leads. */
  choose(id: string | undefined): void {
    if (this.pathFrom !== undefined && this.pathTo === undefined) {
      if (id !== undefined) this.pathTo = id
      return
    }
    if (id !== undefined && this.pathFrom !== undefined) this.endPath()
    this.selected = this.selected === id ? undefined : id
  }

  startPath(from: string): void {
    this.pathFrom = from
    this.pathTo = this.selected = this.pointed = undefined
  }

  endPath(): void {
    this.pathFrom = this.pathTo = undefined
  }

  /** Closes the topmost thing. @returns whether there was one */
  closeTop(): boolean {
    if (this.pathFrom === undefined && this.selected === undefined) return false
    if (this.pathFrom !== undefined) this.endPath()
    else this.selected = undefined
    return true
  }

  close(): void {
    this.endPath()
    this.selected = this.pointed = undefined
  }
}
