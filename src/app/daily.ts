import { dueFrom, FRESH, chooseDaily, restOf, type MetCard } from '../domain/rediscovery.ts'
import type { DailyChange, DailySet, DailyStore, Recent, SetCard } from '../domain/ports/daily-store.ts'
import type { CardStore } from '../domain/ports/library-store.ts'
import type { CardRow, CardTab, SearchPort } from '../domain/ports/search.ts'
import type { Daily, Today } from './daily-api.ts'
import { candidatesOf, type CandidatePorts } from './daily-candidates.ts'
import { localDay, startOfDay } from './local-day.ts'
import { opening, type UndoStack } from './undo.ts'

interface Ports extends CandidatePorts {
  readonly store: DailyStore
  readonly search: CandidatePorts['search'] & Pick<SearchPort, 'catchUp' | 'status'>
  readonly cards: CandidatePorts['cards'] & Pick<CardStore, 'mark' | 'placesOf'>
  readonly undo: UndoStack
  readonly now: () => number
}

const LISTED: readonly CardTab[] = ['kept', 'review']
/** Young cards looked at to tell when the first is old enough. */
const OLDEST = 100

/** Choosing the few cards of a day, and what is done with them. */
export function dailyUseCases(ports: Ports): Daily {
  const { store, cards, undo, now } = ports
  let choosing: Promise<Today> | undefined

  /** True where every card of the set can still be shown. */
  async function isWhole(set: DailySet): Promise<boolean> {
    const found = await cards.byIds(set.cards.map(({ id }) => id))
    if (found.length < set.cards.length || found.some(({ review }) => review === 'archived')) return false
    const places = await Promise.all(found.map(async (card) => card.origin !== 'extraction' || cards.placesOf(card.id)))
    return places.every((place) => place === true || place.length > 0)
  }

  async function choose(day: number): Promise<Today> {
    // What the index does not know yet would not be chosen, and the set stays for the day.
    await ports.search.catchUp()
    const [seed, met, recent] = await Promise.all([store.seed(), store.met(), store.recent()])
    const candidates = await candidatesOf(ports, recent, seed, day)
    const picks = chooseDaily(candidates, { seed, met: new Map(met.map((one) => [one.id, one])) }, day)
    if (picks.length === 0) return nothing(ports.search, met, recent, day)
    const set = { day, cards: picks, at: 0, shown: 0 }
    return asToday(await store.choose(set))
  }

  async function today(): Promise<Today> {
    const day = localDay(now())
    const set = await store.set(day)
    if (set && (set.shown > 0 || (await isWhole(set)))) return asToday(set)
    choosing ??= choose(day).finally(() => (choosing = undefined))
    return choosing
  }

  /** Does something with a card of the set and goes on; remembers how to take it back. */
  async function decide(
    id: string,
    day: number,
    done: NonNullable<SetCard['done']>,
    how: (met: MetCard) => MetCard,
  ): Promise<Today> {
    const [card] = await cards.byIds([id])
    const mark = done === 'kept' ? await cards.mark(id, { review: 'kept' }) : undefined
    const unmark = async (): Promise<void> => void (mark && (await cards.mark(id, { review: mark.review })))
    let former: Former | undefined
    let after: DailySet | undefined
    try {
      await store.change(day, id, (set, met) => {
        after = set
        const at = set?.cards.findIndex((one) => one.id === id) ?? -1
        const was = set?.cards[at]
        if (was?.done === done) return {}
        const before = met.get(id) ?? { id, day, times: 1, keeps: 0 }
        former = { met: before, ...(was && { was }) }
        // Its set can be gone where the day is over: what is said about the card holds anyway.
        if (!set || !was) return { met: [how(before)] }
        const next = shownAt({ ...set, cards: set.cards.with(at, { ...was, done }) }, at + 1, met)
        after = next.set
        return { ...next, met: [how(before), ...next.met] }
      })
    } catch (error) {
      // Half of it would look as if all of it was done.
      await unmark().catch(() => undefined)
      throw error
    }
    if (former) {
      const taken = former
      const name = card ? `“${opening(card.content)}”` : 'the card'
      undo.push(done === 'kept' ? `Kept ${name}` : `Not shown again: ${name}`, async () => {
        await unmark()
        await store.change(day, id, (set) => takenBack(set, taken))
      })
    }
    return after ? asToday(after) : today()
  }

  return {
    today,
    async show(at, day) {
      let after: DailySet | undefined
      await store.change(day, undefined, (set, met) => {
        if (!set) return {}
        const shown = shownAt(set, at, met)
        after = shown.set
        return shown
      })
      return after ? asToday(after) : today()
    },
    keep: (id, day) => decide(id, day, 'kept', ({ never: _, ...met }) => ({ ...met, keeps: met.keeps + 1 })),
    never: (id, day) => decide(id, day, 'never', (met) => ({ ...met, never: true })),
    note: (kind, name) => store.note({ kind, name, at: now() }),
    switchTo: (isOn) => store.switchTo(isOn),
  }
}

