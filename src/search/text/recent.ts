/** How much is kept: so much for each document there is, but never less or more than this. */
export interface Budget {
  readonly each: number
  readonly least: number
  readonly most: number
}

/** What was read last, up to a size that grows with the number of documents: the oldest goes first. */
export class Recent<K, V> {
  private readonly kept = new Map<K, V>()
  private size = 0

  constructor(
    private readonly budget: Budget,
    private readonly documents: () => number,
    private readonly sizeOf: (value: V) => number,
  ) {}

  /** What is kept under a key, else what `read` gives, which is kept from now on. */
  get(key: K, read: () => V): V {
    const known = this.kept.get(key)
    if (known !== undefined) return known
    const value = read()
    this.kept.set(key, value)
    this.size += this.sizeOf(value)
    const most = this.most()
    for (const [oldest, its] of this.kept) {
      if (this.size <= most) break
      this.kept.delete(oldest)
      this.size -= this.sizeOf(its)
    }
    return value
  }

  /** True where hardly anything more can be kept without losing something. */
  get isFull(): boolean {
    return this.size > 0.9 * this.most()
  }

  private most(): number {
    const { each, least, most } = this.budget
    return Math.max(least, Math.min(most, each * this.documents()))
  }

  clear(): void {
    this.kept.clear()
    this.size = 0
  }
}
