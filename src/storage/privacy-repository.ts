import { foldWord } from '../domain/own-words.ts'
import type { PrivacyStore } from '../domain/ports/privacy-store.ts'
import { MAX_OWN_WORDS, type PrivacyEntry } from '../domain/privacy-list.ts'
import { signalChange } from './change-signal.ts'
import type { VivimDatabase } from './database.ts'
import { logPrivacyChange, privacyListOf } from './privacy-judge.ts'
import { translateQuota } from './quota.ts'

/** What the person says about what is private, in the database: each word and each value one row. */
export function privacyRepository(db: VivimDatabase): PrivacyStore {
  const write = async (work: () => Promise<void>): Promise<void> => {
    const tables = [db.ownWords, db.harmless, db.meta, db.changes]
    await translateQuota(() =>
      db.transaction('rw', tables, async () => {
        await work()
        await logPrivacyChange(db)
      }),
    )
    signalChange()
  }
  return {
    list: () => privacyListOf(db),
    put: (entry) => write(() => putPrivacy(db, entry)),
    remove: (entry) => write(() => putPrivacy(db, entry, { off: true })),
  }
}

/** True where the list has it, or had it and it was taken off, whatever the case of a word. */
export const hasPrivacy = async (db: VivimDatabase, entry: PrivacyEntry): Promise<boolean> =>
  (entry.kind === 'own-word'
    ? await db.ownWords.get(foldWord(entry.word.word))
    : await db.harmless.get(entry.harmless.key)) !== undefined

/** Writes one thing, or that it was taken off, inside a transaction; the caller notes the change. */
export async function putPrivacy(db: VivimDatabase, entry: PrivacyEntry, off: { off?: true } = {}): Promise<void> {
  if (entry.kind === 'own-word') await db.ownWords.put({ folded: foldWord(entry.word.word), ...entry.word, ...off })
  else await db.harmless.put({ ...entry.harmless, ...off })
}

/** True where one more word may be put. */
export const hasRoom = async (db: VivimDatabase): Promise<boolean> =>
  (await db.ownWords.toArray()).filter(({ off }) => !off).length < MAX_OWN_WORDS
