/** How far a chain is accepted, without gaps. */
export interface Head {
  readonly seq: number
  /** Id of the operation at `seq`, 64 hex characters. */
  readonly id: string
}

/** Last contiguous accepted operation of each device (base64url key) in one space. */
export type SyncCursor = Readonly<Record<string, Head>>

/** Reasons under which the two operations of a fork are kept as its proof: for good, while other refusals go. */
export const FORK_PROOF = ['fork: the one that stands', 'fork: its author signed two histories'] as const

/** Where an operation stands against what is accepted of its chain. */
export type Place =
  /** Fits right after the head. */
  | 'next'
  /** Accepted before. */
  | 'known'
  /** Something before it is missing. */
  | 'gap'
  /** The chain has another operation at this place, or before it: its author signed two histories. */
  | 'fork'

/**
 * Places an operation in its chain. `idAt` gives the accepted id at a sequence number up to the head's.
 * A fork counts as one only once the operation's signature is verified.
 */
export function placeInChain(
  operation: { readonly seq: number; readonly prev: string | null; readonly id: string },
  head: Head | undefined,
  idAt: (seq: number) => string | undefined,
): Place {
  const at = head?.seq ?? 0
  if (operation.seq > at + 1) return 'gap'
  if (operation.seq <= at) return idAt(operation.seq) === operation.id ? 'known' : 'fork'
  return operation.prev === (head?.id ?? null) ? 'next' : 'fork'
}

/** What a peer has and we do not: for each device the range of sequence numbers to ask for, both ends included. */
export function missing(ours: SyncCursor, theirs: SyncCursor): { device: string; from: number; to: number }[] {
  return Object.entries(theirs).flatMap(([device, head]) => {
    const from = (ours[device]?.seq ?? 0) + 1
    return head.seq >= from ? [{ device, from, to: head.seq }] : []
  })
}

/** Devices of which both sides have another operation at the same number: forks to prove by exchanging both. */
export function disagreeing(ours: SyncCursor, theirs: SyncCursor): string[] {
  return Object.keys(theirs).filter((device) => {
    const [a, b] = [ours[device], theirs[device]]
    return a !== undefined && b !== undefined && a.seq === b.seq && a.id !== b.id
  })
}
