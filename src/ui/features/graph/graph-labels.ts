import type { Colours } from './colours.ts'

const LINE = 16
/** Space kept free around a name, px. */
const AIR = 4
/** Widest line of a name, px. */
const WIDEST = 168

interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** Draws names of nodes and links over a graph, where they have room: what is drawn first keeps its place. */
export class Labels {
  readonly #context: CanvasRenderingContext2D
  readonly #colours: Colours
  readonly #lines: Map<string, readonly string[]>
  readonly #width: number
  readonly #taken: Rect[] = []

  /**
   * @param lines remembers how names were broken, from picture to picture
   * @param width of the picture, px
   */
  constructor(
    context: CanvasRenderingContext2D,
    colours: Colours,
    lines: Map<string, readonly string[]>,
    width: number,
  ) {
    this.#context = context
    this.#colours = colours
    this.#lines = lines
    this.#width = width
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
  }

  /** Keeps names off a place. */
  keepFree(x: number, y: number, radius: number): void {
    this.#taken.push({ x: x - radius, y: y - radius, w: 2 * radius, h: 2 * radius })
  }

  /** Draws a name below a node or, where that is taken, above or beside it. @returns whether there was room */
  node(
    name: string,
    x: number,
    y: number,
    radius: number,
    style: { readonly colour: string; readonly strong?: boolean; readonly isForced?: boolean },
  ): boolean {
    this.#context.font = `${style.strong ? '600 14px' : '400 13px'} ${this.#colours.font}`
    const lines = this.#broken(name, style.strong === true)
    const w = Math.max(...lines.map((line) => this.#context.measureText(line).width)) + AIR
    const h = lines.length * LINE
    // Below, above, or beside it; never out of the picture.
    const inside = Math.max(w / 2, Math.min(this.#width - w / 2, x))
    const spots = [
      { x: inside - w / 2, y: y + radius + 4, w, h },
      { x: inside - w / 2, y: y - radius - 4 - h, w, h },
      { x: x + radius + 4, y: y - h / 2, w, h },
      { x: x - radius - 4 - w, y: y - h / 2, w, h },
    ].filter((rect) => rect.x >= 0 && rect.x + rect.w <= this.#width)
    const spot = spots.find((rect) => !this.#isTaken(rect)) ?? (style.isForced ? spots[0] : undefined)
    if (!spot) return false
    this.#taken.push(spot)
    lines.forEach((line, n) => this.#write(line, spot.x + w / 2, spot.y + LINE * (n + 0.5), style.colour))
    return true
  }

  /** Draws what a link is called on its middle, if it is long enough. */
  link(name: string, from: { x: number; y: number }, to: { x: number; y: number }, colour: string): void {
    this.#context.font = `400 12px ${this.#colours.font}`
    const w = this.#context.measureText(name).width + 12
    if (Math.hypot(to.x - from.x, to.y - from.y) < w * 0.8 + 36) return
    const rect = { x: (from.x + to.x) / 2 - w / 2, y: (from.y + to.y) / 2 - 9, w, h: 18 }
    if (this.#isTaken(rect)) return
    this.#taken.push(rect)
    this.#context.fillStyle = this.#colours.of('background')
    this.#context.fillRect(rect.x, rect.y, rect.w, rect.h)
    this.#write(name, rect.x + w / 2, rect.y + 9, colour)
  }

  #write(text: string, x: number, y: number, colour: string): void {
    this.#context.strokeStyle = this.#colours.of('background')
    this.#context.lineWidth = 5
    this.#context.strokeText(text, x, y)
    this.#context.fillStyle = colour
    this.#context.fillText(text, x, y)
  }

  #isTaken(rect: Rect): boolean {
    return this.#taken.some(
      ({ x, y, w, h }) => rect.x < x + w && x < rect.x + rect.w && rect.y < y + h && y < rect.y + rect.h,
    )
  }

  /** A name on one line or two, the second cut off where it does not end. */
  #broken(name: string, strong: boolean): readonly string[] {
    const key = `${strong ? '*' : ''}${name}`
    const known = this.#lines.get(key)
    if (known) return known
    const fits = (text: string): boolean => this.#context.measureText(text).width <= WIDEST
    const parts = name.split(' ')
    let first = ''
    while (parts.length > 0 && fits(first === '' ? parts[0]! : `${first} ${parts[0]!}`)) {
      first = first === '' ? parts.shift()! : `${first} ${parts.shift()!}`
    }
    let second = parts.join(' ')
    // Scripts without spaces, and words wider than a line, are cut anywhere.
    if (first === '')
      while (second !== '' && fits(first + second[0]!)) [first, second] = [first + second[0]!, second.slice(1)]
    if (!fits(second)) {
      while (second !== '' && !fits(`${second}…`)) second = second.slice(0, -1)
      second = `${second.trimEnd()}…`
    }
    const lines = second === '' ? [first] : [first, second]
    this.#lines.set(key, lines)
    return lines
  }
}