/** What was before a decision about a card: what became of it, and where it is in a set, how it was there. */
interface Former {
  readonly met: MetCard
  readonly was?: SetCard
}

/** The set at a place; the card there counts as shown that day. */
function shownAt(set: DailySet, to: number, met: ReadonlyMap<string, MetCard>): Required<DailyChange> {
  const at = Math.max(0, Math.min(set.cards.length, to))
  const after = { ...set, at, shown: Math.max(set.shown, Math.min(at + 1, set.cards.length)) }
  const id = set.cards[at]?.id
  const before = id === undefined ? undefined : met.get(id)
  if (id === undefined || before?.day === set.day) return { set: after, met: [] }
  return { set: after, met: [{ keeps: 0, ...before, id, day: set.day, times: (before?.times ?? 0) + 1 }] }
}

/** A decision about a card undone; on another day its set can be gone. */
function takenBack(set: DailySet | undefined, { met, was }: Former): DailyChange {
  const at = set?.cards.findIndex(({ id }) => id === met.id) ?? -1
  if (!set || !was || at < 0) return { met: [met] }
  return { set: { ...set, cards: set.cards.with(at, was), at }, met: [met] }
}

const asToday = (set: DailySet): Today => ({ kind: 'set', ...set })

/** Why there is nothing, and from when on there will be something, as far as that can be told cheaply. */
async function nothing(
  search: Ports['search'],
  met: readonly MetCard[],
  recent: readonly Recent[],
  day: number,
): Promise<Today> {
  const counts = await Promise.all(LISTED.map((tab) => search.listCards({ ...everything(tab), limit: 0 })))
  if (counts.every(({ total }) => total === 0)) return { kind: 'nothing', why: 'empty' }
  const fresh = startOfDay(day - FRESH + 1)
  const [old, ...spans] = await Promise.all([
    Promise.all(LISTED.map((tab) => search.listCards({ ...everything(tab), before: fresh, limit: 0 }))),
    // Of what was made within the last days the oldest comes of age first; a week's round time comes before.
    ...[fresh, startOfDay(day - 5)].flatMap((from) => LISTED.map((tab) => oldestOf(search, tab, from))),
  ])
  const rests = new Map(met.map((one) => [one.id, one.never ? Infinity : one.day + restOf(one)]))
  const dues = [
    ...spans.flat().map(({ id, at }) => Math.max(dueFrom(localDay(at), day), rests.get(id) ?? 0)),
    ...rests.values(),
    ...recent.flatMap(({ kind, at }) => (kind === 'search' ? [] : [localDay(at) + FRESH])),
  ].filter((due) => due > day)
  const due = Math.min(...dues)
  const isYoung = met.length === 0 && old.every(({ total }) => total === 0)
  return {
    kind: 'nothing',
    why: isYoung ? 'young' : 'met',
    ...(Number.isFinite(due) && { from: startOfDay(due) }),
  }
}

const everything = (tab: CardTab) => ({ tab, sort: 'newest', offset: 0 }) as const

/** The oldest cards of a list made from a time on, ms since 1970. */
async function oldestOf(search: Ports['search'], tab: CardTab, from: number): Promise<readonly CardRow[]> {
  const query = { ...everything(tab), from }
  const { total } = await search.listCards({ ...query, limit: 0 })
  return (await search.listCards({ ...query, offset: Math.max(0, total - OLDEST), limit: OLDEST })).rows
}
