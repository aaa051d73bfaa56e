/** Characters kept, all texts together. */
const MOST = 2_000_000

/** Texts of hits as they were read last: while one types, much of what is found stays the same from key to key. */
export class TextCache {
  private readonly texts = new Map<string, string>()
  private characters = 0

  get(id: string): string | undefined {
    const text = this.texts.get(id)
    if (text === undefined) return undefined
    // The newest lie last, so that the oldest go first.
    this.texts.delete(id)
    this.texts.set(id, text)
    return text
  }

  set(id: string, text: string): void {
    this.forget(id)
    this.texts.set(id, text)
    this.characters += text.length
    for (const oldest of this.texts.keys()) {
      if (this.characters <= MOST) return
      this.forget(oldest)
    }
  }

  clear(): void {
    this.texts.clear()
    this.characters = 0
  }

  private forget(id: string): void {
    this.characters -= this.texts.get(id)?.length ?? 0
    this.texts.delete(id)
  }
}
