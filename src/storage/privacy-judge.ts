import { RULES_ALONE, type PrivacyJudge, type PrivacyList } from '../domain/privacy-list.ts'
import type { VivimDatabase } from './database.ts'

/** Row of `meta` that holds the revision at which the list was changed last; there is none before the first time. */
const KEY = 'privacy'

const made = new WeakMap<VivimDatabase, { readonly version: string; readonly judge: PrivacyJudge }>()

/**
 * What the person says about what is private, ready to judge cards. Read once until it is changed, by whichever tab; whose
 * list was always empty loads none of it. Not inside a transaction.
 */
export async function privacyJudgeOf(db: VivimDatabase): Promise<PrivacyJudge> {
  const known = made.get(db)
  const version = await privacyVersion(db)
  if (version === undefined) return RULES_ALONE
  if (known?.version === version) return known.judge
  const [list, { privacyJudge }] = await Promise.all([privacyListOf(db), import('../domain/privacy.ts')])
  const judge = privacyJudge(list)
  // A list that was changed since is read again at the next card, for the version is then another.
  made.set(db, { version, judge })
  return judge
}

/** The whole list, the newest first, without what was taken off. */
export const privacyListOf = (db: VivimDatabase): Promise<PrivacyList> =>
  db.transaction('r', db.ownWords, db.harmless, async () => {
    const [words, harmless] = await Promise.all([db.ownWords.toArray(), db.harmless.toArray()])
    return {
      words: words
        .filter(({ off }) => !off)
        .sort((a, b) => b.at - a.at)
        .map(({ word, at }) => ({ word, at })),
      harmless: harmless.filter(({ off }) => !off).sort((a, b) => b.at - a.at),
    }
  })

const privacyVersion = async (db: VivimDatabase): Promise<string | undefined> => (await db.meta.get(KEY))?.value

/**
 * Notes that the list was changed, inside a transaction on `meta` and `changes`. It is one record however often it is
 * changed: its former row goes, so that an index that is built anew does not go through all cards for each change.
 */
export async function logPrivacyChange(db: VivimDatabase): Promise<void> {
  const former = await privacyVersion(db)
  if (former !== undefined) await db.changes.delete(Number(former))
  const revision = await db.changes.add({ kind: 'privacy', id: KEY })
  await db.meta.put({ key: KEY, value: String(revision) })
}
