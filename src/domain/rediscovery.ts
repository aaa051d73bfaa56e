import type { AcuType, SecurityLevel } from './acu.ts'
import { anniversaryOf, nextAnniversary, type Anniversary } from './anniversary.ts'

/** Most cards of a day. */
export const SET_SIZE = 5
/** Days after it was shown for which a card is not shown again, by how often it was kept after being shown. */
const RESTS = [60, 90, 180, 365] as const
/** Days for which what was made or seen counts as fresh. */
export const FRESH = 21
/** From this level on a card is never shown unasked: it holds a password or a number of the state or a bank. */
export const TOO_PRIVATE: SecurityLevel = 4
/** Most cards of one kind, and most that are there because of what the person works on. */
const MOST_OF_KIND = 2
const MOST_NEAR = 3

/** How much each part counts; why: docs/rediscovery.md. */
const WEIGHTS = { value: 0.45, age: 0.2, near: 0.3, luck: 0.05 } as const
const VALUE = { quality: 0.5, kept: 0.2, pinned: 0.2, notebook: 0.1, question: -0.2, passed: -0.1 } as const
/** Worth of an age where today is no anniversary: from just old enough up to {@link OLD} days. */
const AGE = { least: 0.1, most: 0.7 } as const
const OLD = 730
/** Closeness from which on it is the reason that is named. */
const NAMED = 0.2

/** Something the person did of late. Days are numbers of local days since 1970, here and below. */
export interface NearTo {
  readonly how: 'read' | 'kept' | 'wrote' | 'searched' | 'noted'
  /** Title of a conversation or notebook, beginning of a card, or the line that was searched. */
  readonly name: string
  readonly day: number
}

/** A card that may be shown. */
export interface Candidate {
  readonly id: string
  readonly type: AcuType
  /** First line of what it says. */
  readonly text: string
  /** 0–100. */
  readonly quality: number
  readonly securityLevel: SecurityLevel
  readonly conversationId?: string
  /** The day it was made. */
  readonly made: number
  readonly isKept: boolean
  readonly isPinned: boolean
  /** Title of a notebook it is in. */
  readonly notebook?: string
  /** The day the person last opened it, or the conversation it is in. */
  readonly seen?: number
  /** How close it is to something the person did of late, 0–1. */
  readonly near?: { readonly closeness: number; readonly to: NearTo }
}

/** What became of a card that was shown on some day. */
export interface MetCard {
  readonly id: string
  /** The last day it was shown. */
  readonly day: number
  /** Days it was shown on. */
  readonly times: number
  /** How often it was kept after being shown. */
  readonly keeps: number
  /** The person wants never to be shown it again. */
  readonly never?: true
}

/** Why a card is in the set; the words are the page's. */
export type Reason =
  | ({ readonly kind: 'anniversary' } & Anniversary)
  | { readonly kind: 'near'; readonly to: NearTo }
  | { readonly kind: 'pinned' | 'kept'; readonly made: number; readonly seen?: number }
  | { readonly kind: 'notebook'; readonly title: string; readonly made: number; readonly seen?: number }
  | { readonly kind: 'good'; readonly made: number }

/** A card of a set. */
export interface DailyPick {
  readonly id: string
  readonly reason: Reason
}

export interface DailyContext {
  /** Differs from library to library, so that not everybody meets the same cards of a shared export. */
  readonly seed: string
  readonly met: ReadonlyMap<string, MetCard>
}

/** Days a card is left alone after it was shown; at least 60. */
export const restOf = ({ keeps }: Pick<MetCard, 'keeps'>): number =>
  RESTS[Math.min(Math.max(0, keeps), RESTS.length - 1)]!

/** True where a card may be in the set of a day at all. */
export function isDue(card: Candidate, { met }: DailyContext, day: number): boolean {
  const before = met.get(card.id)
  if (before && (before.never || day - before.day < restOf(before))) return false
  if (card.securityLevel >= TOO_PRIVATE) return false
  if (card.seen !== undefined && day - card.seen < FRESH) return false
  return isOldEnough(card.made, day)
}

