import type { Quality } from '../../domain/acu.ts'
import { countMatches } from '../count-matches.ts'
import { countWords, endOfWord, type WordCounts } from '../count-words.ts'
import { NON_ASCII, wordsIn } from '../relate/tokens.ts'

/** Longer answers are judged by their first part; UTF-16 units. */
const MOST_READ = 20_000

/** Letters a character of a script without spaces counts for: nearly those of a word. */
const OF_CHARACTER = 4
/** A name within a sentence, in scripts that have capitals. */
const NAME = /(?<=[\p{Ll},] )\p{Lu}\p{Ll}+/gu
const OF_ITSELF =
  /^(?:i['’]?m )?sorry\b|\bas an? (?:ai|(?:large )?language model)|\bi(?: am|['’]m) (?:not able|unable)|\bi (?:can(?:not|['’]t)|do(?:n['’]t| not)) (?:have|know|provide|access|answer)|(?:als|ich bin) (?:ein )?(?:ki\b|sprachmodell)|как языковая модель|作为(?:一个)?(?:ai|人工智能|语言模型)|como (?:un )?modelo de lenguaje|en tant qu['’](?:ia|intelligence)/i
const FIRST_PERSON = /\b(?:I|Ich|Je|Yo)\b/g

/**
 * How good a whole answer is, 0–100. In: the text of an answer. Out: the logarithm of what different words it has (their
 * letters: repeating adds nothing, small words add little), raised by how many of its words are different, by figures,
 * names and paragraphs, each by the logarithm of how many, and by a whole first and last sentence; lowered where it speaks
 * of itself instead of the matter.
 */
export function answerWorth(answer: string): number {
  const text = answer.trim().slice(0, MOST_READ)
  const words = lettersOfWords(text)
  if (words.many === 0) return 0
  const bits =
    Math.log2(1 + words.letters) +
    (4 * words.different) / words.many +
    0.25 * (logOf(text, /\n\s*\n/g) + logOf(text, /\d+/g) + logOf(text, NAME)) +
    (/^\p{Ll}/u.test(text) ? 0 : 0.6) +
    (/[.!?。！？؟)`|"”»*]$/.test(text) ? 0.4 : 0) -
    (OF_ITSELF.test(text.slice(0, 300)) ? 1.2 : 0) -
    (8 * countMatches(FIRST_PERSON, text)) / words.many
  return Math.max(0, Math.min(100, POINTS_A_BIT * (bits - LEAST_BITS)))
}

/** How many words a text has, how many of them are different, and how many letters these have together. */
function lettersOfWords(text: string): WordCounts {
  if (!NON_ASCII.test(text)) return countWords(text.toLowerCase(), endOfWord)
  const words = wordsIn(text)
  const lengths = new Map<string, number>()
  for (const { word, isCharacter } of words) lengths.set(word, isCharacter ? OF_CHARACTER : word.length)
  let letters = 0
  for (const length of lengths.values()) letters += length
  return { many: words.length, different: lengths.size, letters }
}

/** What a few words come to, and points for each doubling above it: the longest answers come to about 100. */
const LEAST_BITS = 6.5
const POINTS_A_BIT = 10

const logOf = (text: string, pattern: RegExp): number => Math.log2(1 + countMatches(pattern, text))

/** How much of a card's quality is the worth of the answer it stands in. */
const SHARE_OF_ANSWER = 0.8

/** A card's quality with the worth of its answer (0–100) in it; its other parts stay the card's own. */
export const inAnswer = (quality: Quality, worth: number): Quality => ({
  ...quality,
  overall: Math.round((1 - SHARE_OF_ANSWER) * quality.overall + SHARE_OF_ANSWER * worth),
  answer: Math.round(worth),
})
