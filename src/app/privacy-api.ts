import type { Finding } from '../domain/acu.ts'
import type { PrivacyEntry, PrivacyList } from '../domain/privacy-list.ts'

/** What the person says about what is private. Each change can be undone; they reject where nothing could be written. */
export interface PrivacyChoices {
  /** All of it, the newest first. */
  list(): Promise<PrivacyList>
  /** Says once and for all that what a rule found in a text is not private, wherever it stands. */
  markHarmless(text: string, finding: Finding): Promise<void>
  /** Puts a word or name on the list; says why where it did not. */
  addWord(word: string): Promise<'added' | 'there' | 'full' | 'short'>
  /** Takes off every word of the list that stands in a passage. */
  takeOffWordsIn(passage: string): Promise<void>
  /** Takes something off the list again. */
  takeOff(entry: PrivacyEntry): Promise<void>
}
