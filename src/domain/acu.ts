/** What a card is. A closed list: people add tags, not types. */
export const ACU_TYPES = [
  'question',
  'answer',
  'definition',
  'step',
  'decision',
  'claim',
  'opinion',
  'example',
  'warning',
  'command',
  'error',
  'fix',
  'code_snippet',
  'table',
  'formula',
  'quote',
  'image',
] as const
export type AcuType = (typeof ACU_TYPES)[number]

export const ACU_CATEGORIES = ['technical', 'procedural', 'conceptual', 'personal', 'creative', 'reference'] as const
export type AcuCategory = (typeof ACU_CATEGORIES)[number]

/** 0 nothing found · 1 a name or word of the person's list · 2 internal hosts and paths · 3 contact data · 4 government, financial or health identifiers · 5 live credentials and private keys. */
export type SecurityLevel = 0 | 1 | 2 | 3 | 4 | 5

/** Something private found in a text; the range is in UTF-16 code units of that text. */
export interface Finding {
  /** Name of the published rule, for example `github-token`. */
  readonly rule: string
  /** What it is in plain words, for example `GitHub token`. */
  readonly kind: string
  readonly start: number
  readonly end: number
  readonly level: SecurityLevel
  /** 0–1: how sure the rule is. */
  readonly confidence: number
}

/** The highest level among findings; 0 where there are none. */
export const levelOf = (findings: readonly Pick<Finding, 'level'>[]): SecurityLevel =>
  findings.reduce<SecurityLevel>((highest, { level }) => (level > highest ? level : highest), 0)

/** Quality, each part and the whole 0–100. */
export interface Quality {
  readonly overall: number
  readonly richness: number
  readonly integrity: number
  readonly uniqueness: number
  readonly selfContained: number
  /** Worth of the answer the card stands in, where it stands in one; the other parts are the card's own. */
  readonly answer?: number
}

/** One place a card was found: a range in UTF-16 code units of a message's part that holds text. */
export interface AcuSource {
  readonly acuId: string
  readonly conversationId: string
  readonly messageId: string
  /** Index into the message's `parts`. */
  readonly part: number
  readonly start: number
  readonly end: number
}

/** A card as the knowledge layer derives it. Everything here can be derived again from the golden record. */
export interface DerivedAcu {
  /** SHA3-256 of the canonical content, 64 hex characters. */
  readonly id: string
  readonly content: string
  readonly type: AcuType
  readonly category: AcuCategory
  /** Programming language of code, else a BCP 47 tag where it is known. */
  readonly language?: string
  /** Heading or sentence that introduces it. Outside the hashed content, and private until ticked. */
  readonly context?: string
  readonly quality: Quality
  readonly securityLevel: SecurityLevel
  readonly findings: readonly Finding[]
  /** DORMANT: does not say enough alone; kept, not shown by default. */
  readonly state: 'ACTIVE' | 'DORMANT'
  readonly createdAt: number
}

export type AcuOrigin = 'extraction' | 'manual' | 'remix' | 'redaction' | 'received'

/** What a person decided about a card in review. */
export type Review = 'kept' | 'archived'

/** A card as the page shows it: derived or received, with what the person changed on top. */
export interface AtomicChatUnit extends DerivedAcu {
  readonly origin: AcuOrigin
  readonly extractorVersion: number
  readonly isPersonal: boolean
  readonly review?: Review
  readonly pinned: boolean
  readonly tags: readonly string[]
  /** Who made it; absent for cards derived on this device. */
  readonly authorDid?: string
  /** Id of the signed operation it came with, for received cards. */
  readonly operationId?: string
  /** The card it was made from, where it was made from one. */
  readonly parentId?: string
  /** What the type was before the person gave it another. */
  readonly derivedType?: AcuType
}

export const RELATIONS = [
  'NEXT_STEP',
  'ANSWERS',
  'EXPLAINS',
  'REFERS_TO',
  'SUPPORTS',
  'CONTRADICTS',
  'REFINES',
  'VERSION_OF',
  'SIMILAR_TO',
  'DERIVED_FROM',
  'ANNOTATES',
  'REDACTION_OF',
  'CONTAINS',
] as const
export type Relation = (typeof RELATIONS)[number]

/** A directed link between two cards; unique on source, target and relation. */
export interface AcuLink {
  readonly sourceId: string
  readonly targetId: string
  readonly relation: Relation
  /** 0–1. */
  readonly weight: number
  readonly origin: 'automatic' | 'person' | 'peer'
  /** Why, in a few words. */
  readonly evidence: string
  readonly createdByDid?: string
  /** A person said that this automatic link holds. */
  readonly confirmed?: true
}

/** What the knowledge layer derives from one conversation: each card once, every place it was found, the links. */
export interface Derivation {
  readonly extractorVersion: number
  readonly cards: readonly DerivedAcu[]
  readonly sources: readonly AcuSource[]
  readonly links: readonly AcuLink[]
}

/** The part of what was derived that people see unasked: cards above the quality floor, and the links between them. */
export function shownOf<Card extends DerivedAcu>({
  cards,
  links,
}: {
  readonly cards: readonly Card[]
  readonly links: readonly AcuLink[]
}): { readonly cards: readonly Card[]; readonly links: readonly AcuLink[] } {
  const shown = cards.filter(({ state }) => state === 'ACTIVE')
  const ids = new Set(shown.map(({ id }) => id))
  return { cards: shown, links: links.filter(({ sourceId, targetId }) => ids.has(sourceId) && ids.has(targetId)) }
}
