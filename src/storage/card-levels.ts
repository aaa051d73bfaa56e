import { Dexie } from 'dexie'
import type { SecurityLevel } from '../domain/acu.ts'
import { cardsIn } from './card-pack.ts'
import { toUnit } from './card-repository.ts'
import type { VivimDatabase } from './database.ts'
import { privacyJudgeOf } from './privacy-judge.ts'

/** Rows read at once. */
const AT_ONCE = 50

/**
 * Level of every card of the library that has one, by id, as the person's list has it. Reads all cards there are: a matter
 * of seconds in a large library, so not on the thread of a page.
 */
export async function cardLevels(db: VivimDatabase): Promise<ReadonlyMap<string, SecurityLevel>> {
  const judge = await privacyJudgeOf(db)
  const levels = new Map<string, SecurityLevel>()
  const packs = allOf(
    (after) => db.cardPacks.where(':id').above(after).limit(AT_ONCE).toArray(),
    ({ conversationId }) => conversationId,
  )
  for await (const pack of packs) {
    for (const card of cardsIn(pack)) {
      const { securityLevel } = judge.card(toUnit(card, pack.extractorVersion, undefined))
      if (securityLevel > 0) levels.set(card.id, securityLevel)
    }
  }
  const own = allOf(
    (after) => db.ownCards.where(':id').above(after).limit(AT_ONCE).toArray(),
    ({ id }) => id,
  )
  for await (const { id, card } of own) {
    const { securityLevel } = judge.card(card)
    if (securityLevel > 0) levels.set(id, securityLevel)
    else levels.delete(id)
  }
  return levels
}

/** In chunks by key: a cursor would not outlive what is awaited between its steps. */
async function* allOf<Row, Key>(
  read: (after: Key | typeof Dexie.minKey) => PromiseLike<readonly Row[]>,
  keyOf: (row: Row) => Key,
): AsyncGenerator<Row> {
  let after: Key | typeof Dexie.minKey = Dexie.minKey
  for (;;) {
    const rows = await read(after)
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = keyOf(last)
  }
}
