/**
 * Characters of scripts that put no spaces between words (Hangul too: its particles are joined to the word), as the
 * inside of a character class of a regular expression with the `u` flag.
 */
export const JOINED_SCRIPTS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆`
