import type { AcuType, Quality } from '../../domain/acu.ts'
import { countMatches } from '../count-matches.ts'
import { countWords, endOfRun, type WordCounts } from '../count-words.ts'
import { leansOnContext } from '../classify/sentence.ts'

/** A card whose own quality is below this is DORMANT: kept, not shown by default. */
export const QUALITY_FLOOR = 62

/** However rich, a card that cannot be understood alone is at most this far above its self-containedness. */
const MOST_ABOVE = 35

const WEIGHTS = { richness: 0.4, integrity: 0.15, uniqueness: 0.1, selfContained: 0.35 } as const

/** How much information a text holds, whatever its script: a CJK character counts as two letters of an alphabet. */
export function weightedLength(text: string): number {
  const wide = text.length > 0 && /[぀-ヿ㐀-鿿가-힯]/.test(text) ? countMatches(/[぀-ヿ㐀-鿿가-힯]/g, text) : 0
  return text.length + wide
}

const BASE: Readonly<Partial<Record<AcuType, number>>> = {
  definition: 8,
  decision: 10,
  fix: 8,
  warning: 6,
  step: 4,
  table: 8,
  formula: 0,
  command: 10,
  code_snippet: 4,
  question: 12,
  image: -20,
}

const DETAIL = /\d|`[^`\n]+`|\*\*[^*\n]+\*\*|\b[A-Z]\w*[A-Z]\w*\b/g
const CAUSE =
  /\b(?:because|since|therefore|so that|which means|in order to|unless|if|when|rather than|instead of|weil|damit|wenn|потому|если|чтобы|porque|si|car|parce que)\b|因为|所以|如果|ため|لأن/gi

/**
 * Quality of a card by itself, each part 0–100, overall their weighted mean (richness .40, integrity .15, uniqueness .10,
 * self-contained .35), at most 35 above the last. In: canonical content, its type, whether a heading or sentence goes along as context, and how many
 * times the same content was found in the conversation. Lengths are counted so that scripts compare.
 */
export function score(content: string, type: AcuType, hasContext: boolean, copies: number): Quality {
  const head = content.slice(0, 1200)
  const richness = clamp(richnessOf(head, weightedLength(content), type))
  const integrity = clamp(integrityOf(content, type))
  const uniqueness = clamp(Math.min(100, uniquenessOf(head)) - 6 * (copies - 1))
  const selfContained = clamp(selfContainedOf(head, type, hasContext))
  const mean =
    richness * WEIGHTS.richness +
    integrity * WEIGHTS.integrity +
    uniqueness * WEIGHTS.uniqueness +
    selfContained * WEIGHTS.selfContained
  const overall = clamp(Math.min(mean, selfContained + MOST_ABOVE))
  return { overall, richness, integrity, uniqueness, selfContained }
}

/** More information is better up to about a screen; details and reasons count more than length. */
function richnessOf(text: string, length: number, type: AcuType): number {
  const compact = type === 'command' || type === 'formula'
  const size = compact ? Math.min(1, length / 60) : Math.min(1, Math.log2(1 + length / 24) / 5.2)
  const details = Math.min(1, countMatches(DETAIL, text) / (2 + length / 130))
  const causes = Math.min(1, countMatches(CAUSE, text) / (1 + length / 400))
  return 8 + 58 * size + 16 * details + 12 * causes + (BASE[type] ?? 0)
}

/** Whole sentences, closed brackets and fences, nothing cut off. */
function integrityOf(text: string, type: AcuType): number {
  let value = 100
  const code =
    type === 'code_snippet' || type === 'command' || type === 'formula' || type === 'table' || type === 'error'
  const end = text.trimEnd()
  if (!code) {
    if (/[:：]\W*$/.test(end)) value -= 35
    else if (!/[.!?。！？؟…)\]"'”»*_`|>]$/.test(end) && !/\n\s*(?:[-*•]|\d+[.)])[^\n]*$/.test(end)) value -= 15
    if (/^[a-zäöüа-я,;.)]/u.test(text)) value -= 15
    if (countMatches(/```/g, text) % 2 === 1) value -= 30
  } else if (type !== 'error') {
    value -= Math.min(40, 10 * Math.abs(balance(text)))
    if (/(?:\.\.\.|…|# ?\.\.\.|\/\/ ?\.\.\.)\s*$/.test(end)) value -= 10
    if (/(?:your|rest of|existing|add|more) (?:\w+ ){0,3}(?:code|logic|implementation)\b.*here/i.test(text)) value -= 15
  }
  return value
}

function balance(text: string): number {
  let open = 0
  for (let at = 0; at < Math.min(text.length, 8000); at++) {
    const code = text.charCodeAt(at)
    if (code === 40 || code === 91 || code === 123) open++
    else if (code === 41 || code === 93 || code === 125) open--
  }
  return text.length > 8000 ? 0 : open
}

const ASCII = /^[\s!-~]*$/
const STOCK =
  /\b(?:it(?:'|’)s important to (?:note|remember)|in today(?:'|’)s (?:world|fast)|plays? a (?:crucial|vital|key) role|there are (?:many|several|various)|it depends on|a wide range of|overall,|in conclusion|in summary|ultimately|as an ai|i am (?:a|an) (?:ai|language)|i (?:cannot|can(?:'|’)t|do not|don(?:'|’)t) (?:have|provide|access|browse))\b/gi

/** Words looked at. */
const SAMPLE = 120

function countWide(text: string): Pick<WordCounts, 'many' | 'different'> {
  const words = (text.match(/[\p{L}\p{N}_]+/gu) ?? []).slice(0, SAMPLE)
  return { many: words.length, different: new Set(words).size }
}

/** Different words over all words, and fewer stock phrases. */
function uniquenessOf(text: string): number {
  const start = text.slice(0, 600).toLowerCase()
  const { many, different } = ASCII.test(start) ? countWords(start, endOfRun, SAMPLE) : countWide(start)
  if (many < 4) return 70
  const varied = different / many
  const stock = countMatches(STOCK, text.slice(0, 500))
  return 20 + 95 * Math.min(1, varied + Math.min(0.25, many / (4 * SAMPLE))) - 22 * stock
}

const POINTS_ELSEWHERE =
  /\b(?:this|the|these|that) (?:\w+ ){0,2}(?:function|code|script|query|example|snippet|program|command|commands|formula|output|table|class|method|file|approach|solution|implementation|macro|regex|pattern|steps|guidelines|tips|methods|changes|strategies)\b|\b(?:replace|adjust|modify|change) (?:the )?[`'"]|你的代码|该函数|上述|этот код|dieser Code|este código/i

/** Questions back to the person say nothing once they were answered. */
function asksBack(text: string): boolean {
  if (countMatches(/[?？]/g, text) < 2 || !/\byou(?:r|['’]d)?\b/i.test(text)) return false
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.filter((line) => /[?？](?:\s*\([^)]*\))?[\s*_]*$/.test(line)).length / lines.length >= 0.55
}

const IMPORT_LINE =
  /^\s*(?:$|[#/*]|(?:import|from|using|use|require|include|package|library)\b|(?:const|var|let) [^=]*= ?require\(|[\w\s,{}*]*\} from )/

const onlyImports = (code: string): boolean => code.split('\n').every((line) => IMPORT_LINE.test(line))

/** Understood without what stood around it. */
function selfContainedOf(text: string, type: AcuType, hasContext: boolean): number {
  let value = 82
  if (type === 'code_snippet' || type === 'table' || type === 'formula' || type === 'command' || type === 'error')
    value = 68
  if (hasContext) value += 12
  if (leansOnContext(text)) value -= hasContext ? 22 : 34
  if (
    /\b(?:above|below|following|aforementioned|previous(?:ly)?|as mentioned|oben|выше|anterior|上述|以下)\b/i.test(
      text.slice(0, 400),
    )
  )
    value -= 8
  if (!text.includes('```') && POINTS_ELSEWHERE.test(text.slice(0, 220))) value -= hasContext ? 22 : 30
  if (type !== 'question' && asksBack(text)) value -= 45
  const length = text.length > 200 ? 200 : weightedLength(text)
  if (length < 60 && type !== 'command' && type !== 'question') value -= 2.2 * (60 - length) * 0.6
  if (type === 'code_snippet' && (!text.includes('\n') || onlyImports(text))) value -= 35
  if (type === 'formula' && length < 40) value -= 25
  return value
}

const clamp = (value: number): number => Math.max(0, Math.min(100, Math.round(value)))
