import { linesInCode } from './fences.ts'
import { type Speaker, speakerNamed } from './speakers.ts'

/** A line that says who speaks next. */
export interface Label extends Speaker {
  readonly line: number
  /** What is said on the line itself. */
  readonly rest: string
  /** What stands in parentheses behind the name: a time, a model. */
  readonly detail: string
}

interface Candidate extends Label {
  readonly style: string
}

/** Longer lines are no labels; their start may be. */
const MAX_LABEL = 120
const NAME = String.raw`([^\s*_#:：()|<>"'\`][^*_#:：()|<>"'\`\n]{0,38})`
const DETAIL = String.raw`(?:\s*\(([^()]{0,120})\))?`

const SAID_BY_YOU =
  /^(?:you said|du hast gesagt|sie haben gesagt|vous avez dit|tu as dit|dijiste|has dicho|você disse|hai detto|你说|您说)\s*[:：]$/i
const SAID_BY =
  /^(?:o )?(\S{2,20}(?: \S{1,12}){0,2}?) ?(?:said|says|responded|hat gesagt|a dit|dijo|ha dicho|disse|ha detto|说)\s*[:：]$/i
const SPECSTORY = new RegExp(`^_\\*\\*${NAME}${DETAIL}\\*\\*_$`)
const HEADING = new RegExp(`^(#{1,6})\\s+(?:\\*\\*)?${NAME}${DETAIL}\\s*[:：]?(?:\\*\\*)?\\s*[:：]?$`)
const BOLD = new RegExp(`^\\*\\*${NAME}${DETAIL}\\s*(?:[:：]\\s*\\*\\*|\\*\\*\\s*[:：])(.*)$`)
const BOLD_ALONE = new RegExp(`^\\*\\*${NAME}${DETAIL}\\*\\*$`)
const PLAIN = new RegExp(`^${NAME}${DETAIL}\\s*[:：](.*)$`)

/**
 * The labels of a transcript, all in the one style it is written in: role words in other styles, or in code, are part
 * of what is said. Empty where a text is no transcript. Time and space are linear in the text.
 */
export function findLabels(lines: readonly string[]): readonly Label[] {
  const inCode = linesInCode(lines)
  const byStyle = new Map<string, Candidate[]>()
  lines.forEach((text, line) => {
    const label = inCode[line] ? undefined : readLabel(text, line)
    if (!label) return
    const same = byStyle.get(label.style)
    if (same) same.push(label)
    else byStyle.set(label.style, [label])
  })
  for (const [style, labels] of byStyle) {
    const answers = labels.some(({ role }) => role === 'assistant')
    if (answers && (style === 'said' || labels.some(({ role }) => role === 'user'))) return labels
  }
  return []
}

function readLabel(text: string, line: number): Candidate | undefined {
  const start = text.slice(0, MAX_LABEL).trimEnd()
  const whole = text.length <= MAX_LABEL
  if (whole) {
    const bare = start.replace(/^#{1,6} +|\*\*/g, '').trim()
    if (SAID_BY_YOU.test(bare)) return { style: 'said', line, role: 'user', rest: '', detail: '' }
    const said = labelOf('said', SAID_BY.exec(bare)?.[1], line)
    if (said) return said
    const story = SPECSTORY.exec(start)
    if (story) return labelOf('specstory', story[1], line, '', story[2])
    const heading = HEADING.exec(start)
    if (heading) return labelOf(heading[1]!, heading[2], line, '', heading[3])
    const alone = BOLD_ALONE.exec(start)
    if (alone) return labelOf('bold', alone[1], line, '', alone[2])
  }
  for (const [style, pattern] of [
    ['bold', BOLD],
    ['plain', PLAIN],
  ] as const) {
    const found = pattern.exec(start)
    if (found) return labelOf(style, found[1], line, text.slice(start.length - found[3]!.length), found[2])
  }
  return undefined
}

function labelOf(style: string, name: string | undefined, line: number, rest = '', detail = ''): Candidate | undefined {
  const speaker = name === undefined ? undefined : speakerNamed(name)
  return speaker && { ...speaker, style, line, rest, detail }
}
