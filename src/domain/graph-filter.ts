import type { AcuLink, AcuType, Relation } from './acu.ts'

/** What of a graph is shown: nothing named means everything. */
export interface GraphFilter {
  readonly types?: readonly AcuType[]
  readonly relations?: readonly Relation[]
}

interface Shape<N> {
  readonly nodes: readonly N[]
  readonly links: readonly AcuLink[]
}
type Typed = { readonly id: string; readonly type: AcuType }

/**
 * The part of a graph a filter leaves: links of the relations between cards of the types, and, where relations are named,
 * only cards that have one. `keep` stays whatever it is.
 */
export function filterGraph<N extends Typed>(
  graph: Shape<N>,
  { types, relations }: GraphFilter,
  keep: ReadonlySet<string>,
): Shape<N> {
  const ofType = graph.nodes.filter(({ id, type }) => keep.has(id) || !types || types.includes(type))
  const ids = new Set(ofType.map(({ id }) => id))
  const links = graph.links.filter(
    ({ sourceId, targetId, relation }) =>
      ids.has(sourceId) && ids.has(targetId) && (!relations || relations.includes(relation)),
  )
  if (!relations) return { nodes: ofType, links }
  const linked = new Set(links.flatMap(({ sourceId, targetId }) => [sourceId, targetId]))
  return { nodes: ofType.filter(({ id }) => keep.has(id) || linked.has(id)), links }
}

/** How often each value occurs. */
export function countBy<T, K>(all: Iterable<T>, keyOf: (one: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>()
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return counts
}
