import type { GraphCentre, LibraryGraph, Steps } from '../domain/graph.ts'
import type { Stop } from './app.ts'

/** Which graph to make. */
export interface GraphQuery {
  readonly centre?: GraphCentre
  readonly steps: Steps
}

/** What is to be laid out: nodes by their number, from 0. */
export interface LayoutTask {
  /** Where each node begins, x and y in turn. */
  readonly positions: Float32Array<ArrayBuffer>
  /** Ends of each link in turn. */
  readonly ends: Uint32Array<ArrayBuffer>
  /** Of each link, above 0. */
  readonly weights: Float32Array<ArrayBuffer>
  /** A node that stays where it is. */
  readonly fixed?: number
}

/** Graphs of the library, loaded when one is first looked at. */
export interface Graphs {
  /**
   * Calls back with a graph: as soon as links that are stored were read, again with what else is known between its
   * cards where search can tell, and again when either changed after the library did.
   * @param onGraph `isComplete` is false while more is looked for
   * @param onFailure nothing could be read
   */
  watch(query: GraphQuery, onGraph: (graph: LibraryGraph, isComplete: boolean) => void, onFailure: () => void): Stop
  /**
   * Lays a graph out beside the page: linked nodes near each other, others apart. Calls back with positions as they
   * settle, the last time with `isDone`.
   */
  layOut(task: LayoutTask, onPositions: (positions: Float32Array, isDone: boolean) => void): Stop
}

/** Graphs, loaded when they are first needed. */
export interface LazyGraphs {
  load(): Promise<Graphs>
}
