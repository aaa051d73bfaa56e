/** Lines and characters of a long card shown before it is unfolded. */
const FOLD_LINES = 20
const FOLD_CHARS = 2_000
/** A fold that hides little is not worth it. */
const SPARED_LINES = 4
const SPARED_CHARS = 400
/** Characters of a piece of a very long text. */
const PIECE_CHARS = 2_000

/** Above this many characters an unfolded card is shown as plain text, in pieces: reading it as Markdown takes too long. */
export const PLAIN_FROM = 50_000

/**
 * The beginning of a long content: about 20 lines or 2,000 characters, whole lines where there are any.
 * Undefined where the content is short enough to be shown as it is.
 */
export function foldOf(content: string): string | undefined {
  const head = content.slice(0, FOLD_CHARS + SPARED_CHARS + 1)
  const breaks = [...head.matchAll(/\n/g)].map(({ index }) => index)
  if (head.length === content.length && head.length <= FOLD_CHARS + SPARED_CHARS) {
    if (breaks.length < FOLD_LINES + SPARED_LINES) return undefined
  }
  const ends = breaks.slice(0, FOLD_LINES).filter((end) => end > 0 && end <= FOLD_CHARS)
  const end = ends.at(-1)
  // One line that is longer than all of the fold is cut where the fold ends.
  return (
    end !== undefined && (ends.length === FOLD_LINES || end > FOLD_CHARS / 2)
      ? head.slice(0, end)
      : head.slice(0, FOLD_CHARS)
  ).toWellFormed()
}

/** A text in pieces of about 2,000 characters, cut at line ends where there are any; joined by nothing they are the text. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + PIECE_CHARS)
    if (to < text.length) {
      const line = text.lastIndexOf('\n', to - 1) + 1
      if (line > from) to = line
      else if (isHighSurrogate(text.charCodeAt(to - 1))) to -= 1
    }
    pieces.push(text.slice(from, to))
    from = to
  }
  return pieces
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff
