/** Measures the knowledge layer on evaluation data: `npx tsx bench/knowledge.ts DIR [task…]`. Prints figures only, never texts. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { levelOf } from '../src/domain/acu.ts'
import { canonicalContent } from '../src/domain/acu-id.ts'
import { isDefinition } from '../src/knowledge/classify/definition.ts'
import { isStep, isQuestion } from '../src/knowledge/classify/sentence.ts'
import { isChatterSentence } from '../src/knowledge/decompose/chatter.ts'
import { lexBlocks } from '../src/knowledge/decompose/blocks.ts'
import { sentences } from '../src/knowledge/decompose/sentences.ts'
import { derive } from '../src/knowledge/derive.ts'
import { findPrivate } from '../src/knowledge/protect/protect.ts'
import { conversationOf, turnOf } from '../src/knowledge/single.ts'
import { definitionSentences } from '../tests/knowledge/definitions.ts'
import { exact } from './knowledge/exact.ts'
import { rankedIn, ranks } from './knowledge/ranks.ts'
import { relateTasks } from './knowledge/relate.ts'

const directory = process.argv[2]
if (!directory || !existsSync(directory)) {
  console.error('Name the directory that holds the evaluation data: npx tsx bench/knowledge.ts DIR')
  process.exit(1)
}
const wanted = process.argv.slice(3)

type Row = Readonly<Record<string, unknown>>

function rows(name: string): Row[] {
  const path = join(directory!, `${name}-dev.jsonl.gz`)
  if (!existsSync(path)) return []
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

const text = (row: Row, key: string): string => (typeof row[key] === 'string' ? row[key] : '')
const round = (value: number): number => Math.round(value * 1000) / 1000

function ratios(hits: number, misses: number, alarms: number): Record<string, number> {
  const precision = hits / Math.max(1, hits + alarms)
  const recall = hits / Math.max(1, hits + misses)
  const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall)
  return { precision: round(precision), recall: round(recall), f1: round(f1), hits, misses, alarms }
}

function binary(
  all: readonly Row[],
  isTrue: (row: Row) => boolean,
  says: (row: Row) => boolean,
): Record<string, number> {
  let hits = 0
  let misses = 0
  let alarms = 0
  for (const row of all) {
    const truth = isTrue(row)
    const said = says(row)
    if (truth && said) hits++
    else if (truth) misses++
    else if (said) alarms++
  }
  return ratios(hits, misses, alarms)
}

/** Repeats work for half a second; megabytes (10⁶ UTF-16 units) a second of processor time, as other work shares it. */
function speed(units: number, work: () => void): number {
  work()
  let runs = 0
  const start = performance.now()
  const before = process.cpuUsage()
  while (performance.now() - start < 2000) {
    work()
    runs++
  }
  const { user, system } = process.cpuUsage(before)
  return round((units * runs) / (user + system))
}

