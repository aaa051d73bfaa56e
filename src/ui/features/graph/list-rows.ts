import { RELATIONS, type AcuLink } from '../../../domain/acu.ts'
import { linksByEnd, otherEnd, type ConversationMap, type GraphNode } from '../../../domain/graph.ts'
import { graphWords } from '../../words-graph.ts'
import { words } from '../../words.ts'
import { nameOf } from './graph-view.ts'

/** A line of the list beside a graph. */
export type ListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly text: string; readonly isConflict?: boolean }
  | { readonly kind: 'node'; readonly key: string; readonly id: string; readonly about: string }

interface Shown {
  readonly nodes: readonly GraphNode[]
  readonly links: readonly AcuLink[]
}

/** A link of a card as the card sees it. */
interface Seen {
  readonly other: string
  readonly name: string
  readonly isConflict: boolean
}

/** The links of a card, in the order of relations, each outward and then inward, the ones that weigh most first. */
export function linksSeenFrom(id: string, links: readonly AcuLink[]): Seen[] {
  const isOut = (link: AcuLink): boolean => link.sourceId === id
  const seen = links
    .filter((link) => isOut(link) || link.targetId === id)
    .toSorted(
      (a, b) =>
        RELATIONS.indexOf(a.relation) - RELATIONS.indexOf(b.relation) ||
        Number(isOut(b)) - Number(isOut(a)) ||
        b.weight - a.weight,
    )
    .map((link) => ({
      other: otherEnd(link, id),
      name: (isOut(link) ? words.relationOut : words.relationIn)[link.relation],
      isConflict: link.relation === 'CONTRADICTS',
    }))
  // Two cards may each be found similar to the other.
  return [...new Map(seen.map((one) => [`${one.other} ${one.name}`, one])).values()]
}

/** Every card of a graph around one: first what is linked with it, by relation, then what is linked with those. */
export function rowsAround(centre: string, { nodes, links }: Shown): ListRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const byEnd = linksByEnd(links)
  const rows: ListRow[] = []
  const done = new Set<string>([centre])
  const node = (id: string): ListRow => {
    const about = graphWords.further(Math.max(0, (byEnd.get(id)?.length ?? 0) - 1))
    return { kind: 'node', key: id, id, about }
  }
  const middle = byId.get(centre)
  if (middle) rows.push({ kind: 'node', key: centre, id: centre, about: graphWords.inTheMiddle })
  let level: string[] = []
  let name = ''
  for (const seen of linksSeenFrom(centre, byEnd.get(centre) ?? [])) {
    if (done.has(seen.other) || !byId.has(seen.other)) continue
    if (seen.name !== name) {
      name = seen.name
      rows.push({ kind: 'heading', key: `= ${name}`, text: name, isConflict: seen.isConflict })
    }
    done.add(seen.other)
    level.push(seen.other)
    rows.push(node(seen.other))
  }
  while (level.length > 0) {
    const next: string[] = []
    for (const id of level) {
      const others = [...new Set((byEnd.get(id) ?? []).map((link) => otherEnd(link, id)))].filter(
        (other) => !done.has(other) && byId.has(other),
      )
      if (others.length === 0) continue
      rows.push({ kind: 'heading', key: `+ ${id}`, text: graphWords.linkedWith(nameOf(byId.get(id)!)) })
      for (const other of others) {
        done.add(other)
        next.push(other)
        rows.push(node(other))
      }
    }
    level = next
  }
  const rest = nodes.filter(({ id }) => !done.has(id))
  if (rest.length > 0) rows.push({ kind: 'heading', key: '-', text: graphWords.unlinked })
  for (const { id } of rest) rows.push(node(id))
  return rows
}

/** Every card of a graph, by the conversation it comes from. */
export function rowsByConversation({ nodes, links }: Shown, titles: ReadonlyMap<string, string>): ListRow[] {
  const byEnd = linksByEnd(links)
  const groups = new Map<string | undefined, GraphNode[]>()
  for (const node of nodes) {
    const group = groups.get(node.conversationId)
    if (group) group.push(node)
    else groups.set(node.conversationId, [node])
  }
  return [...groups].flatMap(([conversation, cards]): ListRow[] => {
    const title = conversation === undefined ? graphWords.elsewhere : titles.get(conversation) || words.untitled
    return [
      { kind: 'heading', key: `= ${conversation ?? ''}`, text: title },
      ...cards.map(({ id }): ListRow => {
        return { kind: 'node', key: id, id, about: graphWords.links(byEnd.get(id)?.length ?? 0) }
      }),
    ]
  })
}

/** Conversations of a map, with how many cards they have and how many others they are linked with. */
export function rowsOfMap({ nodes, links }: ConversationMap): ListRow[] {
  const byEnd = linksByEnd(links)
  return nodes.map(({ id, cards }): ListRow => {
    const linked = byEnd.get(id)?.length ?? 0
    return {
      kind: 'node',
      key: id,
      id,
      about: linked > 0 ? `${graphWords.cards(cards)} · ${graphWords.links(linked)}` : graphWords.cards(cards),
    }
  })
}
