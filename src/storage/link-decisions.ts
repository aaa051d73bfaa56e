import type { AcuLink } from '../domain/acu.ts'
import { withDecisions, type LinkDecision, type LinkKey } from '../domain/card-work.ts'
import type { VivimDatabase } from './database.ts'

/** The key a decision about a link is kept under. */
export const decisionKey = ({ sourceId, targetId, relation }: LinkKey): [string, string, string] => [
  sourceId,
  targetId,
  relation,
]

/** What a person decided about the links of some cards, in both directions. */
export async function decisionsOf(db: VivimDatabase, ids: readonly string[]): Promise<LinkDecision[]> {
  const [from, to] = await Promise.all([
    db.linkDecisions
      .where('sourceId')
      .anyOf([...ids])
      .toArray(),
    db.linkDecisions
      .where('targetId')
      .anyOf([...ids])
      .toArray(),
  ])
  const known = new Set(ids)
  return [...from, ...to.filter(({ sourceId }) => !known.has(sourceId))]
}

/** Automatic links of some cards with what the person decided on top. One question where they decided nothing yet. */
export async function decidedLinks(
  db: VivimDatabase,
  ids: readonly string[],
  automatic: readonly AcuLink[],
): Promise<readonly AcuLink[]> {
  if ((await db.linkDecisions.count()) === 0) return automatic
  return withDecisions(automatic, await decisionsOf(db, ids))
}
