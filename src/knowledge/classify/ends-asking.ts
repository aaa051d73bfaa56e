/** Whether a question mark ends a sentence, or stands before signs and blanks that do. */
export const endsAsking = (sentence: string): boolean =>
  (sentence.includes('?') || sentence.includes('？')) && /[?？]\W*$/.test(sentence)
