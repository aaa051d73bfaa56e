import type { Relation } from '../../../domain/acu.ts'
import { isMutual, type LinkKey } from '../../../domain/card-work.ts'
import { words } from '../../words.ts'

/** Every relation, those that people use most first. */
const ORDER: readonly Relation[] = [
  'REFERS_TO',
  'EXPLAINS',
  'ANSWERS',
  'SUPPORTS',
  'CONTRADICTS',
  'REFINES',
  'NEXT_STEP',
  'SIMILAR_TO',
  'VERSION_OF',
  'ANNOTATES',
  'CONTAINS',
  'DERIVED_FROM',
  'REDACTION_OF',
]

/** One way a card can be linked to another, as seen from the first. */
interface RelationChoice {
  /** For the value of an option. */
  readonly name: string
  readonly label: string
  readonly relation: Relation
  readonly out: boolean
}

const choice = (relation: Relation, out: boolean): RelationChoice => ({
  name: `${out ? 'out' : 'in'} ${relation}`,
  label: (out ? words.relationOut : words.relationIn)[relation],
  relation,
  out,
})

/** Every relation in each of its directions. */
export const RELATION_CHOICES: readonly RelationChoice[] = ORDER.flatMap((relation) =>
  isMutual(relation) ? [choice(relation, true)] : [choice(relation, true), choice(relation, false)],
)

/** How a link is chosen, seen from one of its cards. */
export const choiceOf = (link: LinkKey, id: string): string =>
  choice(link.relation, link.sourceId === id || isMutual(link.relation)).name

/** The link between two cards that a choice means, seen from the first. */
export function keyOf(name: string, id: string, other: string): LinkKey {
  const { relation, out } = RELATION_CHOICES.find((one) => one.name === name) ?? choice('REFERS_TO', true)
  return out ? { sourceId: id, targetId: other, relation } : { sourceId: other, targetId: id, relation }
}
