import { Dexie } from 'dexie'
import { shownOf, type Derivation } from '../domain/acu.ts'
import { equalBytes } from '../domain/bytes.ts'
import type { LibraryPlace } from '../domain/library.ts'
import type { CardChanges, DerivationStore, Rederivation } from '../domain/ports/rederiving.ts'
import { PERSONAL_FROM } from '../domain/privacy-list.ts'
import { packCards, unpackCards } from './card-pack.ts'
import { cardPacksOf } from './card-repository.ts'
import { logChanges } from './change-log.ts'
import { signalChange } from './change-signal.ts'
import { readConversation } from './conversation-reader.ts'
import type { VivimDatabase } from './database.ts'
import { leftBehind } from './left-behind.ts'
import { keyOf, keysOf } from './row-key.ts'

const KEY = 'rederived'
/** Deleted conversations too: they may come back. */
const PLACES: readonly LibraryPlace[] = ['active', 'archived', 'deleted']

/** The library as it is derived again. */
export function derivationRepository(db: VivimDatabase): DerivationStore {
  return {
    async last() {
      const row = await db.meta.get(KEY)
      return row && (JSON.parse(row.value) as Rederivation)
    },
    async ids() {
      const ofPlaces = await Promise.all(
        PLACES.map((place) =>
          db.conversations
            .where('[place+updatedAt]')
            .between([place, Dexie.minKey], [place, Dexie.maxKey])
            .reverse()
            .primaryKeys(),
        ),
      )
      return ofPlaces.flat()
    },
    async stale(ids, version) {
      const packs = await cardPacksOf(db, await keysOf(db, ids))
      return ids.filter((_, at) => !packs[at] || packs[at].extractorVersion < version)
    },
    read: (id) => readConversation(db, id),
    async replace({ conversation: { id, contentHash } }, derivation) {
      const { conversations, cardPacks, cardMarks, linkDecisions, ownCards, notebooks, changes: log } = db
      const tables = [conversations, cardPacks, cardMarks, linkDecisions, ownCards, notebooks, log]
      const changes = await db.transaction('rw', tables, async (): Promise<CardChanges | undefined> => {
        const row = await db.conversations.get(id)
        if (row?.contentHash !== contentHash) return undefined
        const key = keyOf(row)
        const before = await db.cardPacks.get(key)
        const after = derivation.cards.length > 0 ? packCards(id, key, derivation) : undefined
        if (after) await db.cardPacks.put(after)
        else await db.cardPacks.delete(key)
        if (before && after && equalBytes(before.derived, after.derived)) return changesOf(derivation, derivation, 0)
        const left = await leftBehind(db, before, derivation)
        await db.ownCards.bulkPut(left)
        const shown = shownOf(derivation)
        await db.conversations.put({
          ...row,
          cards: shown.cards.length,
          tally: {
            ...row.tally,
            cards: shown.cards.length,
            links: shown.links.length,
            secrets: derivation.cards.filter((card) => card.securityLevel >= PERSONAL_FROM).length,
          },
        })
        await logChanges(db, 'conversation', [id])
        await logChanges(
          db,
          'card',
          left.map((card) => card.id),
        )
        return changesOf(before && unpackCards(before), derivation, left.length)
      })
      signalChange()
      return changes
    },
    async finish(pass) {
      await db.meta.put({ key: KEY, value: JSON.stringify(pass) })
    },
  }
}

function changesOf(before: Derivation | undefined, after: Derivation, stayed: number): CardChanges {
  const former = new Set(before && shownOf(before).cards.map(({ id }) => id))
  const next = new Set(shownOf(after).cards.map(({ id }) => id))
  return {
    conversations: 1,
    added: [...next].filter((id) => !former.has(id)).length,
    gone: [...former].filter((id) => !next.has(id)).length,
    stayed,
  }
}
