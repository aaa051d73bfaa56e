import type { GraphView } from './graph-view.ts'

const GOLDEN = Math.PI * (3 - Math.sqrt(5))
const RING = 100

/**
 * Where nodes begin: around the middle in rings, each behind the one it hangs on; those that hang on nothing on a spiral.
 * The same graph always begins the same, so it settles the same.
 * @param known places of nodes that were on the page before; they stay there
 * @returns x and y in turn, in the order of the nodes
 */
export function startPositions(
  { nodes, edges }: GraphView,
  known: ReadonlyMap<string, readonly [x: number, y: number]>,
): Float32Array<ArrayBuffer> {
  const near = new Map<string, string[]>(nodes.map(({ id }) => [id, []]))
  for (const { source, target } of edges) {
    near.get(source)?.push(target)
    near.get(target)?.push(source)
  }
  const places = new Map<string, readonly [number, number]>(known)
  let spiral = 0
  for (const { id } of nodes) {
    if (places.has(id)) continue
    const placed = (near.get(id) ?? []).find((other) => places.has(other))
    if (placed !== undefined) {
      places.set(id, besides(placed, near, places))
      spread([id], near, places)
      continue
    }
    // What has no neighbour with a place yet begins a group of its own.
    const radius = RING * 2 * Math.sqrt(spiral)
    places.set(id, [radius * Math.cos(spiral * GOLDEN), radius * Math.sin(spiral * GOLDEN)])
    spiral++
    spread([id], near, places)
  }
  const positions = new Float32Array(nodes.length * 2)
  nodes.forEach(({ id }, n) => positions.set(places.get(id)!, 2 * n))
  return positions
}

/** Gives all that hangs on a node a place, level by level. */
function spread(
  from: readonly string[],
  near: ReadonlyMap<string, string[]>,
  places: Map<string, readonly [number, number]>,
) {
  const origin = places.get(from[0]!)!
  let level = from
  for (let depth = 1; level.length > 0; depth++) {
    const next: string[] = []
    for (const id of level) {
      const [x, y] = places.get(id)!
      const children = [...new Set(near.get(id))].filter((other) => !places.has(other))
      const away = Math.atan2(y - origin[1], x - origin[0])
      const fan = depth === 1 ? 2 * Math.PI : Math.PI * 0.7
      children.forEach((child, n) => {
        const share = depth === 1 ? n / children.length : (n + 0.5) / children.length - 0.5
        const angle = (depth === 1 ? -Math.PI / 2 : away) + fan * share
        places.set(child, [x + (RING / depth) * Math.cos(angle), y + (RING / depth) * Math.sin(angle)])
        next.push(child)
      })
    }
    level = next
  }
}

/** A place near a node, where it has the most room between its neighbours. */
function besides(
  id: string,
  near: ReadonlyMap<string, string[]>,
  places: ReadonlyMap<string, readonly [number, number]>,
): [number, number] {
  const [x, y] = places.get(id)!
  const around = (near.get(id) ?? []).flatMap((other) => {
    const place = other === id ? undefined : places.get(other)
    return place ? [{ angle: Math.atan2(place[1] - y, place[0] - x), far: Math.hypot(place[0] - x, place[1] - y) }] : []
  })
  if (around.length === 0) return [x + RING, y]
  around.sort((a, b) => a.angle - b.angle)
  const gaps = around.map(({ angle }, n) => {
    const next = around[n + 1]?.angle ?? around[0]!.angle + 2 * Math.PI
    return { angle: (angle + next) / 2, width: next - angle }
  })
  const { angle } = gaps.reduce((widest, gap) => (gap.width > widest.width ? gap : widest))
  const far = around.reduce((sum, one) => sum + one.far, 0) / around.length
  return [x + far * Math.cos(angle), y + far * Math.sin(angle)]
}
