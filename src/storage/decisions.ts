import type { Decision } from '../domain/backup.ts'
import { placeOf } from '../domain/library.ts'
import { changeMark } from './card-marks.ts'
import { logChanges } from './change-log.ts'
import type { VivimDatabase } from './database.ts'
import { decisionKey } from './link-decisions.ts'
import { logPrivacyChange } from './privacy-judge.ts'
import { hasPrivacy, hasRoom, putPrivacy } from './privacy-repository.ts'

/** Takes over decisions of a backup, where nothing was decided here; places only of what this import brought. */
export async function takeOver(db: VivimDatabase, importId: string, decisions: readonly Decision[]): Promise<void> {
  const tables = [
    db.changes,
    db.conversations,
    db.cardMarks,
    db.ownCards,
    db.linkMarks,
    db.linkDecisions,
    db.erased,
    db.notebooks,
    db.savedSearches,
    db.ownWords,
    db.harmless,
    db.meta,
    db.metCards,
  ]
  await db.transaction('rw', tables, async () => {
    for (const decision of decisions) await takeOverOne(db, importId, decision)
  })
}

async function takeOverOne(db: VivimDatabase, importId: string, decision: Decision): Promise<void> {
  switch (decision.kind) {
    case 'place': {
      const row = await db.conversations.get(decision.conversationId)
      if (row?.importId !== importId || row.place !== 'active' || decision.place === 'active') return
      const moved =
        decision.place === 'archived' ? ({ ...row, state: 'ARCHIVED' } as const) : { ...row, deletedAt: row.updatedAt }
      await db.conversations.put({ ...moved, place: placeOf(moved) })
      return logChanges(db, 'conversation', [row.id])
    }
    case 'mark': {
      const { kind: _kind, id, ...mark } = decision
      if (await db.cardMarks.get(id)) return
      await changeMark(db, id, mark)
      return
    }
    case 'card': {
      const { card, from } = decision
      if (await db.ownCards.get(card.id)) return
      await db.ownCards.put({ id: card.id, card, ...(from !== undefined && { from }) })
      return logChanges(db, 'card', [card.id])
    }
    case 'unrelated': {
      const { a, b, at } = decision
      if (!(await db.linkMarks.get([a, b]))) await db.linkMarks.put({ a, b, at })
      return
    }
    case 'link':
      if (!(await db.linkDecisions.get(decisionKey(decision.link)))) await db.linkDecisions.put(decision.link)
      return
    case 'erased':
      if ((await db.erased.get(decision.id)) || (await db.conversations.get(decision.id))) return
      await db.erased.put({ id: decision.id, erasedAt: decision.at })
      return
    case 'notebook':
      if (await db.notebooks.get(decision.notebook.id)) return
      await db.notebooks.put(decision.notebook)
      return
    case 'search':
      if (!(await db.savedSearches.get(decision.search.line))) await db.savedSearches.put(decision.search)
      return
    case 'own-word':
    case 'harmless':
      if (await hasPrivacy(db, decision)) return
      if (decision.kind === 'own-word' && !(await hasRoom(db))) return
      await putPrivacy(db, decision)
      return logPrivacyChange(db)
    case 'met':
      if (!(await db.metCards.get(decision.met.id))) await db.metCards.put(decision.met)
  }
}
