/**
 * A text taken out of a source with things left out at the left of its lines (indentation, `> `), and where each of its
 * lines stands in the source.
 */
export class SourceText {
  readonly text: string
  /** Position of each line in `text`. */
  readonly #lines: readonly number[]
  /** Position of each line in the source. */
  readonly #sources: readonly number[]

  private constructor(text: string, lines: readonly number[], sources: readonly number[]) {
    this.text = text
    this.#lines = lines
    this.#sources = sources
  }

  /** A whole source. */
  static of(text: string): SourceText {
    const lines = lineStarts(text)
    return new SourceText(text, lines, lines)
  }

  #lineAt(index: number): number {
    let low = 0
    let high = this.#lines.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#lines[middle] ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Position in the source of a position in the text. */
  at(index: number): number {
    const line = this.#lineAt(index)
    return (this.#sources[line] ?? 0) + index - (this.#lines[line] ?? 0)
  }

  /** Position in the source of the end of a piece that ends before `index`. */
  endAt(index: number): number {
    return index <= 0 ? this.at(0) : this.at(index - 1) + 1
  }

  /**
   * Finds a piece that comes at or after `from`; its lines may lack what stands left of them here.
   * @returns the piece and the position after it in this text
   */
  piece(part: string, from: number): { readonly piece: SourceText; readonly next: number } {
    const at = this.text.indexOf(part, from)
    if (at >= 0 && (at === from || !part.includes('\n') || this.text.slice(from, at).trim() === '')) {
      const lines = lineStarts(part)
      return {
        piece: new SourceText(
          part,
          lines,
          lines.map((line) => this.at(at + line)),
        ),
        next: at + part.length,
      }
    }
    return this.#byLines(part, from)
  }

  #byLines(part: string, from: number): { readonly piece: SourceText; readonly next: number } {
    const starts = lineStarts(part)
    const sources: number[] = []
    let line = this.#lineAt(from)
    let next = from
    for (const [index, start] of starts.entries()) {
      const content = part.slice(start, (starts[index + 1] ?? part.length + 1) - 1)
      const trimmed = content.trim()
      let found: number | undefined
      for (let try_ = line; trimmed !== '' && try_ < this.#lines.length && try_ < line + 64; try_++) {
        const begin = Math.max(this.#lines[try_] ?? 0, try_ === line ? next : 0)
        const end = (this.#lines[try_ + 1] ?? this.text.length + 1) - 1
        const at = this.text.slice(begin, end).lastIndexOf(trimmed)
        if (at < 0) continue
        found = begin + at - (content.length - content.trimStart().length)
        next = begin + at + trimmed.length
        line = next >= end ? try_ + 1 : try_
        break
      }
      sources.push(this.at(Math.max(0, found ?? Math.min(next, this.text.length))))
    }
    return { piece: new SourceText(part, starts, sources), next }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
