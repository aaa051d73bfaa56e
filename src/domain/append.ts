import { isAhead, decodeHlc, encodeHlc, hlcNode, tick } from './hlc.ts'
import { fromBase64Url } from './byte-texts.ts'
import type { Operation, SignedOperation } from './operation.ts'
import { signOperation } from './operation.ts'
import type { Exclusive, LocalIdentity, OperationLog } from './ports/rooms.ts'
import type { Result } from './result.ts'
import { err, ok } from './result.ts'
import { MAX_CHAIN } from './space-state.ts'

/** What an operation says, before it has a place, a time and a signature. */
export type Draft = Pick<Operation, 'operation' | 'tableName' | 'recordId' | 'payload'>

/** Where a device writes in a space. */
export interface Author {
  readonly identity: LocalIdentity
  readonly log: OperationLog
  readonly exclusive: Exclusive
  readonly now: () => number
}

/** Id of the newest membership entry known and the greatest clock reading seen, both of one space. */
export interface Knowledge {
  readonly epoch: string | null
  readonly latestHlc: string
}

/**
 * Signs drafts as this device's next operations of the space and commits them, all or none. Membership entries among
 * them move the epoch of those after. Errors: `full` above 4,096 operations a device, `clock` where our last reading is
 * more than five minutes ahead of the wall clock.
 */
export async function appendOperations(
  author: Author,
  space: string,
  known: Knowledge,
  drafts: readonly Draft[],
): Promise<Result<readonly SignedOperation[], 'full' | 'clock'>> {
  const { identity, log, exclusive, now } = author
  return exclusive(`vivim-log-${space}`, async () => {
    for (;;) {
      const head = await log.head(space, identity.device)
      if ((head?.seq ?? 0) + drafts.length > MAX_CHAIN) return err('full')
      const own = head && (await log.range(space, identity.device, head.seq, head.seq))[0]?.hlc
      const last = [own ?? '', known.latestHlc].toSorted()[1]!
      if (isAhead(decodeHlc(last)?.ms ?? 0, now())) return err('clock')
      const signed = sign(identity, space, { head, last, epoch: known.epoch }, drafts, now())
      if (await log.commit(space, signed)) return ok(signed)
    }
  })
}

function sign(
  identity: LocalIdentity,
  space: string,
  from: { head: { seq: number; id: string } | undefined; last: string; epoch: string | null },
  drafts: readonly Draft[],
  now: number,
): SignedOperation[] {
  const node = hlcNode(fromBase64Url(identity.device))
  let time = decodeHlc(from.last) ?? { ms: 0, c: 0 }
  let { seq, id: prev } = from.head ?? { seq: 0, id: null as string | null }
  let epoch = from.epoch
  return drafts.map((draft) => {
    time = { ...tick(time, now), node }
    seq += 1
    const signed = signOperation(
      {
        v: 1,
        space,
        did: identity.did,
        device: identity.device,
        seq,
        prev,
        hlc: encodeHlc(time, node),
        epoch,
        ...draft,
        ...(seq === 1 ? { cert: identity.cert } : {}),
      },
      identity.deviceSeed,
    )
    prev = signed.id
    if (draft.tableName === 'membership') epoch = signed.id
    return signed
  })
}
