import type { AcuLink } from '../domain/acu.ts'
import type { Message } from '../domain/conversation.ts'
import { isVisible, partText, pathTo } from '../domain/message-tree.ts'
import type { CardStore, LibraryStore, StoredConversation, StoredPlace } from '../domain/ports/library-store.ts'
import type { SearchPort } from '../domain/ports/search.ts'
import type { CardLink, CardPlace, Cards } from './app.ts'
import { opening, type UndoStack } from './undo.ts'

/** Characters shown around a card's words where it came from. */
const AROUND = 120

/** Listing, opening and reviewing cards. */
export function cardUseCases(store: LibraryStore, cards: CardStore, search: SearchPort, undo: UndoStack): Cards {
  return {
    list: (query) => search.listCards(query),
    async open(id) {
      const [[card], stored, links] = await Promise.all([cards.byIds([id]), cards.placesOf(id), cards.linksOf(id)])
      if (!card) return undefined
      const conversations = new Map<string, StoredConversation | undefined>()
      for (const { row } of stored) {
        if (!conversations.has(row.id)) conversations.set(row.id, await store.read(row.id))
      }
      const others = await cards.byIds([...new Set(links.map((link) => otherEnd(link, id)))])
      const byId = new Map(others.map((other) => [other.id, other]))
      const seen = (link: AcuLink): CardLink[] => {
        const other = byId.get(otherEnd(link, id))
        return other ? [{ link, other }] : []
      }
      return {
        card,
        places: stored.flatMap((place) => showPlace(place, conversations.get(place.row.id)) ?? []),
        linksOut: links.filter((link) => link.sourceId === id).flatMap(seen),
        linksIn: links.filter((link) => link.targetId === id).flatMap(seen),
      }
    },
    many: (ids) => cards.byIds(ids),
    async review(ids, review) {
      const [card] = ids.length === 1 ? await cards.byIds(ids) : []
      const before = await cards.write({ marks: ids.map((id) => ({ id, change: { review } })) })
      const verb = review === 'kept' ? 'Kept' : review === 'archived' ? 'Archived' : 'Back to review:'
      undo.push(`${verb} ${card ? `“${opening(card.content)}”` : manyCards(ids.length)}`, async () => {
        await cards.write(before)
      })
    },
    async related(id) {
      const [found, links, unrelated] = await Promise.all([
        search.related(id),
        cards.linksOf(id),
        cards.unrelatedTo(id),
      ])
      const linked = new Set(links.map((link) => otherEnd(link, id)))
      return found.filter(({ other }) => !linked.has(other.id) && !unrelated.has(other.id))
    },
    async separate(id, other) {
      // Written first: the page may be closed at any moment.
      await cards.setUnrelated(id, other, true)
      const [card] = await cards.byIds([other])
      undo.push(`Not related: “${card ? opening(card.content) : 'card'}”`, () => cards.setUnrelated(id, other, false))
    },
    async pin(id, pinned) {
      await cards.mark(id, { pinned })
    },
  }
}

const manyCards = (count: number): string => (count === 1 ? '1 card' : `${count.toLocaleString('en')} cards`)

const otherEnd = (link: AcuLink, id: string): string => (link.sourceId === id ? link.targetId : link.sourceId)

/** A place with the words around it; undefined where its message is not there any more. */
export function showPlace({ source, row }: StoredPlace, stored: StoredConversation | undefined): CardPlace | undefined {
  const message = stored?.messages.find((candidate) => candidate.id === source.messageId)
  const part = message?.parts[source.part]
  if (!stored || !message || !part) return undefined
  const text = partText(part)
  return {
    source,
    row,
    role: message.role === 'user' ? 'user' : 'assistant',
    ordinal: ordinalOf(stored, message),
    ...(message.createdAt !== undefined && { at: message.createdAt }),
    before: text.slice(Math.max(0, source.start - AROUND), source.start),
    text: text.slice(source.start, source.end),
    after: text.slice(source.end, source.end + AROUND),
  }
}

/** Place of a message among those of its role: on the shown branch, else on the branch that leads to it. From 1. */
function ordinalOf({ conversation, messages }: StoredConversation, message: Message): number {
  const shown = pathTo(messages, conversation.activeLeafId)
  const path = shown.includes(message) ? shown : pathTo(messages, message.id)
  const sameRole = path.filter((other) => other.role === message.role && isVisible(other))
  return sameRole.indexOf(message) + 1
}
