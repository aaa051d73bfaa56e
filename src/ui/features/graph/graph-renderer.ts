import { MultiDirectedGraph } from 'graphology'
import Sigma from 'sigma'
import { Colours } from './colours.ts'
import type { GraphView, ViewEdge, ViewNode } from './graph-view.ts'
import { drawOverlay } from './graph-overlay.ts'

/** What of a graph stands out. */
export interface Look {
  /** Nodes and links that are shown; the others are left out. */
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** The node pointed at, else the chosen one: its links are named, the rest is faint. */
  readonly focus?: string
  readonly selected?: string
  /** Links of a path; all else is faint. */
  readonly path?: ReadonlySet<string>
}

export type NodePlace = ViewNode & { readonly x: number; readonly y: number }

interface Events {
  /** A node is pointed at; none with undefined. */
  onPoint(id: string | undefined): void
  /** A node was tapped; with undefined, none was near. */
  onChoose(id: string | undefined): void
  /** The browser took the drawing surface away. */
  onLost(): void
}

/** How far a tap may miss a node, px. */
const REACH = { mouse: 8, touch: 22 }
/** Links of at most this width, px. */
const WIDTHS = { quiet: 1.4, strong: 2, path: 3 }
/** A picture narrower than this is a phone's: nodes are smaller in it, px. */
const NARROW = 600

/** Draws a graph with WebGL into an element, names above it on a canvas. Throws where there is no WebGL. */
export class GraphRenderer {
  readonly #container: HTMLElement
  readonly #sigma: Sigma
  readonly #overlay: HTMLCanvasElement
  readonly #resized: ResizeObserver
  #colours: Colours
  #view: GraphView = { nodes: [], edges: [] }
  #byId = new Map<string, ViewNode>()
  #look: Look = { nodes: new Set(), edges: new Set() }
  #bright: ReadonlySet<string> | undefined
  readonly #lines = new Map<string, readonly string[]>()
  /** Calls back after each picture. */
  onDrawn: (() => void) | undefined

