/** How much of a file is held. */
const WINDOW_BYTES = 512 * 1024

/**
 * Reads small pieces of a file through a window onto it: in a browser each read of a file costs milliseconds, and an
 * archive may hold thousands of small files one behind the other.
 */
export class FileWindow {
  readonly file: Blob
  #start = 0
  #bytes = new Uint8Array()

  constructor(file: Blob) {
    this.file = file
  }

  /** True for pieces that are read through the window; larger ones are better read in chunks. */
  holds(size: number): boolean {
    return size <= WINDOW_BYTES / 4
  }

  /** A copy of the bytes from `start` to before `end`; fewer where the file ends. */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (start < this.#start || end > this.#start + this.#bytes.length) {
      const bytes = new Uint8Array(await this.file.slice(start, Math.max(end, start + WINDOW_BYTES)).arrayBuffer())
      this.#start = start
      this.#bytes = bytes
      return bytes.slice(0, end - start)
    }
    return this.#bytes.slice(start - this.#start, end - this.#start)
  }
}
