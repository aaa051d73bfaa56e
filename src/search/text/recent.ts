/** What was read last, up to a size: the oldest goes first. */
export class Recent<K, V> {
  private readonly kept = new Map<K, V>()
  private size = 0

  constructor(
    private readonly most: number,
    private readonly sizeOf: (value: V) => number,
  ) {}

  /** What is kept under a key, else what `read` gives, which is kept from now on. */
  get(key: K, read: () => V): V {
    const known = this.kept.get(key)
    if (known !== undefined) return known
    const value = read()
    this.kept.set(key, value)
    this.size += this.sizeOf(value)
    for (const [oldest, its] of this.kept) {
      if (this.size <= this.most) break
      this.kept.delete(oldest)
      this.size -= this.sizeOf(its)
    }
    return value
  }

  /** True where hardly anything more can be kept without losing something. */
  get isFull(): boolean {
    return this.size > 0.9 * this.most
  }

  clear(): void {
    this.kept.clear()
    this.size = 0
  }
}
