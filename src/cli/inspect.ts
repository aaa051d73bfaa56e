import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { RefusedFileError } from '../importers/refused-file.ts'
import { inspectExport } from './inspect-export.ts'

const USAGE = 'Usage: npm run inspect -- [--json] [--conversations] FILE…'

/** Reads each file named on the command line as an export and prints what is in it. Documented in docs/automation.md. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, conversations: { type: 'boolean' } },
  })
  if (positionals.length === 0) {
    console.error(USAGE)
    return 1
  }
  let exitCode = 0
  for (const path of positionals) {
    try {
      const file = Object.assign(await openAsBlob(path), { name: basename(path) })
      const found = await inspectExport(file, {
        capturedAt: Date.now(),
        conversations: values.conversations === true,
      })
      console.log(JSON.stringify({ file: path, ...found }, undefined, values.json ? undefined : 2))
    } catch (error) {
      exitCode = 1
      const why = error instanceof RefusedFileError || error instanceof Error ? error.message : String(error)
      console.error(`${path}: ${why}`)
    }
  }
  return exitCode
}

process.exitCode = await main()
