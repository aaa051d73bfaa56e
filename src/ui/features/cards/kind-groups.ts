import { ACU_TYPES, type AcuType } from '../../../domain/acu.ts'
import type { IconName } from '../../primitives/icons.ts'
import { KINDS, type Hue } from '../../primitives/kinds.ts'

/** One chip of the filter: the types that share a hue. */
export interface KindGroup {
  readonly hue: Hue
  readonly label: string
  readonly icon: IconName
  readonly types: readonly AcuType[]
}

const group = (hue: Hue, label: string, icon: IconName): KindGroup => ({
  hue,
  label,
  icon,
  types: ACU_TYPES.filter((type) => KINDS[type].hue === hue),
})

/** The six kinds people filter by, in the order of the chips. */
export const KIND_GROUPS: readonly KindGroup[] = [
  group('code', 'Code', 'code'),
  group('steps', 'Steps', 'steps'),
  group('def', 'Definitions', 'def'),
  group('dec', 'Decisions', 'dec'),
  group('ques', 'Questions', 'ques'),
  group('claim', 'Answers & claims', 'claim'),
]

/** The group that holds exactly these types, if there is one. */
export const groupOf = (types: readonly AcuType[] | undefined): KindGroup | undefined =>
  types && KIND_GROUPS.find((one) => one.types.length === types.length && one.types.every((t) => types.includes(t)))
