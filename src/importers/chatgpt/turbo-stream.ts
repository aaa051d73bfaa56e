import { isObject } from '../../domain/json.ts'

/** Deeper than any message; what lies below is left out. */
const MAX_DEPTH = 100
/** How often a character of the stream may come up in what is made of it: objects are shared and may be named again. */
const MAX_GROWTH = 8
const SMALLEST_BUDGET = 200_000
const LARGEST_BUDGET = 128_000_000

const UNDEFINED = -7
const NEGATIVE_ZERO = -4

/**
 * Values of a turbo-stream, the form in which pages made with React Router carry their data: a flat pool in which
 * objects `{"_K": V}` and lists name their keys and values by position, negative numbers stand for values JSON lacks,
 * and lists that begin with a letter are of another type. Later lines `P<n>:…` bring what was promised before.
 */
export class TurboStream {
  readonly #pool: unknown[] = []
  readonly #promised = new Map<number, number>()
  readonly #budget: number
  #left = 0

  /** Never throws: lines that are broken or cut off are left out. */
  constructor(stream: string) {
    for (const line of stream.split('\n')) this.#addLine(line)
    this.#budget = Math.min(LARGEST_BUDGET, Math.max(SMALLEST_BUDGET, stream.length * MAX_GROWTH))
  }

  /** Positions of the objects that have one of these members. */
  objectsWith(names: readonly string[]): number[] {
    const wanted = new Set(names)
    return this.#pool.flatMap((value, index) => {
      const members = membersOf(value)
      return members && Object.keys(members).some((key) => wanted.has(this.#keyOf(key))) ? [index] : []
    })
  }

  /**
   * The value at a position as a tree of its own. A value inside itself is null there. Undefined where it would be
   * many times larger than the stream.
   */
  value(index: number): unknown {
    this.#left = this.#budget
    const tree = this.#expand(index, new Set())
    return this.#left < 0 ? undefined : tree
  }

  #addLine(line: string): void {
    const [, promise, json] = /^(?:P(\d{1,9}):)?([[\d-].*)$/s.exec(line) ?? []
    if (json === undefined) return
    let value: unknown
    try {
      value = JSON.parse(json)
    } catch {
      return
    }
    const at = typeof value === 'number' ? value : this.#pool.length
    // A loop: a call with so many arguments would overflow the stack.
    if (Array.isArray(value)) for (const one of value as readonly unknown[]) this.#pool.push(one)
    if (promise !== undefined) this.#promised.set(Number(promise), at)
  }

  #keyOf(key: string): string {
    const name = this.#pool[Number(key.slice(1))]
    return typeof name === 'string' ? name : ''
  }

  #expand(index: unknown, open: Set<number>): unknown {
    if (typeof index !== 'number') return null
    if (index < 0) return index === UNDEFINED ? undefined : index === NEGATIVE_ZERO ? 0 : null
    const value = this.#pool[index]
    this.#left -= typeof value === 'string' ? value.length + 1 : 1
    if (this.#left < 0) return null
    if (typeof value !== 'object' || value === null) return value
    if (open.has(index) || open.size >= MAX_DEPTH) return null
    open.add(index)
    const members = membersOf(value)
    const tree = members ? this.#object(members, open) : this.#list(value as readonly unknown[], open)
    open.delete(index)
    return tree
  }

  #object(members: Record<string, unknown>, open: Set<number>): unknown {
    const pairs: [string, unknown][] = []
    for (const [key, index] of Object.entries(members)) {
      const value = this.#expand(index, open)
      if (value !== undefined) pairs.push([this.#keyOf(key), value])
    }
    return Object.fromEntries(pairs)
  }

  #list(list: readonly unknown[], open: Set<number>): unknown {
    const [tag, first] = list
    if (typeof tag !== 'string') return list.map((index) => this.#expand(index, open) ?? null)
    switch (tag) {
      case 'P':
        return this.#expand(typeof first === 'number' ? (this.#promised.get(first) ?? UNDEFINED) : UNDEFINED, open)
      case 'Z':
        return this.#expand(first, open)
      case 'S':
        return list.slice(1).map((index) => this.#expand(index, open) ?? null)
      case 'M': {
        const items = list.slice(1).map((index) => this.#expand(index, open) ?? null)
        return Object.fromEntries(items.flatMap((key, at) => (at % 2 ? [] : [[String(key), items[at + 1] ?? null]])))
      }
      default:
        // Dates, addresses, large numbers, patterns: their plain value stands behind the letter.
        return typeof first === 'object' ? null : first
    }
  }
}

/** Members of an object of the pool, also of one without prototype: `["N", {…}]`. */
function membersOf(value: unknown): Record<string, unknown> | undefined {
  if (isObject(value)) return value
  if (!Array.isArray(value) || value[0] !== 'N') return undefined
  const inside: unknown = value[1]
  return isObject(inside) ? inside : undefined
}
