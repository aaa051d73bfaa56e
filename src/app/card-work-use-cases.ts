import { commonType, isBareCode } from '../domain/card-form.ts'
import { MAX_EVIDENCE, sameLink, type CardWork, type LinkDecision, type LinkKey } from '../domain/card-work.ts'
import type { WriteCard } from '../domain/ports/knowledge.ts'
import type { CardStore } from '../domain/ports/library-store.ts'
import { hasTag, foldTag, MAX_TAGS, tidyTag } from '../domain/tags.ts'
import type { CardWorking } from './card-work-api.ts'
import { opening, type UndoStack } from './undo.ts'
import { writeCards } from './written-cards.ts'

interface Ports {
  readonly store: CardStore
  readonly undo: UndoStack
  /** Loads the rules by which a text becomes a card. */
  readonly knowledge: () => Promise<{ readonly writeCard: WriteCard }>
  readonly now: () => number
}

/** Tags, types, links, and cards made from others by hand. */
export function cardWorkUseCases({ store, undo, knowledge, now }: Ports): CardWorking {
  const nameOf = async (id: string): Promise<string> => {
    const [card] = await store.byIds([id])
    return card ? `“${opening(card.content)}”` : 'a card'
  }
  const remember = (label: string, back: CardWork): void => {
    undo.push(label, async () => {
      await store.write(back)
    })
  }
  const write = async (label: string, work: CardWork): Promise<void> => remember(label, await store.write(work))

  const keyOf = ({ sourceId, targetId, relation }: LinkKey): LinkKey => ({ sourceId, targetId, relation })
  const decide = (key: LinkKey, state: LinkDecision['state'], evidence: string) => {
    const note = evidence.trim().slice(0, MAX_EVIDENCE).toWellFormed()
    return { key: keyOf(key), decision: { ...keyOf(key), state, evidence: note, at: now() } }
  }

  async function making(
    writing: Parameters<typeof writeCards>[3],
    label: (done: { readonly first: string; readonly count: number }) => string,
  ) {
    const { writeCard } = await knowledge()
    const done = await writeCards(store, writeCard, now(), writing)
    if ('kind' in done) return done
    const [original] = done.originals
    remember(label({ first: `“${opening(original?.content ?? '')}”`, count: done.made.ids.length }), done.back)
    return done.made
  }

  return {
    async addTag(id, text) {
      const tag = tidyTag(text)
      if (tag === undefined) return 'empty'
      const [card] = await store.byIds([id])
      const tags = card?.tags ?? []
      if (hasTag(tags, tag)) return 'there'
      if (tags.length >= MAX_TAGS) return 'full'
      await write(`Tagged “${tag}”`, { marks: [{ id, change: { tags: [...tags, tag] } }] })
      return 'added'
    },
    async removeTag(id, tag) {
      const [card] = await store.byIds([id])
      const tags = (card?.tags ?? []).filter((other) => foldTag(other) !== foldTag(tag))
      await write(`Tag “${tag}” removed`, { marks: [{ id, change: { tags } }] })
    },
    tags: () => store.tags(),
    async setType(id, type) {
      const [card] = await store.byIds([id])
      if (!card || card.type === type || (type === undefined && !card.derivedType)) return
      const isDerived = type === (card.derivedType ?? card.type)
      await write(`Kind of ${await nameOf(id)} changed`, {
        marks: [{ id, change: { type: isDerived ? undefined : type } }],
      })
    },
    edit: (id, text, archive) =>
      making(
        {
          from: [id],
          texts: [text],
          like: ([card]) => ({
            ...(card && { type: card.type }),
            ...(card?.language !== undefined && { language: card.language }),
            ...(card?.context !== undefined && { context: card.context }),
          }),
          how: 'Edited',
          archive,
          takesKnown: false,
        },
        ({ first }) => `Edited ${first}`,
      ),
    merge: (ids, text, archive) =>
      making(
        {
          from: [...new Set(ids)],
          texts: [text],
          like: (cards) => {
            const type = commonType(cards)
            const language = cards[0]?.language
            return type ? { type, ...(language !== undefined && { language }) } : {}
          },
          how: 'Merged',
          archive,
          takesKnown: false,
        },
        () => `Merged ${new Set(ids).size} cards`,
      ),
    split: (id, texts, archive) =>
      making(
        {
          from: [id],
          texts,
          like: ([card]) => ({
            ...(card?.context !== undefined && { context: card.context }),
            ...(card && isBareCode(card) && { type: card.type }),
            ...(card && isBareCode(card) && card.language !== undefined && { language: card.language }),
          }),
          how: 'Split',
          archive,
          takesKnown: true,
        },
        ({ first, count }) => `Split ${first} into ${count}`,
      ),
    async link(key, note) {
      const found = await store.byIds([key.sourceId, key.targetId])
      if (new Set(found.map(({ id }) => id)).size < 2) return 'gone'
      if ((await store.linksOf(key.sourceId)).some((link) => sameLink(link, key))) return 'there'
      await write(`Linked to ${await nameOf(key.targetId)}`, { links: [decide(key, 'linked', note)] })
      return 'linked'
    },
    confirmLink: (link) => write('Link confirmed', { links: [decide(link, 'linked', link.evidence)] }),
    changeLink: (link, key, note) =>
      write('Link changed', {
        links: sameLink(link, key)
          ? [decide(link, 'linked', note)]
          : [decide(link, 'rejected', link.evidence), decide(key, 'linked', note)],
      }),
    rejectLink: (link) => write('Link removed', { links: [decide(link, 'rejected', link.evidence)] }),
  }
}
