import type { AtomicChatUnit, Finding, SecurityLevel } from './acu.ts'

/** From this level on something is personal: it is shared with nobody, and hidden where a text leaves the library. */
export const PERSONAL_FROM: SecurityLevel = 3

/** Rule of findings that are words of the person's own list; no published rule has this name. */
export const OWN_WORD = 'own-word'

/** Most words of the list. */
export const MAX_OWN_WORDS = 500

/** A name or word the person calls private. */
export interface OwnWord {
  /** As they wrote it, tidied: see `tidyWord`. */
  readonly word: string
  /** ms since 1970. */
  readonly at: number
}

/** Something a rule finds that the person says is not private, wherever it stands. The value itself is not in it. */
export interface HarmlessFinding {
  /** SHA3-256 of rule, U+0000 and value, 64 hex characters. */
  readonly key: string
  /** What the rule calls it, for example `GitHub token`. */
  readonly kind: string
  /** A few characters of the value, to know it by: `ghp_…x9`. */
  readonly excerpt: string
  /** ms since 1970. */
  readonly at: number
}

/** What the person says about what is private. */
export interface PrivacyList {
  readonly words: readonly OwnWord[]
  readonly harmless: readonly HarmlessFinding[]
}

/** One thing of a {@link PrivacyList}. */
export type PrivacyEntry =
  | { readonly kind: 'own-word'; readonly word: OwnWord }
  | { readonly kind: 'harmless'; readonly harmless: HarmlessFinding }

/** A {@link PrivacyList} made ready to judge many texts. */
export interface PrivacyJudge {
  /** What is private in a text, of what the rules found in it; the very same array where the list changes nothing. */
  findings(text: string, found: readonly Finding[]): readonly Finding[]
  /** The card with findings, level and `isPersonal` as the list has them; the same object where it changes nothing. */
  card(card: AtomicChatUnit): AtomicChatUnit
}

/** The judge of an empty list. */
export const RULES_ALONE: PrivacyJudge = { findings: (_, found) => found, card: (card) => card }

/** True for what is shared with nobody: serious by its level, or a word of the person's own. */
export const isPersonalFinding = ({ level, rule }: Pick<Finding, 'level' | 'rule'>): boolean =>
  level >= PERSONAL_FROM || rule === OWN_WORD

/** Order of findings, the most serious first: a word of the person's own comes before what may be shared. */
export const moreSerious = (a: Finding, b: Finding): number => weightOf(b) - weightOf(a)

const weightOf = ({ rule, level }: Finding): number => (rule === OWN_WORD ? PERSONAL_FROM - 0.5 : level)
