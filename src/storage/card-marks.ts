import type { AtomicChatUnit } from '../domain/acu.ts'
import type { MarkChange } from '../domain/card-work.ts'
import type { TagCount } from '../domain/ports/library-store.ts'
import { foldTag } from '../domain/tags.ts'
import { logChanges } from './change-log.ts'
import type { CardMark, VivimDatabase } from './database.ts'

/** What the person decided about cards, by id. One question where nothing was decided yet, as in most imports. */
export async function marksOf(db: VivimDatabase, ids: readonly string[]): Promise<Map<string, CardMark>> {
  const found = (await db.cardMarks.count()) === 0 ? [] : await db.cardMarks.bulkGet([...ids])
  return new Map(found.flatMap((mark) => (mark ? [[mark.id, mark]] : [])))
}

/**
 * Sets what the person decided, inside a transaction on `cardMarks` and `changes`; answers with what all of it was. A card
 * about which nothing is decided has no row.
 */
export async function changeMark(db: VivimDatabase, id: string, change: MarkChange): Promise<Required<MarkChange>> {
  const former = await db.cardMarks.get(id)
  const before = { review: former?.review, pinned: former?.pinned ?? false, tags: former?.tags, type: former?.type }
  const { review, pinned, tags, type } = { ...before, ...change }
  if (review === undefined && !pinned && !tags?.length && type === undefined) await db.cardMarks.delete(id)
  else
    await db.cardMarks.put({
      id,
      ...(review !== undefined && { review }),
      pinned,
      ...(tags?.length && { tags }),
      ...(type !== undefined && { type }),
    })
  await logChanges(db, 'mark', [id])
  return before
}

/** A card with what the person decided on top. */
export function marked(card: AtomicChatUnit, mark: CardMark | undefined): AtomicChatUnit {
  if (!mark) return card
  const { review, pinned, tags, type } = mark
  return {
    ...card,
    pinned,
    ...(review !== undefined && { review }),
    ...(tags && { tags }),
    ...(type !== undefined && type !== card.type && { type, derivedType: card.type }),
  }
}

/** See {@link import('../domain/ports/library-store.ts').CardStore.tags}. */
export async function tagsInUse(db: VivimDatabase): Promise<readonly TagCount[]> {
  const written = (await db.cardMarks.orderBy('tags').keys()) as string[]
  const ways = new Map<string, Map<string, number>>()
  for (const tag of written) {
    const counts = ways.get(foldTag(tag)) ?? new Map<string, number>()
    ways.set(foldTag(tag), counts.set(tag, (counts.get(tag) ?? 0) + 1))
  }
  return [...ways.values()]
    .map((counts) => {
      const [[tag] = ['']] = [...counts].sort(([, a], [, b]) => b - a)
      return { tag, count: [...counts.values()].reduce((sum, one) => sum + one, 0) }
    })
    .sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1))
}
