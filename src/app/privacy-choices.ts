import { foldWord, ownWordFinder, tidyWord } from '../domain/own-words.ts'
import type { PrivacyStore } from '../domain/ports/privacy-store.ts'
import { harmlessFinding } from '../domain/privacy.ts'
import { MAX_OWN_WORDS, type PrivacyEntry } from '../domain/privacy-list.ts'
import type { PrivacyChoices } from './privacy-api.ts'
import { opening, type UndoStack } from './undo.ts'

interface Parts {
  readonly store: PrivacyStore
  readonly undo: UndoStack
  readonly now: () => number
}

/** Saying what is private and what is not. */
export function privacyChoices({ store, undo, now }: Parts): PrivacyChoices {
  async function put(entry: PrivacyEntry, label: string): Promise<void> {
    await store.put(entry)
    undo.push(label, () => store.remove(entry))
  }
  return {
    list: () => store.list(),
    markHarmless(text, finding) {
      const harmless = harmlessFinding(text, finding, now())
      return put({ kind: 'harmless', harmless }, `Not private: ${harmless.kind} ${harmless.excerpt}`)
    },
    async addWord(text) {
      const word = tidyWord(text)
      if (word === undefined) return 'short'
      const { words } = await store.list()
      if (words.some((one) => foldWord(one.word) === foldWord(word))) return 'there'
      if (words.length >= MAX_OWN_WORDS) return 'full'
      await put({ kind: 'own-word', word: { word, at: now() } }, `Private now: “${opening(word)}”`)
      return 'added'
    },
    async takeOffWordsIn(passage) {
      const { words } = await store.list()
      const entries = words
        .filter(({ word }) => ownWordFinder([word])(passage).length > 0)
        .map((word): PrivacyEntry => ({ kind: 'own-word', word }))
      for (const entry of entries) await store.remove(entry)
      undo.push(`No longer private: “${opening(passage)}”`, async () => {
        for (const entry of entries) await store.put(entry)
      })
    },
    async takeOff(entry) {
      await store.remove(entry)
      const label =
        entry.kind === 'own-word'
          ? `No longer private: “${opening(entry.word.word)}”`
          : `Private again: ${entry.harmless.kind} ${entry.harmless.excerpt}`
      undo.push(label, () => store.put(entry))
    },
  }
}
