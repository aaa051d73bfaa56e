import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { derive } from '../knowledge/derive.ts'
import { inspectExport } from './inspect-export.ts'
import { inspectPairs, inspectTexts } from './inspect-texts.ts'

const USAGE =
  'Usage: npm run inspect -- [--json] [--conversations] [--all] FILE…\n' +
  '       npm run inspect -- --cards | --links FILE…\n' +
  '       npm run inspect -- --texts FILE.jsonl | --pairs FILE.jsonl'

const print = (line: string): void => console.log(line)

interface Flags {
  readonly json?: boolean
  readonly conversations?: boolean
  readonly cards?: boolean
  readonly links?: boolean
  readonly all?: boolean
}

/** Prints what is in one export: one object, or one line a card or a link. Rejects where it cannot be read. */
async function inspectFile(path: string, flags: Flags): Promise<void> {
  const file = Object.assign(await openAsBlob(path), { name: basename(path) })
  const printRow = (row: object): void => print(JSON.stringify(row))
  const found = await inspectExport(file, {
    capturedAt: Date.now(),
    derive,
    conversations: flags.conversations === true,
    all: flags.all === true,
    ...(flags.cards && { onCard: printRow }),
    ...(flags.links && { onLink: printRow }),
  })
  if (!flags.cards && !flags.links)
    print(JSON.stringify({ file: path, ...found }, undefined, flags.json ? undefined : 2))
}

/** True where `read` succeeds; else what went wrong is printed and the next file can be read. */
async function tryRead(path: string, read: () => Promise<boolean>): Promise<boolean> {
  try {
    return await read()
  } catch (error) {
    console.error(`${path}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

/** Reads each file named on the command line and prints what is in it. The contract is in docs/automation.md. */
async function main(): Promise<number> {
  const flag = { type: 'boolean' } as const
  const path = { type: 'string', multiple: true } as const
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: flag, conversations: flag, cards: flag, links: flag, all: flag, texts: path, pairs: path },
  })
  const { texts = [], pairs = [] } = values
  if (positionals.length + texts.length + pairs.length === 0) {
    console.error(USAGE)
    return 1
  }
  const outcomes: boolean[] = []
  for (const name of texts) outcomes.push(await tryRead(name, () => inspectTexts(name, values.all === true, print)))
  for (const name of pairs) outcomes.push(await tryRead(name, () => inspectPairs(name, print)))
  for (const name of positionals) outcomes.push(await tryRead(name, () => inspectFile(name, values).then(() => true)))
  return outcomes.every(Boolean) ? 0 : 1
}

process.exitCode = await main()
