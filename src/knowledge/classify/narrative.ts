const WORD = /[\p{L}'’]+/gu
const PERSONS = /\b(?:i|he|she|they|we|me|him|her|them|us|my|his|their|our)\b/gi
const PAST =
  /\b(?:was|were|had|said|told|felt|stood|took|came|went|saw|knew|began|found|thought|heard|held|left|kept|made|gave|ran|sat|spoke|met|\p{L}{3,}ed)\b/giu
const STATES = /\b(?:is|are|can|should|may|must|will)\b/gi
const ADDRESSED = /\byour?\b/gi
/** Who speaks, alone on a line or before the words; stage directions. */
const SCRIPTED =
  /^\s*(?:[*_]*\p{Lu}[\p{L} .'’-]{0,24}[*_]* ?\([\p{L} ,.'’-]{1,40}\)[*_]*[:：]|\[\p{Lu}[\p{L}\d ,.;:'’–—-]{10,}\]\s*$|\(\p{Lu}[\p{L}\d ,.;:'’–—-]{20,}[.!?]\)\s*$)/u
const LISTED = /^\s*(?:[-*•#|>]|\d{1,3}[.)])/

/** Characters looked at: the beginning tells. */
const LOOKED_AT = 4_000
const LEAST_WORDS = 120

/**
 * Whether a whole text tells a story or plays a scene: lines said by somebody; or many persons, most verbs in the past,
 * little that is stated in the present, said to the reader or listed. English only; shares of words, set by reading answers of both kinds.
 */
export function isNarrative(text: string): boolean {
  const head = text.slice(0, LOOKED_AT)
  const words = count(WORD, head)
  if (words < LEAST_WORDS) return false
  const share = (pattern: RegExp): number => count(pattern, head) / words
  const lines = head.split('\n').filter((line) => line.trim() !== '')
  const listed = lines.filter((line) => LISTED.test(line)).length / lines.length
  if (lines.filter((line) => SCRIPTED.test(line)).length / lines.length >= 0.2) return true
  return (
    listed < 0.25 && share(PERSONS) >= 0.04 && share(PAST) >= 0.06 && share(STATES) < 0.02 && share(ADDRESSED) < 0.025
  )
}

const count = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0
