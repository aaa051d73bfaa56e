import type { TextRange } from '../../domain/related.ts'
import { gapsBetween } from './align.ts'

/** Words and single signs, white space between them. */
const PIECE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}_])+|[^\s\p{L}\p{M}\p{N}_]/gu
/** More of a text is not compared. */
const MAX_PIECES = 4_000

/** Where two wordings differ: ranges of whole words in each, in order. Equal texts have none. */
export function differencesOf(a: string, b: string): { a: TextRange[]; b: TextRange[] } {
  const [mine, theirs] = [piecesOf(a), piecesOf(b)]
  const gaps = gapsBetween(
    mine.map(([text]) => text),
    theirs.map(([text]) => text),
  )
  const ranges = (pieces: readonly Piece[], side: 'a' | 'b'): TextRange[] =>
    gaps.flatMap((gap) => {
      const [from, to] = gap[side]
      return from === to ? [] : [{ start: pieces[from]![1], end: pieces[to - 1]![1] + pieces[to - 1]![0].length }]
    })
  return { a: ranges(mine, 'a'), b: ranges(theirs, 'b') }
}

type Piece = readonly [text: string, start: number]

const piecesOf = (text: string): Piece[] =>
  [...text.matchAll(PIECE)].slice(0, MAX_PIECES).map((match) => [match[0], match.index] as const)
