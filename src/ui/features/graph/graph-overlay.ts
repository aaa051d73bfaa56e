import type { Colours } from './colours.ts'
import { Labels } from './graph-labels.ts'
import type { Look, NodePlace } from './graph-renderer.ts'
import type { GraphView, ViewEdge } from './graph-view.ts'

interface Picture {
  readonly view: GraphView
  readonly look: Look
  /** Nodes that stand out, where some do. */
  readonly bright: ReadonlySet<string> | undefined
  readonly colours: Colours
  readonly lines: Map<string, readonly string[]>
  /** px */
  readonly width: number
  readonly height: number
  readonly placeOf: (id: string) => NodePlace | undefined
}

/** Names drawn at most, and where nodes are many: more than one can read, and drawing each takes time. */
const MOST_NAMES = 70
const MOST_NAMES_IN_CROWD = 24
/** Links of one node that are named at most. */
const MOST_LINK_NAMES = 16
/** Names stay off all nodes where there are no more than this. */
const MOST_KEPT_FREE = 400
/** Radius a node needs on the screen to be named unasked. */
const NAMED_FROM = 3.6

/** Draws what lies above nodes and links: rings, dashed links, names. */
export function drawOverlay(context: CanvasRenderingContext2D, picture: Picture): void {
  const { view, look, bright, colours } = picture
  const labels = new Labels(context, colours, picture.lines, picture.width)
  // Where the buttons are on a phone.
  if (picture.width < 600) labels.keepFree(picture.width - 100, picture.height, 84)
  const isIn = ({ x, y, size }: NodePlace): boolean =>
    x > -size && y > -size && x < picture.width + size && y < picture.height + size
  const places = new Map<string, NodePlace>()
  for (const { id } of view.nodes) {
    const place = picture.placeOf(id)
    if (place && isIn(place)) places.set(id, place)
  }
  for (const edge of view.edges) {
    if (edge.isConflict && !look.path && look.edges.has(edge.id)) {
      const faint = bright !== undefined && !(bright.has(edge.source) && bright.has(edge.target))
      drawDashes(context, picture, edge, faint ? colours.faint('--danger', 0.3) : colours.of('--danger'))
    }
  }
  for (const id of new Set([view.centre, look.selected])) {
    const place = id === undefined ? undefined : places.get(id)
    if (place) drawRing(context, place, colours.of('--accent'), colours.of('background'))
  }
  const ordered = byImportance([...places.values()], picture)
  const [marked, others] = [
    ordered.filter(({ id }) => isStrong(id, picture)),
    ordered.filter(({ id }) => !isStrong(id, picture)),
  ]
  const strong = [look.focus, look.selected, view.centre].flatMap((id) => marked.find((place) => place.id === id) ?? [])
  for (const place of marked) labels.keepFree(place.x, place.y, place.size + 5)
  if (ordered.length <= MOST_KEPT_FREE) for (const { x, y, size } of others) labels.keepFree(x, y, size)
  for (const place of new Set(strong)) {
    const isFirst = place === strong[0]
    labels.node(place.label, place.x, place.y, place.size + 5, {
      colour: colours.of('--t1'),
      strong: true,
      isForced: isFirst,
    })
  }
  nameLinks(labels, picture)
  const most = ordered.length > MOST_KEPT_FREE ? MOST_NAMES_IN_CROWD : MOST_NAMES
  let names = 0
  for (const place of others) {
    if (names >= most) break
    const isBright = bright?.has(place.id) === true
    if (!isBright && (bright !== undefined || place.size < NAMED_FROM)) continue
    const isNear = isBright || view.centre === undefined || place.depth <= 1
    const colour = colours.of(isNear ? '--t1' : '--t3')
    if (labels.node(place.label, place.x, place.y, place.size, { colour })) names++
  }
}

const isStrong = (id: string, { view, look }: Picture): boolean =>
  id === view.centre || id === look.selected || id === look.focus

function byImportance(places: readonly NodePlace[], { bright }: Picture): NodePlace[] {
  const rank = ({ id, depth, size }: NodePlace): number => (bright?.has(id) ? 1000 : 0) - depth * 20 + size
  return places.toSorted((a, b) => rank(b) - rank(a))
}

/** Names the links of the node in focus, as seen from it, or those of a path. */
function nameLinks(labels: Labels, { view, look, colours, placeOf }: Picture): void {
  const middle = look.focus ?? view.centre
  const named = view.edges.filter(({ id, source, target }) =>
    look.path ? look.path.has(id) : look.edges.has(id) && (source === middle || target === middle),
  )
  if (named.length > MOST_LINK_NAMES) return
  for (const edge of named) {
    const [from, to] = [placeOf(edge.source), placeOf(edge.target)]
    if (!from || !to) continue
    const name = look.path || edge.source === middle ? edge.out : edge.in
    labels.link(name, from, to, colours.of(edge.isConflict ? '--danger' : '--t3'))
  }
}

function drawRing(context: CanvasRenderingContext2D, { x, y, size }: NodePlace, colour: string, gap: string): void {
  for (const [radius, width, style] of [
    [size + 2, 4, gap],
    [size + 5, 2, colour],
  ] as const) {
    context.beginPath()
    context.arc(x, y, radius, 0, 2 * Math.PI)
    context.lineWidth = width
    context.strokeStyle = style
    context.stroke()
  }
}

function drawDashes(context: CanvasRenderingContext2D, { placeOf }: Picture, edge: ViewEdge, colour: string): void {
  const [from, to] = [placeOf(edge.source), placeOf(edge.target)]
  if (!from || !to) return
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const [start, end] = [from.size + 6, length - to.size - 3]
  if (end <= start) return
  const at = (distance: number): [number, number] => [
    from.x + ((to.x - from.x) * distance) / length,
    from.y + ((to.y - from.y) * distance) / length,
  ]
  context.save()
  context.setLineDash([4, 4])
  context.beginPath()
  context.moveTo(...at(start))
  context.lineTo(...at(end))
  context.lineWidth = 1.5
  context.strokeStyle = colour
  context.stroke()
  context.restore()
}
