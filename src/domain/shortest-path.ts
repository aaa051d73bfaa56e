import { linksByEnd, otherEnd, type Joining } from './graph.ts'

/**
 * The way between two nodes over the fewest links, whichever way they point; of several the one whose links weigh most
 * together.
 * @returns its links in order, none where both are the same node; undefined where there is no way
 */
export function shortestPath<L extends Joining>(links: Iterable<L>, from: string, to: string): L[] | undefined {
  const byEnd = linksByEnd(links)
  /** How each node is best reached: the weight of all links up to it, and the last of them. */
  const reached = new Map<string, { readonly weight: number; readonly by?: L }>([[from, { weight: 0 }]])
  let level: readonly string[] = [from]
  while (level.length > 0 && !reached.has(to)) {
    const next = new Map<string, { readonly weight: number; readonly by: L }>()
    for (const id of level) {
      for (const link of byEnd.get(id) ?? []) {
        const other = otherEnd(link, id)
        if (reached.has(other)) continue
        const weight = reached.get(id)!.weight + link.weight
        if (weight > (next.get(other)?.weight ?? -1)) next.set(other, { weight, by: link })
      }
    }
    for (const [id, way] of next) reached.set(id, way)
    level = [...next.keys()]
  }
  if (!reached.has(to)) return undefined
  const path: L[] = []
  for (let at = to, by = reached.get(at)?.by; by; by = reached.get(at)?.by) {
    path.unshift(by)
    at = otherEnd(by, at)
  }
  return path
}