  constructor(container: HTMLElement, events: Events) {
    this.#container = container
    this.#colours = new Colours(container)
    this.#sigma = new Sigma(new MultiDirectedGraph(), container, {
      renderLabels: false,
      enableEdgeEvents: false,
      stagePadding: 56,
      minCameraRatio: 0.03,
      maxCameraRatio: 3,
      zIndex: true,
      minEdgeThickness: 0.8,
      enableCameraRotation: false,
      allowInvalidContainer: true,
      doubleClickZoomingRatio: 1.8,
      defaultDrawNodeHover: () => undefined,
      nodeReducer: (id, { x, y }) => ({ x: Number(x), y: Number(y), ...this.#drawnNode(this.#byId.get(id)) }),
      edgeReducer: (_, { edge }) => this.#drawnEdge(edge as ViewEdge),
    })
    this.#overlay = this.#sigma.createCanvas('names', { afterLayer: 'hoverNodes', style: { pointerEvents: 'none' } })
    this.#sigma.on('afterRender', () => {
      this.#drawNames()
      this.onDrawn?.()
    })
    this.#sigma.on('enterNode', ({ node }) => events.onPoint(node))
    this.#sigma.on('leaveNode', () => events.onPoint(undefined))
    this.#sigma.on('clickNode', ({ node }) => events.onChoose(node))
    this.#sigma.on('clickStage', ({ event }) => {
      const isTouch = 'touches' in event.original
      events.onChoose(this.#nearest(event.x, event.y, isTouch ? REACH.touch : REACH.mouse))
    })
    for (const canvas of Object.values(this.#sigma.getCanvases())) {
      canvas.addEventListener('webglcontextlost', () => events.onLost())
    }
    this.#resized = new ResizeObserver(() => this.#sigma.scheduleRefresh())
    this.#resized.observe(container)
  }

  /** Where nodes are now. */
  get places(): ReadonlyMap<string, readonly [x: number, y: number]> {
    const graph = this.#sigma.getGraph()
    return new Map(graph.mapNodes((id, { x, y }): [string, [number, number]] => [id, [Number(x), Number(y)]]))
  }

  /** Shows another graph. @param positions x and y of its nodes, in their order */
  show(view: GraphView, positions: Float32Array, look: Look): void {
    this.#view = view
    this.#byId = new Map(view.nodes.map((node) => [node.id, node]))
    this.#setLook(look)
    const graph = new MultiDirectedGraph()
    view.nodes.forEach(({ id, size }, n) => graph.addNode(id, { x: positions[2 * n]!, y: positions[2 * n + 1]!, size }))
    for (const edge of view.edges) graph.addEdgeWithKey(edge.id, edge.source, edge.target, { edge })
    this.#sigma.setCustomBBox(null)
    this.#sigma.setGraph(graph)
  }

  /** Moves all nodes. */
  move(positions: Float32Array): void {
    let n = 0
    this.#sigma.getGraph().updateEachNodeAttributes(
      (_, attributes) => {
        attributes['x'] = positions[2 * n]!
        attributes['y'] = positions[2 * n + 1]!
        n++
        return attributes
      },
      { attributes: ['x', 'y'] },
    )
  }

  /** Lets other things stand out. */
  look(look: Look): void {
    this.#setLook(look)
    this.#sigma.refresh({ skipIndexation: true, schedule: true })
  }

  /** The page went dark or light. */
  recolour(): void {
    this.#colours = new Colours(this.#container)
    this.#sigma.refresh({ skipIndexation: true, schedule: true })
  }

  /** @param by above 1 nearer, below 1 farther */
  zoom(by: number, duration: number): void {
    const camera = this.#sigma.getCamera()
    void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio / by) }, { duration })
  }

  /** Brings all that is shown into the picture. */
  fit(duration: number): void {
    const xs: number[] = []
    const ys: number[] = []
    this.#sigma.getGraph().forEachNode((id, { x, y }) => {
      if (!this.#look.nodes.has(id)) return
      xs.push(Number(x))
      ys.push(Number(y))
    })
    const extent = (all: number[]): [number, number] => {
      const [least, most] = [Math.min(...all), Math.max(...all)]
      // One node alone has no extent to fill the picture with.
      return most - least < 1 ? [least - 50, most + 50] : [least, most]
    }
    this.#sigma.setCustomBBox(xs.length > 0 ? { x: extent(xs), y: extent(ys) } : null)
    this.#sigma.refresh({ schedule: true })
    void this.#sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1 }, { duration })
  }

  /** The picture as it is now, on the background of the page. */
  async image(): Promise<Blob> {
    // What WebGL drew is gone after the task it was drawn in.
    this.#sigma.refresh({ schedule: false, skipIndexation: true })
    const { edges, nodes } = this.#sigma.getCanvases()
    const image = document.createElement('canvas')
    image.width = this.#overlay.width
    image.height = this.#overlay.height
    const context = image.getContext('2d')!
    context.fillStyle = this.#colours.of('background')
    context.fillRect(0, 0, image.width, image.height)
    for (const canvas of [edges, nodes, this.#overlay]) {
      if (canvas) context.drawImage(canvas, 0, 0, image.width, image.height)
    }
    return new Promise((resolve, reject) =>
      image.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no image'))), 'image/png'),
    )
  }

  stop(): void {
    this.#resized.disconnect()
    this.#sigma.kill()
  }

  #setLook(look: Look): void {
    this.#look = look
    const { focus, path } = look
    this.#bright =
      path || focus !== undefined
        ? new Set(
            this.#view.edges.flatMap(({ id, source, target }) => {
              const isBright = path ? path.has(id) : look.edges.has(id) && (source === focus || target === focus)
              return isBright ? [source, target] : []
            }),
          ).add(focus ?? '')
        : undefined
  }

  #drawnNode(node: ViewNode | undefined) {
    if (!node || !this.#look.nodes.has(node.id)) return { hidden: true }
    const isFaint = this.#bright !== undefined && !this.#bright.has(node.id)
    const isFar = this.#view.centre !== undefined && node.depth > 1 && !this.#bright?.has(node.id)
    const color = isFaint
      ? this.#colours.faint(node.colour, 0.22)
      : isFar
        ? this.#colours.faint('--ctl', 0.9)
        : this.#colours.of(node.colour)
    const isSmall = this.#view.centre === undefined && this.#container.clientWidth < NARROW
    return { color, size: node.size * (isSmall ? 0.7 : 1), zIndex: isFaint ? 0 : 1, label: null }
  }

  #drawnEdge(edge: ViewEdge) {
    if (!this.#look.edges.has(edge.id)) return { hidden: true }
    const { focus, path } = this.#look
    const middle = focus ?? this.#view.centre
    const isNear = path ? path.has(edge.id) : edge.source === middle || edge.target === middle
    // Dashed lines are drawn above, with the names.
    if (edge.isConflict && !path) return { color: this.#colours.of('background'), size: 0.1 }
    if (isNear) {
      return path
        ? { color: this.#colours.of('--accent'), size: WIDTHS.path, zIndex: 2 }
        : { color: this.#colours.of('--ctl'), size: WIDTHS.strong, zIndex: 1 }
    }
    const color = path || focus !== undefined ? this.#colours.faint('--line', 0.6) : this.#colours.faint('--ctl', 0.45)
    return { color, size: WIDTHS.quiet, zIndex: 0 }
  }

  #nearest(x: number, y: number, reach: number): string | undefined {
    let best: string | undefined
    let least = reach
    for (const { id } of this.#view.nodes) {
      const node = this.#placeOf(id)
      if (!node) continue
      const distance = Math.hypot(node.x - x, node.y - y) - node.size
      if (distance < least) [best, least] = [id, distance]
    }
    return best
  }

  /** A node that is shown, where it is on the screen and as large as it is there. */
  #placeOf(id: string): NodePlace | undefined {
    const node = this.#byId.get(id)
    const data = this.#sigma.getNodeDisplayData(id)
    if (!node || !data || data.hidden) return undefined
    return { ...node, ...this.#sigma.framedGraphToViewport(data), size: this.#sigma.scaleSize(data.size) }
  }

  #drawNames(): void {
    const { width, height } = this.#sigma.getDimensions()
    const ratio = window.devicePixelRatio || 1
    if (this.#overlay.width !== Math.round(width * ratio) || this.#overlay.height !== Math.round(height * ratio)) {
      this.#overlay.width = Math.round(width * ratio)
      this.#overlay.height = Math.round(height * ratio)
      Object.assign(this.#overlay.style, { width: `${width}px`, height: `${height}px` })
    }
    const context = this.#overlay.getContext('2d')!
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    drawOverlay(context, {
      view: this.#view,
      look: this.#look,
      bright: this.#bright,
      colours: this.#colours,
      lines: this.#lines,
      width,
      height,
      placeOf: (id) => this.#placeOf(id),
    })
  }
}
