import type { AcuLink } from './acu.ts'
import { otherEnd } from './graph.ts'

/**
 * What lies around some cards, found level by level, so that only links of the newest level have to be known. Whoever
 * grows it gives those links with {@link Neighbourhood.add}, then calls {@link Neighbourhood.grow}. A level that does not
 * fit below the limit keeps the cards that are linked best, and is the last.
 */
export class Neighbourhood {
  readonly #limit: number
  readonly #depths = new Map<string, number>()
  readonly #links = new Map<string, AcuLink>()
  readonly #byEnd = new Map<string, string[]>()
  #frontier: readonly string[]
  #level = 0
  #isCut: boolean

  /** @param limit most cards in it; of more seeds than that the first are taken. */
  constructor(seeds: Iterable<string>, limit: number) {
    this.#limit = limit
    const all = [...new Set(seeds)]
    this.#frontier = all.slice(0, limit)
    for (const id of this.#frontier) this.#depths.set(id, 0)
    this.#isCut = all.length > limit
  }

  /** Cards of the newest level: their links are needed to grow further. Empty when there is nothing more to find. */
  get frontier(): readonly string[] {
    return this.#frontier
  }

  /** Cards in it with their distance from the seeds, nearest first. */
  get depths(): ReadonlyMap<string, number> {
    return this.#depths
  }

  /** It could have held more cards. */
  get isCut(): boolean {
    return this.#isCut
  }

  /** Takes links; of several that say the same, the one that weighs most. */
  add(links: Iterable<AcuLink>): void {
    for (const link of links) {
      if (link.sourceId === link.targetId) continue
      const key = `${link.sourceId} ${link.targetId} ${link.relation}`
      const known = this.#links.get(key)
      if (known && known.weight >= link.weight) continue
      this.#links.set(key, link)
      if (known) continue
      for (const end of [link.sourceId, link.targetId]) {
        const keys = this.#byEnd.get(end)
        if (keys) keys.push(key)
        else this.#byEnd.set(end, [key])
      }
    }
  }

  /**
   * Takes in the cards one link further out.
   * @param accepts whether a card may be in it, at this distance; what is refused is not gone through either
   */
  grow(accepts: (id: string, depth: number) => boolean): void {
    const depth = ++this.#level
    const found = new Map<string, number>()
    for (const id of this.#frontier) {
      for (const link of this.#linksOf(id)) {
        const other = otherEnd(link, id)
        if (this.#depths.has(other) || (found.get(other) ?? -1) >= link.weight) continue
        if (accepts(other, depth)) found.set(other, link.weight)
      }
    }
    const room = this.#limit - this.#depths.size
    const ordered = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    if (ordered.length > room) this.#isCut = true
    const taken = ordered.slice(0, room).map(([id]) => id)
    for (const id of taken) this.#depths.set(id, depth)
    this.#frontier = ordered.length > room ? [] : taken
  }

  /** The links between its cards that are known. */
  links(): AcuLink[] {
    return [...this.#links.values()].filter(
      ({ sourceId, targetId }) => this.#depths.has(sourceId) && this.#depths.has(targetId),
    )
  }

  #linksOf(id: string): AcuLink[] {
    return (this.#byEnd.get(id) ?? []).map((key) => this.#links.get(key)!)
  }
}
