import type { AtomicChatUnit } from '../domain/acu.ts'
import type { KeptCards } from '../domain/ports/rooms.ts'
import { PERSONAL_FROM } from '../domain/privacy-list.ts'
import { changeMark } from './card-marks.ts'
import { storedCardsById } from './card-repository.ts'
import { signalChange } from './change-signal.ts'
import { logChanges } from './change-log.ts'
import type { VivimDatabase } from './database.ts'
import { noteMarks } from './recent.ts'

const KEPT = { review: 'kept' } as const

/** Received cards in the library. One that is there already merges: it gets its author and stays one card. */
export function keptCards(db: VivimDatabase): KeptCards {
  return {
    async has(acuId) {
      return (await db.ownCards.get(acuId)) !== undefined
    },
    async keep(card) {
      const [outcome, mark] = await db.transaction(
        'rw',
        db.changes,
        db.ownCards,
        db.cardMarks,
        db.cardPacks,
        async () => {
          const [before] = await storedCardsById(db, [card.id])
          const own = await db.ownCards.get(card.id)
          const unit: AtomicChatUnit = {
            ...card,
            origin: 'received',
            extractorVersion: 0,
            isPersonal: card.securityLevel >= PERSONAL_FROM,
            pinned: false,
            tags: [],
          }
          if (!own) await db.ownCards.put({ id: card.id, card: unit })
          await logChanges(db, 'card', own ? [] : [card.id])
          const former = await changeMark(db, card.id, KEPT)
          return [before ? ('merged' as const) : ('added' as const), former] as const
        },
      )
      await noteMarks(db, [{ id: card.id, before: mark, change: KEPT }])
      signalChange()
      return outcome
    },
  }
}
