/** Runs of one sort of sign: Latin words, digits, signs that are a word each, other words, white space, all else. */
const RUNS =
  /(\p{Script=Latin}+)|(\d+)|([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)|([\p{L}\p{M}\p{N}]+)|(\s+)|([^\p{L}\p{M}\p{N}\s]+)/gu

/**
 * How many tokens a language model would read a text as, about. No model's own list of tokens is at hand, so this counts
 * runs of signs the way such lists are made; it leans a little high. Whole numbers; of texts joined by blank lines it is
 * at most the sum of both and one.
 */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const [run, latin, digits, cjk, letters, space] of text.matchAll(RUNS)) {
    if (latin !== undefined) tokens += ofWord(latin)
    else if (digits !== undefined) tokens += Math.ceil(digits.length / 3)
    else if (cjk !== undefined) tokens += cjk.length
    else if (letters !== undefined) tokens += Math.ceil(letters.length / 3)
    else if (space !== undefined) tokens += space === ' ' ? 0 : 1
    else tokens += ofSigns(run)
  }
  return tokens
}

/** Frequent words are one token; letters beyond English cost more. */
function ofWord(word: string): number {
  const foreign = word.replace(/[a-z]/gi, '').length
  return (word.length <= 7 ? 1 : Math.ceil(word.length / 5)) + Math.ceil(foreign / 2)
}

/** Rules of dashes and the like are few tokens; beyond ASCII a sign is about one. */
function ofSigns(run: string): number {
  const beyond = run.replace(/[\x21-\x7e]/g, '').length
  const same = /^(.)\1{3,}$/.test(run)
  return same ? Math.ceil(run.length / 8) : Math.ceil((run.length - beyond) / 1.6) + beyond
}
