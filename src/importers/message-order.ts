import type { MessageDraft, NodeDraft } from './draft.ts'

/** A node that has a message, in its place in the tree of messages. */
export interface PlacedNode {
  readonly node: NodeDraft
  readonly message: MessageDraft
  /** Nearest ancestor that has a message. */
  readonly parentKey?: string
}

export interface Arrangement {
  /** Depth-first, siblings by time, then by the provider's id. */
  readonly placed: readonly PlacedNode[]
  /** Nodes with more than one child that has a message. */
  readonly forks: number
  /** Key of the message the shown branch ends with. */
  readonly activeKey?: string
}

/**
 * Arranges nodes into a forest of messages. Parents that do not exist are ignored; each cycle is opened at its earliest
 * node, which becomes a root; so every message is placed exactly once, whatever the links say. Never recurses.
 */
export function arrange(nodes: readonly NodeDraft[], current: string | undefined): Arrangement {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const parents = new Map<string, string>()
  for (const node of nodes)
    if (node.parent !== undefined && node.parent !== node.key && byKey.has(node.parent))
      parents.set(node.key, node.parent)
  openCycles(nodes, byKey, parents)

  const nearest = nearestMessages(nodes, byKey, parents)
  const roots: PlacedNode[] = []
  const children = new Map<string, PlacedNode[]>()
  const withMessage = new Map<string, number>()
  for (const node of nodes) {
    if (!node.message) continue
    const parent = parents.get(node.key)
    if (parent !== undefined) withMessage.set(parent, (withMessage.get(parent) ?? 0) + 1)
    const parentKey = nearest.get(node.key)
    if (parentKey === undefined) roots.push({ node, message: node.message })
    else {
      const siblings = children.get(parentKey)
      const placed = { node, message: node.message, parentKey }
      if (siblings) siblings.push(placed)
      else children.set(parentKey, [placed])
    }
  }

  const placed = depthFirst(roots, children)
  let forks = 0
  for (const count of withMessage.values()) if (count > 1) forks++
  const activeKey = shownLeaf(current, byKey, nearest) ?? lastLeaf(placed, children)
  return { placed, forks, ...(activeKey !== undefined && { activeKey }) }
}

const timeOf = (node: NodeDraft): number => node.message?.createdAt ?? -Infinity

/** By time (unknown times first), then by the provider's id in UTF-16 order. */
function compareNodes(a: NodeDraft, b: NodeDraft): number {
  const [timeA, timeB] = [timeOf(a), timeOf(b)]
  if (timeA !== timeB) return timeA < timeB ? -1 : 1
  if (a.position !== undefined && b.position !== undefined) return a.position - b.position
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

function openCycles(
  nodes: readonly NodeDraft[],
  byKey: ReadonlyMap<string, NodeDraft>,
  parents: Map<string, string>,
): void {
  /** The walk in which a node was first met. */
  const walkOf = new Map<string, number>()
  nodes.forEach(({ key }, walk) => {
    let at: string | undefined = key
    while (at !== undefined && !walkOf.has(at)) {
      walkOf.set(at, walk)
      at = parents.get(at)
    }
    if (at === undefined || walkOf.get(at) !== walk) return
    let first = byKey.get(at)!
    for (let member = parents.get(at)!; member !== at; member = parents.get(member)!) {
      const node = byKey.get(member)!
      if (compareNodes(node, first) < 0) first = node
    }
    parents.delete(first.key)
  })
}

/** For each node the key of its nearest ancestor with a message. Parents must be free of cycles. */
function nearestMessages(
  nodes: readonly NodeDraft[],
  byKey: ReadonlyMap<string, NodeDraft>,
  parents: ReadonlyMap<string, string>,
): Map<string, string | undefined> {
  const nearest = new Map<string, string | undefined>()
  for (const { key } of nodes) {
    const path: string[] = []
    let at: string | undefined = key
    let found: string | undefined
    while (at !== undefined) {
      if (nearest.has(at)) {
        found = nearest.get(at)
        break
      }
      path.push(at)
      const parent = parents.get(at)
      if (parent !== undefined && byKey.get(parent)!.message) {
        found = parent
        break
      }
      at = parent
    }
    for (const member of path) nearest.set(member, found)
  }
  return nearest
}

function depthFirst(roots: PlacedNode[], children: ReadonlyMap<string, PlacedNode[]>): PlacedNode[] {
  const latestFirst = (a: PlacedNode, b: PlacedNode): number => compareNodes(b.node, a.node)
  const stack = roots.sort(latestFirst)
  const order: PlacedNode[] = []
  for (let next = stack.pop(); next; next = stack.pop()) {
    order.push(next)
    const below = children.get(next.node.key)
    if (below) for (const child of below.sort(latestFirst)) stack.push(child)
  }
  return order
}

/** The message the provider showed last: the current node's own, else its nearest ancestor's. */
function shownLeaf(
  current: string | undefined,
  byKey: ReadonlyMap<string, NodeDraft>,
  nearest: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const node = current === undefined ? undefined : byKey.get(current)
  return node?.message ? node.key : node && nearest.get(node.key)
}

function lastLeaf(placed: readonly PlacedNode[], children: ReadonlyMap<string, PlacedNode[]>): string | undefined {
  let last: NodeDraft | undefined
  for (const { node } of placed)
    if (!children.has(node.key) && (last === undefined || timeOf(node) >= timeOf(last))) last = node
  return last?.key
}