const tasks: Record<string, () => unknown> = {
  ...relateTasks(rows),
  secrets() {
    const all = rows('secrets')
    return binary(
      all.filter((row) => row.kind === 'secret' || row.label === 0),
      (row) => row.label === 1,
      (row) => levelOf(findPrivate(text(row, 'text'))) === 5,
    )
  },
  pii() {
    const kinds: Record<string, string[]> = {
      CREDIT_CARD: ['card-number'],
      IBAN_CODE: ['iban'],
      US_SSN: ['us-ssn'],
      EMAIL_ADDRESS: ['email'],
      PHONE_NUMBER: ['phone'],
    }
    const out: Record<string, unknown> = {}
    for (const [type, rules] of Object.entries(kinds)) {
      let found = 0
      let missed = 0
      let alarms = 0
      for (const row of rows('pii')) {
        const spans = (row.spans as [number, number, string][]).filter((span) => span[2] === type)
        const findings = findPrivate(text(row, 'text')).filter((finding) => rules.includes(finding.rule))
        for (const [start, end] of spans)
          if (findings.some((finding) => finding.start < end && finding.end > start)) found++
          else missed++
        alarms += findings.filter(
          (finding) => !spans.some(([start, end]) => finding.start < end && finding.end > start),
        ).length
      }
      out[type] = { found, missed, alarms }
    }
    return out
  },
  questions: () =>
    binary(
      rows('sentence-types'),
      (row) => row.s_type === 'q' || row.s_type === 'wh',
      (row) => isQuestion(text(row, 'text')),
    ),
  steps: () =>
    binary(
      rows('sentence-types'),
      (row) => row.s_type === 'imp',
      (row) => isStep(text(row, 'text')),
    ),
  definitions() {
    const of = (half: number) =>
      binary(
        definitionSentences(half).map(({ text, definition }) => ({ text, definition })),
        (row) => row.definition === true,
        (row) => isDefinition(text(row, 'text')),
      )
    return { read: of(0), unread: of(1) }
  },
  answers() {
    const all = rows('ai-answers').map((row) => text(row, 'answer'))
    let cards = 0
    let dormant = 0
    let verbatim = 0
    let sources = 0
    let covered = 0
    let counted = 0
    const levels: Record<number, number> = {}
    const types: Record<string, number> = {}
    for (const answer of all) {
      const derivation = derive(conversationOf('answer'), [turnOf('answer', 'assistant', answer)])
      const content = new Map(derivation.cards.map((card) => [card.id, card.content]))
      cards += derivation.cards.length
      dormant += derivation.cards.filter((card) => card.state === 'DORMANT').length
      for (const card of derivation.cards) types[card.type] = (types[card.type] ?? 0) + 1
      for (const source of derivation.sources) {
        sources++
        if (canonicalContent(answer.slice(source.start, source.end)) === content.get(source.acuId)) verbatim++
      }
      const level = levelOf(findPrivate(answer))
      levels[level] = (levels[level] ?? 0) + 1
      const mark = new Uint8Array(answer.length)
      for (const { start, end } of derivation.sources) mark.fill(1, start, end)
      for (const [start, end] of matter(answer))
        for (let at = start; at < end; at++)
          if (/\S/.test(answer[at]!)) {
            counted++
            covered += mark[at]!
          }
    }
    return {
      answers: all.length,
      cards,
      dormant,
      verbatim: `${verbatim}/${sources}`,
      coverage: round(covered / counted),
      levels,
      types,
    }
  },
  ranks: () => ranks(rows('oasst-trees').flatMap((row) => rankedIn(row.prompt))),
  exact: () => exact(rows('ai-answers').map((row) => text(row, 'answer'))),
  speed() {
    const all = rows('ai-answers').map((row) => text(row, 'answer'))
    const units = all.reduce((sum, answer) => sum + answer.length, 0)
    const conversation = conversationOf('answer')
    return {
      'lex MB/s': speed(units, () => all.forEach((answer) => lexBlocks(answer))),
      'protect MB/s': speed(units, () => all.forEach((answer) => findPrivate(answer))),
      'derive MB/s': speed(units, () =>
        all.forEach((answer) => derive(conversation, [turnOf('a', 'assistant', answer)])),
      ),
    }
  },
}

/** What of an answer is not chatter, heading or rule: every other sentence and block. */
function matter(answer: string): [number, number][] {
  const out: [number, number][] = []
  for (const block of lexBlocks(answer)) {
    if (block.kind === 'heading' || block.kind === 'rule') continue
    if (block.kind !== 'paragraph') out.push(block.body ? [block.body.start, block.body.end] : [block.start, block.end])
    else
      for (const { start, end } of sentences(answer, block.start, block.end))
        if (!isChatterSentence(answer.slice(start, end))) out.push([start, end])
  }
  return out
}

for (const [name, task] of Object.entries(tasks))
  if (wanted.length === 0 || wanted.includes(name)) console.log(JSON.stringify({ task: name, result: task() }))
