import { cardsOf } from '../domain/notebook.ts'
import type { Recent } from '../domain/ports/daily-store.ts'
import { TOO_PRIVATE, type Candidate, type NearTo } from '../domain/rediscovery.ts'
import type { CandidatePorts } from './daily-candidates.ts'
import { localDay, startOfDay } from './local-day.ts'
import { opening } from './undo.ts'

export type Close = NonNullable<Candidate['near']>

/** Days that count as of late. */
const LATELY = 14
/** Things looked at: what is found near a card takes a tenth of a second each in a large library, a search little. */
const MOST: Readonly<Record<'card' | 'search', number>> = { card: 2, search: 1 }
/** Closeness of what a search finds: its words are in it, which says less than a relation. */
const FOUND = 0.6
const HITS = 20
/** How much of the closeness is gone for what was done {@link LATELY} days ago. */
const FADES = 0.5

const HOW: Readonly<Record<Recent['kind'], NearTo['how']>> = {
  card: 'read',
  conversation: 'read',
  kept: 'kept',
  wrote: 'wrote',
  search: 'searched',
}

/** Something done of late that a card can be near to: a search, or another card. */
interface Around {
  readonly to: NearTo
  readonly card?: string
}

/**
 * Cards that are close to what the person did of late, by id. Other wordings of the same are not among them: who has
 * just read something need not read it again.
 */
export async function closeCards(
  ports: CandidatePorts,
  recent: readonly Recent[],
  day: number,
): Promise<ReadonlyMap<string, Close>> {
  const around = await lately(ports, recent, day)
  const found = await Promise.all(around.map((one) => closeTo(ports, one)))
  const close = new Map<string, Close>()
  found.forEach((cards, at) => {
    const { to } = around[at]!
    const faded = 1 - (FADES * (day - to.day)) / LATELY
    for (const [id, closeness] of cards) {
      const now = closeness * faded
      if (now > (close.get(id)?.closeness ?? 0)) close.set(id, { closeness: now, to })
    }
  })
  return close
}

async function closeTo(
  { search }: CandidatePorts,
  { to, card }: Around,
): Promise<readonly (readonly [string, number])[]> {
  if (card === undefined) {
    const { hits, relaxed } = await search.search({ text: to.name, kinds: ['card'], limit: HITS })
    return relaxed ? [] : hits.flatMap(({ acuId }) => (acuId === undefined ? [] : [[acuId, FOUND] as const]))
  }
  return (await search.related(card)).flatMap(({ link, other }) =>
    link.relation === 'VERSION_OF' ? [] : [[other.id, link.weight] as const],
  )
}

/** The newest things of each sort, and the notebook that was last added to, as far as they are still here. */
async function lately(ports: CandidatePorts, recent: readonly Recent[], day: number): Promise<readonly Around[]> {
  const since = startOfDay(day - LATELY)
  const fresh = recent.filter(({ at }) => at >= since)
  const around: Around[] = []
  const left = { ...MOST }
  for (const one of fresh) {
    const sort = one.kind === 'search' ? 'search' : 'card'
    if (left[sort] === 0) continue
    const found = await aroundOf(ports, one)
    if (!found || around.some(({ card }) => card !== undefined && card === found.card)) continue
    around.push(found)
    left[sort]--
  }
  const [notebook] = left.card === 0 ? [] : await ports.notebooks.all()
  const card = notebook && notebook.updatedAt >= since ? cardsOf(notebook).at(-1) : undefined
  if (notebook && card !== undefined)
    around.push({ to: { how: 'noted', name: notebook.title, day: localDay(notebook.updatedAt) }, card })
  return around
}

async function aroundOf({ cards, library }: CandidatePorts, { kind, name, at }: Recent): Promise<Around | undefined> {
  const to = { how: HOW[kind], day: localDay(at) }
  if (kind === 'search') return { to: { ...to, name } }
  if (kind !== 'conversation') {
    const [card] = await cards.byIds([name])
    // Its beginning would stand on a screen unasked.
    if (!card || card.isPersonal || card.securityLevel >= TOO_PRIVATE) return undefined
    return { to: { ...to, name: opening(card.content) }, card: card.id }
  }
  const [[row], derived] = await Promise.all([library.rowsById([name]), cards.ofConversation(name)])
  const [best] = derived.cards
    .filter(({ state }) => state === 'ACTIVE')
    .sort((a, b) => b.quality.overall - a.quality.overall)
  if (!row || row.deletedAt !== undefined || !best) return undefined
  return { to: { ...to, name: row.title }, card: best.id }
}
