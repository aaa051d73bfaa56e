import type { AtomicChatUnit, DerivedAcu } from '../domain/acu.ts'
import { canonicalContent } from '../domain/acu-id.ts'
import { utf8 } from '../domain/bytes.ts'
import type { CardWork, LinkDecision } from '../domain/card-work.ts'
import type { WriteCard } from '../domain/ports/knowledge.ts'
import type { CardStore } from '../domain/ports/library-store.ts'
import { PERSONAL_FROM } from '../domain/privacy-list.ts'
import { MAX_CONTENT_BYTES } from '../domain/shared-card.ts'
import type { Made } from './card-work-api.ts'

/** What is to be written. */
interface Writing {
  /** Cards it is made from, in order. */
  readonly from: readonly string[]
  readonly texts: readonly string[]
  /** What the new cards take over from the first of them. */
  readonly like: (originals: readonly AtomicChatUnit[]) => Parameters<WriteCard>[1]
  /** In a few words, how they were made: shown on the links. */
  readonly how: string
  readonly archive: boolean
  /** A text that is a card already is linked; otherwise nothing is made. */
  readonly takesKnown: boolean
}

/** What was written, with what takes it back. */
interface Written {
  readonly made: Extract<Made, { kind: 'made' }>
  readonly originals: readonly AtomicChatUnit[]
  readonly back: CardWork
}

/** Makes cards of texts and links them to what they are from; answers with why where nothing was made. */
export async function writeCards(
  store: CardStore,
  writeCard: WriteCard,
  now: number,
  { from, texts, like, how, archive, takesKnown }: Writing,
): Promise<Written | Exclude<Made, { kind: 'made' }>> {
  const originals = await store.byIds(from)
  if (originals.length < new Set(from).size) return { kind: 'gone' }
  if (texts.length === 0 || texts.some((text) => canonicalContent(text).trim() === '')) return { kind: 'empty' }
  if (texts.some((text) => utf8(text).length > MAX_CONTENT_BYTES)) return { kind: 'too-long' }
  const drafts = texts.map((text) => writeCard(text.toWellFormed(), like(originals), now))
  // A fence around nothing.
  if (drafts.some(({ content }) => content.trim() === '')) return { kind: 'empty' }
  const unique = [...new Map(drafts.map((draft) => [draft.id, draft])).values()]
  const [first] = unique
  if (unique.length === 1 && from.length === 1 && first?.id === from[0]) return { kind: 'same' }
  const found = new Map((await store.byIds(unique.map(({ id }) => id))).map((card) => [card.id, card]))
  // Of cards merged, one may be the result as it is.
  const isOneOfThem = from.length > 1 && first !== undefined && from.includes(first.id)
  if (!takesKnown && !isOneOfThem && first && found.has(first.id)) return { kind: 'exists', id: first.id }

  // A part that is what an original was itself made from stays that.
  const made = await Promise.all(from.map((id) => (found.size > 0 ? store.linksOf(id) : [])))
  const isFrom = (original: string, id: string): boolean =>
    made.flat().some((link) => link.relation === 'DERIVED_FROM' && link.sourceId === original && link.targetId === id)
  const links = unique.flatMap(({ id }) =>
    from
      .filter((original) => original !== id && !isFrom(original, id))
      .map((targetId): LinkDecision => {
        return { sourceId: id, targetId, relation: 'DERIVED_FROM', state: 'linked', evidence: how, at: now }
      }),
  )
  const away = archive ? from.filter((id) => !unique.some((one) => one.id === id)) : []
  const back = await store.write({
    own: unique.filter(({ id }) => !found.has(id)).map((card) => ({ id: card.id, card: remixOf(card, originals) })),
    marks: [
      ...unique.map(({ id }) => ({ id, change: { review: 'kept' as const } })),
      ...away.map((id) => ({ id, change: { review: 'archived' as const } })),
    ],
    links: links.map((decision) => ({ key: decision, decision })),
  })
  return { made: { kind: 'made', ids: unique.map(({ id }) => id), known: found.size }, originals, back }
}

const remixOf = (card: DerivedAcu, [first]: readonly AtomicChatUnit[]): AtomicChatUnit => ({
  ...card,
  origin: 'remix',
  extractorVersion: 0,
  isPersonal: card.securityLevel >= PERSONAL_FROM,
  pinned: false,
  tags: [],
  ...(first && { parentId: first.id }),
})
