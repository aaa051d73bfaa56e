import type { PreparedStatement, Sqlite3Static, SqlValue } from '@sqlite.org/sqlite-wasm'

/** What SQLite is told of a value's memory: it stays as it is until the statement is reset. */
const STATIC = 0
/** Most bytes of UTF-8 for a UTF-16 code unit. */
const MOST_OF_UNIT = 3
const FIRST_ROOM = 1 << 16

/** A function of SQLite as its WebAssembly exports it: the value, or where its bytes are, how many, and whose. */
type Bind = (statement: number, at: number, value: number | bigint, length: number, memory: number) => number

type Exports = Readonly<Record<`sqlite3_bind_${'null' | 'int' | 'int64' | 'double' | 'text' | 'blob'}`, Bind>>

/**
 * Gives statements their values. Texts and bytes are written to one piece of SQLite's memory, used again for each
 * statement: its own JavaScript takes memory for each value, which with all else it does for one takes longer than writing
 * the row.
 */
export class Values {
  private room = 0
  private start = 0

  constructor(private readonly sqlite: Sqlite3Static) {}

  /**
   * Binds all values of a statement, from the first on; they are good until the next call. Whole numbers must be within
   * 2^53. Throws SQLite3Error.
   */
  bind({ pointer }: PreparedStatement, values: readonly SqlValue[]): void {
    if (values.length === 0) return
    const statement = Number(pointer)
    const exports = this.sqlite.wasm.exports as Exports
    this.makeRoom(values)
    const heap = this.sqlite.wasm.heap8u()
    let at = this.start
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      let bind = exports.sqlite3_bind_null
      let given: number | bigint = at
      let length = 0
      if (typeof value === 'number') {
        given = value
        if ((value | 0) === value) bind = exports.sqlite3_bind_int
        else if (Number.isInteger(value)) {
          bind = exports.sqlite3_bind_int64
          given = BigInt(value)
        } else bind = exports.sqlite3_bind_double
      } else if (typeof value === 'string') {
        bind = exports.sqlite3_bind_text
        length = write(value, heap, at)
      } else if (value instanceof Uint8Array) {
        bind = exports.sqlite3_bind_blob
        length = value.length
        heap.set(value, at)
      } else if (value !== null) throw new TypeError(`not a value for the index: ${typeof value}`)
      // One call for all kinds, which engines do not write out in place: V8 11.3 (Node 20) crashes where it does.
      const code = bind(statement, i + 1, given, length, STATIC)
      if (code !== 0) throw new this.sqlite.SQLite3Error(code)
      at += length
    }
  }

  /** Gives the memory back. */
  free(): void {
    if (this.room > 0) this.sqlite.wasm.dealloc(this.start)
    this.room = 0
  }

  private makeRoom(values: readonly SqlValue[]): void {
    let needed = 0
    for (const value of values) {
      if (typeof value === 'string') needed += MOST_OF_UNIT * value.length
      else if (value instanceof Uint8Array) needed += value.length
    }
    if (this.room > 0 && needed <= this.room) return
    this.free()
    const room = Math.max(FIRST_ROOM, needed)
    this.start = Number(this.sqlite.wasm.alloc(room))
    this.room = room
  }
}

/** Longer texts are not looked through letter by letter. */
const SHORT = 500

const encoder = new TextEncoder()

/** Writes a text as UTF-8 and gives its length in bytes. Most are short and plain: for these a loop is faster. */
function write(text: string, heap: Uint8Array, at: number): number {
  if (text.length <= SHORT && writePlain(text, heap, at)) return text.length
  const bytes = encoder.encode(text)
  heap.set(bytes, at)
  return bytes.length
}

function writePlain(text: string, heap: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) return false
    heap[at + i] = code
  }
  return true
}
