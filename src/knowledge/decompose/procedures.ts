import type { Piece } from './decompose.ts'

/** Longer procedures are read step by step. */
const MAX_PROCEDURE = 6000

/**
 * Puts before the steps of each procedure a piece that holds them all, with the code between them: a step alone often
 * says little. In: pieces in reading order. Out: the same with the wholes, which are the parents of their steps.
 */
export function withWholeProcedures(pieces: readonly Piece[]): Piece[] {
  const wholes = new Map<number, Piece>()
  /** Top piece → the piece its whole stands before. */
  const held = new Map<number, number>()
  for (const indexes of topsOf(pieces).values()) {
    const first = indexes[0]!
    const last = lastOf(pieces, indexes.at(-1)!)
    const inside = pieces.slice(first, last + 1)
    const start = Math.min(...inside.map((piece) => piece.start))
    const end = Math.max(...inside.map((piece) => piece.end))
    if (indexes.length < 2 || end - start > MAX_PROCEDURE) continue
    const { context, passage } = pieces[first]!
    wholes.set(first, { kind: 'passage', start, end, passage, ...(context === undefined ? {} : { context }) })
    for (let at = first; at <= last; at++) if (pieces[at]!.parent === undefined && !held.has(at)) held.set(at, first)
  }
  if (wholes.size === 0) return [...pieces]

  const out: Piece[] = []
  const moved = new Map<number, number>()
  const wholeAt = new Map<number, number>()
  pieces.forEach((piece, at) => {
    const whole = wholes.get(at)
    if (whole) {
      wholeAt.set(at, out.length)
      out.push(whole)
    }
    const holder = held.get(at)
    const inWhole = holder === undefined ? undefined : wholeAt.get(holder)
    const parent = piece.parent === undefined ? inWhole : moved.get(piece.parent)
    moved.set(at, out.length)
    out.push(parent === undefined ? piece : { ...piece, parent })
  })
  return out
}

/** Top pieces by the procedure they are steps of. */
function topsOf(pieces: readonly Piece[]): Map<number, number[]> {
  const tops = new Map<number, number[]>()
  pieces.forEach(({ procedure, parent }, at) => {
    if (procedure === undefined || parent !== undefined) return
    tops.set(procedure, [...(tops.get(procedure) ?? []), at])
  })
  return tops
}

/** The last piece of a procedure: what the last step holds, and code that follows it at once. */
function lastOf(pieces: readonly Piece[], at: number): number {
  let last = at
  while (pieces[last + 1]?.parent !== undefined) last++
  while (pieces[last + 1]?.kind === 'code' && pieces[last + 1]?.procedure === undefined) last++
  return last
}
