import type { AcuSource, Finding } from '../domain/acu.ts'
import type { PackCard, PackItem, PackSource } from '../domain/context-pack.ts'
import { cardsOf } from '../domain/notebook.ts'
import type { Protect } from '../domain/ports/knowledge.ts'
import type { CardStore, LibraryStore, StoredConversation } from '../domain/ports/library-store.ts'
import { isPersonalFinding } from '../domain/privacy-list.ts'
import { showPlace } from './card-use-cases.ts'
import type { ContextPacks } from './notebooks-api.ts'

/** Reads what context packs are made of. `protect` loads what finds what is private, by the rules and the person's list. */
export function contextPackUseCases(
  store: LibraryStore,
  cards: CardStore,
  protect: () => Promise<Protect>,
): ContextPacks {
  return {
    async material({ title, entries }, hide, linkTo) {
      const [{ findPrivate, redact }, found] = await Promise.all([protect(), cards.byIds(cardsOf({ entries }))])
      const byId = new Map(found.map((card) => [card.id, card]))
      const conversations = new Map<string, Promise<StoredConversation | undefined>>()
      const read = (id: string): Promise<StoredConversation | undefined> => {
        const known = conversations.get(id) ?? store.read(id)
        conversations.set(id, known)
        return known
      }
      const secrets = new Map<string, number>()
      const items: PackItem[] = []
      const missing: string[] = []

      /** The text as it goes into the pack; what is private in it counts for the entry. */
      const shown = (text: string, id?: string, known: readonly Finding[] = []): string => {
        const private_ = [...known, ...findPrivate(text)].filter(isPersonalFinding)
        const places = new Set(private_.map(({ start }) => start)).size
        if (id !== undefined && places > 0) secrets.set(id, (secrets.get(id) ?? 0) + places)
        return hide ? redact(text, private_) : text
      }

      /** An address has no half: one that has something private in it is left out whole. */
      const shownSource = ({ sourceUrl, ...source }: PackSource, id: string): PackSource => {
        const isShown = sourceUrl !== undefined && shown(sourceUrl, id) === sourceUrl
        return { ...source, title: shown(source.title, id), ...(isShown && { sourceUrl }) }
      }

      for (const entry of entries) {
        const { id } = entry
        if (entry.kind !== 'card') {
          items.push({ id, kind: entry.kind, text: shown(entry.text, id) })
          continue
        }
        const card = byId.get(entry.acuId)
        if (!card) {
          missing.push(id)
          continue
        }
        const source = await sourceOf(card.id, cards, read, linkTo)
        const item: PackCard = {
          id,
          kind: 'card',
          acuId: card.id,
          type: card.type,
          content: shown(card.content, id, card.findings),
          quality: card.quality.overall,
          ...(card.language !== undefined && { language: card.language }),
          ...(card.context !== undefined && { context: shown(card.context, id) }),
          ...(entry.note !== undefined && { note: shown(entry.note, id) }),
          ...(source && { source: shownSource(source, id) }),
          ...(card.authorDid !== undefined && { authorDid: card.authorDid }),
        }
        items.push(item)
      }
      return { title: shown(title), items, secrets, missing }
    },
  }
}

/** The first place of a card that can be shown. */
async function sourceOf(
  id: string,
  cards: CardStore,
  read: (id: string) => Promise<StoredConversation | undefined>,
  linkTo: (source: AcuSource) => string,
): Promise<PackSource | undefined> {
  for (const stored of await cards.placesOf(id)) {
    const conversation = await read(stored.row.id)
    const place = showPlace(stored, conversation)
    if (!conversation || !place) continue
    const { sourceUrl } = conversation.conversation
    return {
      title: place.row.title,
      provider: place.row.provider,
      role: place.role,
      ordinal: place.ordinal,
      ...(place.at !== undefined && { at: place.at }),
      link: linkTo(place.source),
      ...(/^https?:/.test(sourceUrl) && { sourceUrl }),
    }
  }
  return undefined
}
