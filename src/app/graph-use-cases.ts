import type { AcuLink } from '../domain/acu.ts'
import {
  MOST_NODES,
  type CardGraph,
  type ConversationMap,
  type GraphCard,
  type GraphCentre,
  type LibraryGraph,
} from '../domain/graph.ts'
import type { LibraryRow } from '../domain/library.ts'
import { Neighbourhood } from '../domain/neighbourhood.ts'
import { nextTask } from '../domain/next-task.ts'
import type { GraphStore } from '../domain/ports/graph-store.ts'
import type { LibraryStore } from '../domain/ports/library-store.ts'
import { placeOf } from '../domain/library.ts'
import { titleLinks } from '../domain/title-links.ts'
import type { App } from './app.ts'
import type { GraphQuery, Graphs } from './graph-api.ts'

/** Packs unpacked between two breaths of the page: each holds some dozens of cards. */
const PACKS_AT_ONCE = 6
/** Cards of a graph that search is asked about, at most: each answer takes a tenth of a second or more. */
const ASKED = 12
/** Cards a search puts in the middle. */
const HITS = 100
/** The library is looked at again no sooner than this after a change, milliseconds: an import changes it all the time. */
const AGAIN_MS = 4_000

interface Parts {
  readonly store: GraphStore
  readonly library: Pick<LibraryStore, 'allRows' | 'rowsById'>
  readonly app: Pick<App, 'search' | 'cards' | 'onChange'>
}

/** Making graphs of cards and conversations. */
export function graphUseCases(parts: Parts): Pick<Graphs, 'watch'> {
  return {
    watch(query, onGraph, onFailure) {
      let stopped = false
      let timer: ReturnType<typeof setTimeout> | undefined
      let running: Promise<void> | undefined
      let shown = ''
      const tell = (graph: LibraryGraph, isComplete: boolean): void => {
        if (stopped) return
        // What did not change is not drawn again.
        const print = `${isComplete} ${fingerprint(graph)}`
        if (print === shown) return
        shown = print
        onGraph(graph, isComplete)
      }
      const read = async (): Promise<void> => {
        try {
          await make(parts, query, tell, () => stopped, shown !== '')
        } catch {
          if (!stopped && shown === '') onFailure()
        }
      }
      const stop = parts.app.onChange(() => {
        timer ??= setTimeout(() => {
          timer = undefined
          void running?.then(() => (stopped ? undefined : (running = read())))
        }, AGAIN_MS)
      })
      running = read()
      return (): void => {
        stopped = true
        clearTimeout(timer)
        stop()
      }
    },
  }
}

const fingerprint = ({ nodes, links }: LibraryGraph): string =>
  `${nodes.map(({ id }) => id).join()} ${links.map((link) => link.sourceId + link.targetId).join()}`

type Tell = (graph: LibraryGraph, isComplete: boolean) => void

/** @param isAgain the first, quick answer is left out: a graph is on the page already */
async function make(
  parts: Parts,
  query: GraphQuery,
  tell: Tell,
  isStopped: () => boolean,
  isAgain: boolean,
): Promise<void> {
  const { centre } = query
  const rows = centre ? [] : await allRows(parts.library)
  if (!centre && rows.reduce((sum, row) => sum + row.cards, 0) > MOST_NODES) return tell(conversationMap(rows), true)
  const reader = new PackReader(parts.store, isStopped)
  const seeds = await seedsOf(parts, centre, rows, reader)
  const graph = await grow(parts, query, seeds, [], reader)
  const asked = askedOf(graph, centre)
  if (!isAgain) tell(graph, asked.length === 0)
  if (asked.length === 0) return tell(graph, true)
  const found: AcuLink[] = []
  for (const id of asked) {
    if (isStopped()) return
    // Where search cannot run, what is stored is all there is.
    for (const { link, other } of await parts.app.cards.related(id).catch(() => [])) {
      found.push(link)
      reader.meet(other.id)
    }
  }
  tell(found.length === 0 ? graph : await grow(parts, query, seeds, found, reader), true)
}

async function allRows(library: Parts['library']): Promise<LibraryRow[]> {
  const rows: LibraryRow[] = []
  await library.allRows((chunk) => rows.push(...chunk.filter((row) => placeOf(row) === 'active' && row.cards > 0)))
  return rows.sort((a, b) => b.updatedAt - a.updatedAt)
}

function conversationMap(rows: readonly LibraryRow[]): ConversationMap {
  const nodes = rows.slice(0, MOST_NODES).map(({ id, title, provider, cards }) => ({ id, title, provider, cards }))
  return { of: 'conversations', nodes, links: titleLinks(nodes), isCut: rows.length > MOST_NODES }
}

