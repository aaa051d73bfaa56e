/**
 * SHA3-256 (FIPS 202) in WebAssembly: Keccak works on 64-bit words, which JavaScript does not have. The module is put
 * together here, byte by byte, so that what runs can be read: one function that absorbs blocks into a state in memory.
 */

/** Bytes of a block of SHA3-256. */
const RATE = 136
const ROUNDS = 24
/** Where things lie in the memory of the module: 25 words of state, the constants of the rounds, the input. */
const STATE = 0
const CONSTANTS = 200
const INPUT = 1024
/** Blocks handed over at a time; all fits in one page of 64 KiB. */
const BLOCKS = 400

// Instructions of WebAssembly 1.0 that are used.
const OP = { loop: 0x03, end: 0x0b, branchIf: 0x0d, get: 0x20, set: 0x21, tee: 0x22, load: 0x29, store: 0x37 } as const
const I32 = { const: 0x41, lessUnsigned: 0x49, add: 0x6a, sub: 0x6b } as const
const I64 = { const: 0x42, and: 0x83, xor: 0x85, rotateLeft: 0x89 } as const
const TYPE = { i32: 0x7f, i64: 0x7e, empty: 0x40 } as const

// Locals: how many blocks are left, where the input stands, where the constants stand, then 64-bit words.
const [LEFT, AT, CONSTANT, A, B, C, D] = [0, 1, 2, 3, 28, 53, 58] as const
const WORDS = 60

type Code = readonly number[]

/** Absorbs whole blocks that lie at INPUT. */
type Absorb = (blocks: number) => void

/**
 * A function that hashes bytes with SHA3-256, 32 bytes out.
 * Throws where the platform has no WebAssembly or does not allow it.
 */
export function sha3InWasm(): (bytes: Uint8Array) => Uint8Array {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()))
  const memory = new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer)
  const absorb = exports['absorb'] as Absorb
  const constants = new DataView(memory.buffer, CONSTANTS)
  roundConstants().forEach((constant, round) => constants.setBigUint64(8 * round, constant, true))

  return (bytes) => {
    memory.fill(0, STATE, STATE + 200)
    const whole = Math.floor(bytes.length / RATE)
    for (let block = 0; block < whole; block += BLOCKS) {
      const count = Math.min(BLOCKS, whole - block)
      memory.set(bytes.subarray(block * RATE, (block + count) * RATE), INPUT)
      absorb(count)
    }
    const rest = bytes.subarray(whole * RATE)
    memory.fill(0, INPUT, INPUT + RATE)
    memory.set(rest, INPUT)
    memory[INPUT + rest.length]! ^= 0x06
    memory[INPUT + RATE - 1]! ^= 0x80
    absorb(1)
    return memory.slice(STATE, STATE + 32)
  }
}

/** The constants of the rounds, from the shift register of FIPS 202 §3.2.5. */
function roundConstants(): bigint[] {
  let register = 1
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n
    for (let bit = 0; bit <= 6; bit++) {
      if (register & 1) constant |= 1n << BigInt(2 ** bit - 1)
      register = (register << 1) ^ (register & 0x80 ? 0x171 : 0)
    }
    return constant
  })
}

/** How far each word is rotated, FIPS 202 §3.2.2. */
function rotations(): number[] {
  const offsets = new Array<number>(25).fill(0)
  let [x, y] = [1, 0]
  for (let t = 0; t < 24; t++) {
    offsets[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
  }
  return offsets
}

const get = (local: number): Code => [OP.get, local]
const set = (local: number): Code => [OP.set, local]
const load = (base: Code, offset: number): Code => [...base, OP.load, 3, ...unsigned(offset)]
const each = (count: number, make: (index: number) => Code): Code =>
  Array.from({ length: count }, (_, index) => make(index)).flat()

function round(): Code {
  const rotated = rotations()
  const theta = [
    ...each(5, (x) => [...get(A + x), ...each(4, (y) => [...get(A + x + 5 * (y + 1)), I64.xor]), ...set(C + x)]),
    ...each(5, (x) => [
      ...get(C + ((x + 4) % 5)),
      ...get(C + ((x + 1) % 5)),
      ...[I64.const, 1, I64.rotateLeft, I64.xor],
      ...set(D + x),
    ]),
  ]
  const rhoAndPi = each(25, (from) => {
    const [x, y] = [from % 5, Math.floor(from / 5)]
    const to = y + 5 * ((2 * x + 3 * y) % 5)
    return [...get(A + from), ...get(D + x), I64.xor, I64.const, rotated[from]!, I64.rotateLeft, ...set(B + to)]
  })
  const chi = each(25, (at) => {
    const row = at - (at % 5)
    const [next, afterNext] = [row + ((at + 1) % 5), row + ((at + 2) % 5)]
    // −1 as a signed number of one byte is 0x7f: all bits.
    const inverted = [...get(B + next), I64.const, 0x7f, I64.xor]
    return [...get(B + at), ...inverted, ...get(B + afterNext), I64.and, I64.xor, ...set(A + at)]
  })
  const iota = [...get(A), ...load(get(CONSTANT), 0), I64.xor, ...set(A)]
  return [...theta, ...rhoAndPi, ...chi, ...iota]
}

function body(): Code {
  const zero: Code = [I32.const, 0]
  const step = (local: number, by: number): Code => [...get(local), I32.const, ...signed(by), I32.add]
  return [
    ...[I32.const, ...signed(INPUT), ...set(AT)],
    ...[OP.loop, TYPE.empty],
    ...each(25, (word) => [
      ...load(zero, STATE + 8 * word),
      ...(8 * word < RATE ? [...load(get(AT), 8 * word), I64.xor] : []),
      ...set(A + word),
    ]),
    ...[I32.const, ...signed(CONSTANTS), ...set(CONSTANT)],
    ...[OP.loop, TYPE.empty, ...round()],
    ...[...step(CONSTANT, 8), OP.tee, CONSTANT, I32.const, ...signed(CONSTANTS + 8 * ROUNDS), I32.lessUnsigned],
    ...[OP.branchIf, 0, OP.end],
    ...each(25, (word) => [...zero, ...get(A + word), OP.store, 3, ...unsigned(STATE + 8 * word)]),
    ...[...step(AT, RATE), ...set(AT)],
    ...[...get(LEFT), I32.const, 1, I32.sub, OP.tee, LEFT, OP.branchIf, 0, OP.end],
    OP.end,
  ]
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const named = (name: string): Code => [name.length, ...[...name].map((letter) => letter.charCodeAt(0))]
  const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content]
  const code = [2, 2, TYPE.i32, WORDS, TYPE.i64, ...body()]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // One type (i32) → (), one function of it, one page of memory, both exported.
    ...section(1, [1, 0x60, 1, TYPE.i32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...named('memory'), 2, 0, ...named('absorb'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

/** LEB128 of a number from 0. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

/** Signed LEB128 of a number from 0. */
function signed(value: number): Code {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)]
}
