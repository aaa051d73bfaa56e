import type { AcuLink, AcuType, AtomicChatUnit, Relation, Review } from './acu.ts'

/** Decisions about a card to set; what is not named stays as it is, `undefined` takes a decision back. */
export interface MarkChange {
  readonly review?: Review | undefined
  readonly pinned?: boolean
  readonly tags?: readonly string[] | undefined
  /** The type a person gave in the place of the derived one. */
  readonly type?: AcuType | undefined
}

/** Longest note on a link, in UTF-16 code units. */
export const MAX_EVIDENCE = 500

/** What a link is named by. */
export type LinkKey = Pick<AcuLink, 'sourceId' | 'targetId' | 'relation'>

/** What a person decided about a link: made or confirmed it, or rejected what the machine had linked. */
export interface LinkDecision extends LinkKey {
  readonly state: 'linked' | 'rejected'
  /** A note of the person, or why the link was there when it was decided about. */
  readonly evidence: string
  /** ms since 1970. */
  readonly at: number
}

/**
 * What a person does to cards in one go; all of it is written or nothing. Written, it answers with what takes it back.
 */
export interface CardWork {
  /** Cards that lie in no conversation: to put, or to take away where there is no card. */
  readonly own?: readonly { readonly id: string; readonly card?: AtomicChatUnit | undefined }[]
  readonly marks?: readonly { readonly id: string; readonly change: MarkChange }[]
  /** Decisions about links: to put, or to take back where there is none. */
  readonly links?: readonly { readonly key: LinkKey; readonly decision?: LinkDecision | undefined }[]
}

/** One string for a link. */
export const linkName = ({ sourceId, targetId, relation }: LinkKey): string => `${sourceId} ${targetId} ${relation}`

/** Relations that say the same in both directions. */
const MUTUAL: readonly Relation[] = ['SIMILAR_TO', 'CONTRADICTS']

/** True where two links say the same: the same triple, or a mutual relation the other way round. */
export const sameLink = (a: LinkKey, b: LinkKey): boolean =>
  linkName(a) === linkName(b) ||
  (a.relation === b.relation && isMutual(a.relation) && a.sourceId === b.targetId && a.targetId === b.sourceId)

/** True where a relation has no direction. */
export const isMutual = (relation: Relation): boolean => MUTUAL.includes(relation)

/**
 * Links as a person sees them: automatic ones without those they rejected, and those they made. A link that both have is
 * one, confirmed.
 */
export function withDecisions(automatic: readonly AcuLink[], decisions: readonly LinkDecision[]): readonly AcuLink[] {
  if (decisions.length === 0) return automatic
  const links = new Map(automatic.map((link) => [linkName(link), link]))
  for (const { state, evidence, sourceId, targetId, relation } of decisions) {
    const name = linkName({ sourceId, targetId, relation })
    const found = links.get(name)
    if (state === 'rejected') links.delete(name)
    else if (found) links.set(name, { ...found, evidence: evidence || found.evidence, confirmed: true })
    else links.set(name, { sourceId, targetId, relation, weight: 1, origin: 'person', evidence })
  }
  return [...links.values()]
}