async function seedsOf(
  { app }: Parts,
  centre: GraphCentre | undefined,
  rows: readonly LibraryRow[],
  reader: PackReader,
): Promise<string[]> {
  if (centre?.kind === 'card') return [centre.id]
  if (centre?.kind === 'search') {
    const { hits } = await app.search.query({ text: centre.text, kinds: ['card'], limit: HITS })
    return hits.flatMap(({ acuId }) => acuId ?? [])
  }
  await reader.read(centre ? [centre.id] : rows.map(({ id }) => id))
  return [...reader.cards.values()].flatMap((card) => (card.isShown ? [card.id] : []))
}

/** The cards that search is asked about: those in the middle, the best of each conversation first. */
function askedOf({ nodes }: CardGraph, centre: GraphCentre | undefined): string[] {
  const inside = nodes.filter(({ depth }) => depth === 0)
  if (centre)
    return inside
      .toSorted((a, b) => b.quality - a.quality)
      .slice(0, ASKED)
      .map(({ id }) => id)
  const best = new Map<string | undefined, (typeof inside)[number]>()
  for (const node of inside) {
    const known = best.get(node.conversationId)
    if (!known || known.quality < node.quality) best.set(node.conversationId, node)
  }
  return [...best.values()].slice(0, ASKED).map(({ id }) => id)
}

async function grow(
  { library }: Parts,
  { centre, steps }: GraphQuery,
  seeds: readonly string[],
  found: readonly AcuLink[],
  reader: PackReader,
): Promise<CardGraph> {
  const hood = new Neighbourhood(seeds, MOST_NODES)
  hood.add(found)
  for (let step = 1; step <= steps && hood.frontier.length > 0; step++) {
    hood.add(await reader.linksOf(hood.frontier))
    await reader.complete()
    hood.grow((id, depth) => {
      const card = reader.cards.get(id)
      // The page of a card names all its links; farther out only what is shown unasked.
      return card !== undefined && (card.isShown || (centre?.kind === 'card' && depth === 1))
    })
  }
  hood.add(await reader.linksOf(hood.frontier))
  const nodes = [...hood.depths].flatMap(([id, depth]) => {
    const card = reader.cards.get(id)
    return card ? [{ ...card, depth }] : []
  })
  const there = new Set(nodes.map(({ id }) => id))
  const conversations = [...new Set(nodes.flatMap(({ conversationId }) => conversationId ?? []))]
  const rows = await library.rowsById(conversations)
  return {
    of: 'cards',
    nodes,
    links: hood.links().filter(({ sourceId, targetId }) => there.has(sourceId) && there.has(targetId)),
    titles: new Map(rows.map(({ id, title }) => [id, title])),
    isCut: hood.isCut,
  }
}

/** Reads packs once each, a few at a time, and remembers the cards and links in them. */
class PackReader {
  readonly #store: GraphStore
  readonly #isStopped: () => boolean
  readonly #read = new Set<string>()
  readonly #asked = new Set<string>()
  readonly #met = new Set<string>()
  readonly #links: AcuLink[] = []
  readonly cards = new Map<string, GraphCard>()

  constructor(store: GraphStore, isStopped: () => boolean) {
    this.#store = store
    this.#isStopped = isStopped
  }

  /** Remembers a card whose pack has to be read, though no pack names it. */
  meet(id: string): void {
    this.#met.add(id)
  }

  async read(conversationIds: readonly string[]): Promise<void> {
    const wanted = conversationIds.filter((id) => !this.#read.has(id))
    for (let at = 0; at < wanted.length && !this.#isStopped(); at += PACKS_AT_ONCE) {
      for (const pack of await this.#store.packsOf(wanted.slice(at, at + PACKS_AT_ONCE))) {
        for (const card of pack.cards) if (!this.cards.has(card.id)) this.cards.set(card.id, card)
        this.#take(pack.links)
      }
      await nextTask()
    }
    for (const id of wanted) this.#read.add(id)
  }

  /** All links known once the packs of these cards were read. */
  async linksOf(cardIds: readonly string[]): Promise<readonly AcuLink[]> {
    await this.#open(cardIds)
    return this.#links
  }

  /** Reads the cards at the ends of links that search found or a person made. */
  async complete(): Promise<void> {
    await this.#open([...this.#met])
  }

  #take(links: readonly AcuLink[]): void {
    for (const link of links) {
      this.#links.push(link)
      for (const end of [link.sourceId, link.targetId]) if (!this.cards.has(end)) this.meet(end)
    }
  }

  async #open(cardIds: readonly string[]): Promise<void> {
    const news = cardIds.filter((id) => !this.#asked.has(id))
    if (news.length === 0) return
    await this.read(await this.#store.conversationsWith(news))
    for (const id of news) this.#asked.add(id)
    const own = await this.#store.own(news.filter((id) => !this.cards.has(id)))
    for (const card of own.cards) this.cards.set(card.id, card)
    this.#take(own.links)
  }
}
