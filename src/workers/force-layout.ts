import iterate from 'graphology-layout-forceatlas2/iterate.js'
import type { LayoutTask } from '../app/graph-api.ts'

/** Numbers a node and a link have in the matrices of the algorithm. */
const PER_NODE = 10
const PER_LINK = 3
const [X, Y, MASS, CONVERGENCE, SIZE, FIXED] = [0, 1, 6, 7, 8, 9] as const
/** From so many nodes on, far ones are taken together: a picture costs n log n instead of n². */
const MANY = 400
/** Most steps; few nodes settle sooner, and cost little. */
const STEPS = 600
const STEPS_OF_MANY = 300
/** Settled: nodes move less in a step than this share of the picture, on average. */
const STILL = 2e-4

/**
 * ForceAtlas2 step by step, going on where the last step ended. Its own `assign` would forget at each call how fast each
 * node moves, and its worker is started from a blob, which the policy of the page refuses.
 */
export class ForceLayout {
  readonly #nodes: Float32Array
  readonly #links: Float32Array
  readonly #settings: Parameters<typeof iterate>[0]
  readonly #most: number
  #steps = 0
  #isStill = false

  constructor({ positions, ends, weights, fixed }: LayoutTask) {
    const count = positions.length / 2
    this.#nodes = new Float32Array(count * PER_NODE)
    for (let n = 0; n < count; n++) {
      const at = n * PER_NODE
      this.#nodes[at + X] = positions[2 * n]!
      this.#nodes[at + Y] = positions[2 * n + 1]!
      this.#nodes[at + MASS] = 1
      this.#nodes[at + CONVERGENCE] = 1
      this.#nodes[at + SIZE] = 1
      this.#nodes[at + FIXED] = n === fixed ? 1 : 0
    }
    this.#links = new Float32Array(weights.length * PER_LINK)
    weights.forEach((weight, link) => {
      const [source, target] = [ends[2 * link]! * PER_NODE, ends[2 * link + 1]! * PER_NODE]
      this.#links.set([source, target, weight], link * PER_LINK)
      for (const end of [source, target]) this.#nodes[end + MASS]! += weight
    })
    const isMany = count > MANY
    this.#most = isMany ? STEPS_OF_MANY : STEPS
    this.#settings = {
      linLogMode: false,
      outboundAttractionDistribution: false,
      adjustSizes: false,
      edgeWeightInfluence: 1,
      scalingRatio: 10,
      strongGravityMode: true,
      // Dense enough that a link is about as long as strangers are apart; around one card there is room for names.
      gravity: fixed === undefined || isMany ? 0.6 : 0.12,
      slowDown: 1 + Math.log(Math.max(1, count)),
      barnesHutOptimize: isMany,
      barnesHutTheta: 0.8,
    }
  }

  get isDone(): boolean {
    return this.#isStill || this.#steps >= this.#most
  }

  step(): void {
    const before = this.positions()
    iterate(this.#settings, this.#nodes, this.#links)
    this.#steps++
    const after = this.positions()
    let moved = 0
    let extent = 0
    for (let at = 0; at < after.length; at++) {
      moved += Math.abs(after[at]! - before[at]!)
      extent = Math.max(extent, Math.abs(after[at]!))
    }
    this.#isStill = moved / Math.max(1, after.length) < extent * STILL
  }

  /** Where each node is now: x and y in turn. */
  positions(): Float32Array<ArrayBuffer> {
    const positions = new Float32Array((this.#nodes.length / PER_NODE) * 2)
    for (let n = 0; n * 2 < positions.length; n++) {
      positions[2 * n] = this.#nodes[n * PER_NODE + X]!
      positions[2 * n + 1] = this.#nodes[n * PER_NODE + Y]!
    }
    return positions
  }
}
