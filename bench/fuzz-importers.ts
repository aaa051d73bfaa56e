// Reads damaged files of every format. Usage: npm run fuzz -- [how many inputs] [first seed]
import { readExport } from '../src/importers/read-export.ts'
import { RefusedFileError } from '../src/importers/refused-file.ts'
import { type FuzzInput, inputOf } from './fuzz/inputs.ts'
import { startWatchdog } from './fuzz/watchdog.ts'

const LIMIT_MS = 5000
/** Reading that gives no event for ever is ended by the watchdog, a little later. */
const WATCHDOG_MS = 2 * LIMIT_MS

const count = Number(process.argv[2] ?? 25_000)
const firstSeed = Number(process.argv[3] ?? 1)

interface Line {
  inputs: number
  read: number
  refused: number
  slowest: number
  /** Seed of the slowest. */
  seed: number
}

const table = new Map<string, Line>()
let failures = 0
let reading = 'nothing'

function fail(what: string): void {
  failures++
  console.error(`${reading}: ${what}`)
}

process.on('unhandledRejection', (error) => fail(`unhandled rejection: ${describe(error)}`))
process.on('uncaughtException', (error) => fail(`uncaught: ${describe(error)}`))

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** Reads a file to its end, with every file its conversations name. */
async function read({ file }: FuzzInput): Promise<'read' | 'refused'> {
  try {
    for await (const event of readExport(file, { capturedAt: 1_760_000_000_000 })) {
      if (event.type !== 'conversation') continue
      // As the import does it: a file that cannot be read is missing.
      for (const asset of event.assets) await asset.read().catch(() => undefined)
    }
    return 'read'
  } catch (error) {
    if (error instanceof RefusedFileError) return 'refused'
    throw error
  }
}

const watchdog = startWatchdog(WATCHDOG_MS)
const started = performance.now()
for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const input = inputOf(seed)
  const line = table.get(input.format) ?? { inputs: 0, read: 0, refused: 0, slowest: 0, seed }
  table.set(input.format, line)
  line.inputs++
  reading = `seed ${seed}, ${input.format}`
  watchdog.watch(seed)
  const before = performance.now()
  try {
    line[await read(input)]++
  } catch (error) {
    fail(describe(error))
  }
  const took = performance.now() - before
  if (took > line.slowest) Object.assign(line, { slowest: took, seed })
  if (took > LIMIT_MS) fail(`took ${Math.round(took)} ms`)
  // Rejections nobody handles are told after the turn in which they came about.
  if (seed % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
}
watchdog.stop()

const rows = [...table].map(([format, { slowest, seed, ...line }]) => ({
  format,
  ...line,
  'slowest ms': Math.round(slowest),
  'its seed': seed,
}))
console.table(rows)
const sum = (of: (line: Line) => number): number => [...table.values()].reduce((total, line) => total + of(line), 0)
const slowest = Math.round(Math.max(...[...table.values()].map((line) => line.slowest)))
console.log(
  `${sum(({ inputs }) => inputs)} inputs of ${table.size} formats in ${Math.round((performance.now() - started) / 1000)} s: ` +
    `${sum(({ read }) => read)} read, ${sum(({ refused }) => refused)} refused, slowest ${slowest} ms, ${failures} failures`,
)
process.exitCode = failures > 0 ? 1 : 0
