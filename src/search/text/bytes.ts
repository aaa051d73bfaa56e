/** Bytes of the largest number. */
const LONGEST = 5

/** Bytes written one after the other; numbers of at most 31 bits as LEB128, seven bits a byte, the lowest first. */
export class ByteWriter {
  private bytes: Uint8Array
  /** Bytes written since the last {@link take}. */
  length = 0

  constructor(capacity = 1 << 14) {
    this.bytes = new Uint8Array(capacity)
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1)
    this.bytes[this.length++] = value
  }

  number(value: number): void {
    if (this.length + LONGEST > this.bytes.length) this.grow(LONGEST)
    const { bytes } = this
    let { length } = this
    let rest = value
    while (rest > 127) {
      bytes[length++] = (rest & 127) | 128
      rest >>>= 7
    }
    bytes[length++] = rest
    this.length = length
  }

  append(more: Uint8Array): void {
    if (this.length + more.length > this.bytes.length) this.grow(more.length)
    this.bytes.set(more, this.length)
    this.length += more.length
  }

  /** A copy of the first so many bytes, all unless told; what is behind them stays. */
  take(many = this.length): Uint8Array {
    const taken = this.bytes.slice(0, many)
    this.bytes.copyWithin(0, many, this.length)
    this.length -= many
    return taken
  }

  private grow(by: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + by))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}

/** Reads numbers as {@link ByteWriter} writes them. */
export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {}

  number(): number {
    let value = 0
    let shift = 0
    for (;;) {
      const byte = this.bytes[this.at++] ?? 0
      value |= (byte & 127) << shift
      if (byte < 128) return value
      shift += 7
    }
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0
  }

  /** Passes over so many numbers. */
  skip(numbers: number): void {
    const { bytes } = this
    let { at } = this
    for (let left = numbers; left > 0 && at < bytes.length; at++) if (bytes[at]! < 128) left--
    this.at = at
  }
}
