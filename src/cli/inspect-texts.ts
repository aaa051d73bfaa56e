import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { levelOf, shownOf, type AcuLink } from '../domain/acu.ts'
import { derive } from '../knowledge/derive.ts'
import { findPrivate } from '../knowledge/protect/protect.ts'
import { conversationOf, turnOf } from '../knowledge/single.ts'
import { unitsOf } from '../knowledge/units.ts'

/** Longest line taken from a file, in UTF-16 units. */
const MAX_LINE = 16_000_000

/**
 * `--texts`: reads lines `{id, role, text}` and gives for each one JSON line `{id, securityLevel, findings: [{rule, kind,
 * start, end, level}], units: [{type, start, end, kept}], cards: [{id, type, category, quality, securityLevel, findings,
 * content, context, sources: [{start, end}]}]}`. Findings and units are of the whole text; ranges are UTF-16 units. A role
 * other than `user` is read as the assistant's. Out: true where every line was read; a line that is not such an object
 * gives `{line, error}` instead. Rejects where the file cannot be read.
 */
export const inspectTexts = (path: string, all: boolean, out: (line: string) => void): Promise<boolean> =>
  eachLine(path, out, (row) => {
    const { id, role, text } = row
    if (typeof text !== 'string') return undefined
    const speaker = role === 'user' || role === 'human' ? 'user' : 'assistant'
    const derivation = derive(conversationOf('text'), [turnOf('text', speaker, text)])
    const findings = findPrivate(text)
    return {
      id,
      securityLevel: levelOf(findings),
      findings: findings.map(({ rule, kind, start, end, level }) => ({ rule, kind, start, end, level })),
      units: unitsOf(text, speaker).map(({ type, start, end, kept }) => ({ type, start, end, kept })),
      cards: (all ? derivation : shownOf(derivation)).cards.map((card) => ({
        id: card.id,
        type: card.type,
        category: card.category,
        quality: card.quality.overall,
        securityLevel: card.securityLevel,
        findings: card.findings,
        content: card.content,
        context: card.context,
        state: card.state,
        sources: derivation.sources
          .filter((source) => source.acuId === card.id)
          .map(({ start, end }) => ({ start, end })),
      })),
    }
  })

/**
 * `--pairs`: reads lines `{id, a, b}` and gives for each `{id, links: [{relation, weight}]}`: the links between a card of
 * `a` and a card of `b`, where `b` follows `a`; the greatest weight a relation. A question in `a` is taken as the user's.
 */
export const inspectPairs = (path: string, out: (line: string) => void): Promise<boolean> =>
  eachLine(path, out, (row) => {
    const { id, a, b } = row
    if (typeof a !== 'string' || typeof b !== 'string') return undefined
    const asks = unitsOf(a, 'user').some((unit) => unit.type === 'question')
    const messages = [turnOf('a', asks ? 'user' : 'assistant', a), turnOf('b', 'assistant', b, 'a')]
    const { links, sources } = derive(conversationOf('pair'), messages)
    const inText = (acu: string, message: string): boolean =>
      sources.some((source) => source.acuId === acu && source.messageId === message)
    const between = links.filter(
      ({ sourceId, targetId }) =>
        (inText(sourceId, 'a') && inText(targetId, 'b')) || (inText(sourceId, 'b') && inText(targetId, 'a')),
    )
    return { id, links: strongest(between) }
  })

function strongest(links: readonly AcuLink[]): { relation: string; weight: number }[] {
  const best = new Map<string, number>()
  for (const { relation, weight } of links) best.set(relation, Math.max(weight, best.get(relation) ?? 0))
  return [...best].map(([relation, weight]) => ({ relation, weight }))
}

/** Runs a reader over the lines of a JSONL file. */
async function eachLine(
  path: string,
  out: (line: string) => void,
  read: (row: Readonly<Record<string, unknown>>) => unknown,
): Promise<boolean> {
  let number = 0
  let allRead = true
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    number++
    if (line.trim() === '') continue
    const result = line.length > MAX_LINE ? undefined : parsed(line, read)
    if (result === undefined) {
      allRead = false
      out(
        JSON.stringify({ line: number, error: 'This line is not an object with the expected texts; it was left out.' }),
      )
    } else out(JSON.stringify(result))
  }
  return allRead
}

function parsed(line: string, read: (row: Readonly<Record<string, unknown>>) => unknown): unknown {
  try {
    const row: unknown = JSON.parse(line)
    return typeof row === 'object' && row !== null ? read(row as Record<string, unknown>) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