const isOldEnough = (made: number, day: number): boolean =>
  day - made >= FRESH || anniversaryOf(made, day) !== undefined

/** The first day after `day` on which a card made on `made` is old enough. */
export const dueFrom = (made: number, day: number): number =>
  Math.min(Math.max(made + FRESH, day + 1), nextAnniversary(made, day))

/** How much a card is worth meeting on a day, 0–1. */
export function scoreOf(card: Candidate, { seed, met }: DailyContext, day: number): number {
  return (
    WEIGHTS.value * valueOf(card, met.get(card.id)) +
    WEIGHTS.age * ageOf(card.made, day) +
    WEIGHTS.near * within(card.near?.closeness ?? 0) +
    WEIGHTS.luck * luckOf(`${seed} ${day} ${card.id}`)
  )
}

const within = (value: number): number => Math.min(1, Math.max(0, value))

function valueOf(card: Candidate, met: MetCard | undefined): number {
  const passed = met ? Math.max(0, met.times - met.keeps) : 0
  return within(
    (VALUE.quality * card.quality) / 100 +
      (card.isKept ? VALUE.kept : 0) +
      (card.isPinned ? VALUE.pinned : 0) +
      (card.notebook === undefined ? 0 : VALUE.notebook) +
      // It asks for something rather than says it.
      (card.type === 'question' ? VALUE.question : 0) +
      VALUE.passed * passed,
  )
}

function ageOf(made: number, day: number): number {
  if (anniversaryOf(made, day)) return 1
  const grown = Math.log2(Math.max(1, (day - made) / FRESH)) / Math.log2(OLD / FRESH)
  return AGE.least + (AGE.most - AGE.least) * within(grown)
}

/** An even number in [0, 1) that is the same for the same text (FNV-1a, then mixed as murmur3 ends). */
export function luckOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/**
 * The set of a day: at most {@link SET_SIZE} of the cards that are due, the best first; no two of one conversation or
 * that begin the same, at most two of one kind, at most three for what the person works on. The same for the same
 * candidates, in whatever order they come.
 */
export function chooseDaily(
  candidates: readonly Candidate[],
  context: DailyContext,
  day: number,
): readonly DailyPick[] {
  const ranked = [...new Map(candidates.map((card) => [card.id, card])).values()]
    .filter((card) => isDue(card, context, day))
    .map((card) => ({ card, score: scoreOf(card, context, day), reason: reasonOf(card, day) }))
    .sort((a, b) => b.score - a.score || (a.card.id < b.card.id ? -1 : 1))
  const picks: DailyPick[] = []
  const taken = new Map<string, number>()
  for (const { card, reason } of ranked) {
    const limits: readonly (readonly [what: string, most: number])[] = [
      [`kind ${card.type}`, MOST_OF_KIND],
      [`text ${card.text}`, 1],
      ...(card.conversationId === undefined ? [] : [[`conversation ${card.conversationId}`, 1] as const]),
      ...(reason.kind === 'near' ? [['near', MOST_NEAR] as const] : []),
    ]
    if (limits.some(([what, most]) => (taken.get(what) ?? 0) >= most)) continue
    for (const [what] of limits) taken.set(what, (taken.get(what) ?? 0) + 1)
    picks.push({ id: card.id, reason })
    if (picks.length === SET_SIZE) break
  }
  return picks
}

/** The one reason that says most: an anniversary, what one works on, what one marked, else that it is good. */
function reasonOf({ made, seen, near, isPinned, isKept, notebook }: Candidate, day: number): Reason {
  const anniversary = anniversaryOf(made, day)
  if (anniversary) return { kind: 'anniversary', ...anniversary }
  if (near && near.closeness >= NAMED) return { kind: 'near', to: near.to }
  const since = { made, ...(seen !== undefined && { seen }) }
  if (isPinned) return { kind: 'pinned', ...since }
  if (notebook !== undefined) return { kind: 'notebook', title: notebook, ...since }
  return isKept ? { kind: 'kept', ...since } : { kind: 'good', made }
}
