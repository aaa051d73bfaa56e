import { anniversaryDays } from '../domain/anniversary.ts'
import { cardsOf } from '../domain/notebook.ts'
import type { DailyStore, Recent } from '../domain/ports/daily-store.ts'
import type { CardStore, LibraryStore } from '../domain/ports/library-store.ts'
import type { NotebookStore } from '../domain/ports/notebook-store.ts'
import type { CardRow, CardTab, SearchPort } from '../domain/ports/search.ts'
import { FRESH, luckOf, type Candidate } from '../domain/rediscovery.ts'
import { closeCards, type Close } from './daily-nearness.ts'
import { localDay, startOfDay } from './local-day.ts'

const TABS: readonly CardTab[] = ['kept', 'review']
/** The best of a list, and windows of it at chance places. */
const BEST = 60
const WINDOW = 40
const WINDOWS = 2
/** How far down a list a window may lie: the way there takes time, and further down is seldom something worth it. */
const DEEPEST = 50_000
/** Cards of one span around an anniversary, and most years looked back. */
const OF_SPAN = 15
const YEARS = 5
const PINNED = 40
const IN_NOTEBOOKS = 60

export interface CandidatePorts {
  readonly store: Pick<DailyStore, 'pinned'>
  readonly search: Pick<SearchPort, 'listCards' | 'cardRows' | 'search' | 'related'>
  readonly cards: Pick<CardStore, 'byIds' | 'ofConversation'>
  readonly library: Pick<LibraryStore, 'rowsById'>
  readonly notebooks: Pick<NotebookStore, 'all'>
}

/**
 * Cards a day's set may be chosen from: some hundreds, found in the index without reading the library. The same for the
 * same library, day and seed.
 */
export async function candidatesOf(
  ports: CandidatePorts,
  recent: readonly Recent[],
  seed: string,
  day: number,
): Promise<readonly Candidate[]> {
  const [lists, spans, marked, close] = await Promise.all([
    Promise.all(TABS.map((tab) => windowsOf(ports.search, tab, seed, day))),
    spansOf(ports.search, day),
    markedCards(ports, seed, day),
    closeCards(ports, recent, day),
  ])
  const known = new Map([...lists.flat(), ...spans].map((row) => [row.id, row]))
  const missing = [...new Set([...marked.ids, ...close.keys()])].filter((id) => !known.has(id))
  for (const row of await ports.search.cardRows(missing)) known.set(row.id, row)
  const seen = seenDays(recent)
  return [...known.values()]
    .filter(({ review }) => review !== 'archived')
    .map((row) => toCandidate(row, marked.notebookOf.get(row.id), seen, close.get(row.id)))
}

function toCandidate(
  row: CardRow,
  notebook: string | undefined,
  seen: ReadonlyMap<string, number>,
  near: Close | undefined,
): Candidate {
  const { id, type, text, quality, securityLevel, conversationId } = row
  const day = Math.max(seen.get(id) ?? -1, seen.get(conversationId ?? '') ?? -1)
  return {
    id,
    type,
    text,
    quality,
    securityLevel,
    ...(conversationId !== undefined && { conversationId }),
    made: localDay(row.at),
    isKept: row.review === 'kept',
    isPinned: row.pinned === true,
    ...(notebook !== undefined && { notebook }),
    ...(day >= 0 && { seen: day }),
    ...(near && { near }),
  }
}

/** The day each card and conversation was last opened, kept or written, by id. */
function seenDays(recent: readonly Recent[]): ReadonlyMap<string, number> {
  const days = new Map<string, number>()
  for (const { kind, name, at } of recent)
    if (kind !== 'search') days.set(name, Math.max(days.get(name) ?? 0, localDay(at)))
  return days
}

/** The best old cards of a list, and some from chance places, more of them from the better half. */
async function windowsOf(
  search: CandidatePorts['search'],
  tab: CardTab,
  seed: string,
  day: number,
): Promise<readonly CardRow[]> {
  const query = { tab, sort: 'quality' } as const
  const best = await search.listCards({ ...query, before: startOfDay(day - FRESH + 1), offset: 0, limit: BEST })
  const rest = best.total - best.rows.length
  if (rest <= 0) return best.rows
  const offsets = Array.from({ length: WINDOWS }, (_, at) => {
    const luck = luckOf(`${seed} ${day} ${tab} ${at}`)
    return BEST + Math.floor(luck * luck * Math.min(DEEPEST, Math.max(1, rest - WINDOW)))
  })
  // Without the time, which would be counted anew for each; what is fresh among them is not due.
  const pages = await Promise.all(offsets.map((offset) => search.listCards({ ...query, offset, limit: WINDOW })))
  return [best, ...pages].flatMap(({ rows }) => rows)
}

/** The best cards made a week, a month, a year or some years ago. */
async function spansOf(search: CandidatePorts['search'], day: number): Promise<readonly CardRow[]> {
  const asked = anniversaryDays(day, YEARS).flatMap(([first, last]) =>
    TABS.map((tab) =>
      search.listCards({
        tab,
        sort: 'quality',
        from: startOfDay(first),
        before: startOfDay(last + 1),
        offset: 0,
        limit: OF_SPAN,
      }),
    ),
  )
  return (await Promise.all(asked)).flatMap(({ rows }) => rows)
}

interface Marked {
  readonly ids: readonly string[]
  /** Title of the notebook a card is in, by the card's id. */
  readonly notebookOf: ReadonlyMap<string, string>
}

/** Some of the pinned cards and of those in notebooks, others each day where there are many. */
async function markedCards(ports: CandidatePorts, seed: string, day: number): Promise<Marked> {
  const [pinned, notebooks] = await Promise.all([ports.store.pinned(), ports.notebooks.all()])
  const notebookOf = new Map(notebooks.flatMap((one) => cardsOf(one).map((id) => [id, one.title] as const)))
  const draw = (ids: Iterable<string>, most: number): readonly string[] =>
    [...ids]
      .map((id) => ({ id, luck: luckOf(`${seed} ${day} ${id}`) }))
      .sort((a, b) => a.luck - b.luck)
      .slice(0, most)
      .map(({ id }) => id)
  return { ids: [...draw(pinned, PINNED), ...draw(notebookOf.keys(), IN_NOTEBOOKS)], notebookOf }
}
