import type { Finding } from '../../domain/acu.ts'
import { findContacts } from './contacts.ts'
import { findHosts } from './hosts.ts'
import { findNumbers } from './numbers.ts'
import { findAssigned } from './assigned.ts'
import { findTokens } from './tokens.ts'

/**
 * Everything private that the published rules find in a text.
 * In: any text. Out: findings in order of place, without overlaps (the more severe, then the longer one stays); ranges are
 * UTF-16 offsets into `text`. Pure and the same on every device. Cheap literal gates stand before each group of rules, so
 * that ordinary prose passes at tens of megabytes a second.
 */
export function findPrivate(text: string): Finding[] {
  if (text.length < 6) return []
  const found = [
    ...findTokens(text),
    ...findAssigned(text),
    ...findContacts(text),
    ...findNumbers(text),
    ...findHosts(text),
  ]
  return found.length < 2 ? found : withoutOverlaps(found)
}

/**
 * The text with each finding replaced by a typed placeholder, like `[redacted: GitHub token]`. In: a text and findings of
 * that text (ranges beyond it are ignored, overlapping ones are joined under the first one's name).
 */
export function redact(text: string, findings: readonly Finding[]): string {
  const sorted = findings
    .filter((finding) => finding.start >= 0 && finding.end <= text.length && finding.start < finding.end)
    .sort((a, b) => a.start - b.start || b.end - a.end)
  let out = ''
  let at = 0
  for (const finding of sorted) {
    if (finding.start >= at) out += `${text.slice(at, finding.start)}[redacted: ${finding.kind}]`
    at = Math.max(at, finding.end)
  }
  return out + text.slice(at)
}

function withoutOverlaps(found: readonly Finding[]): Finding[] {
  const ranked = [...found].sort(
    (a, b) =>
      b.level - a.level || b.end - b.start - (a.end - a.start) || b.confidence - a.confidence || a.start - b.start,
  )
  const kept: Finding[] = []
  const taken: { start: number; end: number }[] = []
  for (const finding of ranked) {
    if (overlaps(taken, finding)) continue
    kept.push(finding)
    insert(taken, finding)
  }
  return kept.sort((a, b) => a.start - b.start)
}

type Taken = { start: number; end: number }[]

/** First index whose start is not below `start`. */
function lowerBound(taken: Taken, start: number): number {
  let low = 0
  let high = taken.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (taken[middle]!.start < start) low = middle + 1
    else high = middle
  }
  return low
}

function overlaps(taken: Taken, range: { start: number; end: number }): boolean {
  const at = lowerBound(taken, range.start)
  const next = taken[at]
  const previous = taken[at - 1]
  return (next !== undefined && next.start < range.end) || (previous !== undefined && previous.end > range.start)
}

function insert(taken: Taken, range: { start: number; end: number }): void {
  taken.splice(lowerBound(taken, range.start), 0, { start: range.start, end: range.end })
}
