import type { AcuLink, AcuType } from '../domain/acu.ts'
import type { LinkKey } from '../domain/card-work.ts'
import type { TagCount } from '../domain/ports/library-store.ts'

/** What became of cards that a person wrote. */
export type Made =
  /** `ids` in the order of the texts; `known` of them were cards already and are linked now. */
  | { readonly kind: 'made'; readonly ids: readonly string[]; readonly known: number }
  /** The text is that of the card it was made from: nothing was made. */
  | { readonly kind: 'same' }
  /** Another card says exactly this: nothing was made. */
  | { readonly kind: 'exists'; readonly id: string }
  /** There is no text, or more than 2 MiB of it. */
  | { readonly kind: 'empty' | 'too-long' }
  /** A card it was to be made from is not here any more. */
  | { readonly kind: 'gone' }

/**
 * What a person does to cards. Each of these can be undone. They reject where nothing could be written, for want of room
 * most likely; nothing is changed then.
 */
export interface CardWorking {
  /** Puts a tag on a card; says why where it did not. */
  addTag(id: string, tag: string): Promise<'added' | 'there' | 'full' | 'empty'>
  removeTag(id: string, tag: string): Promise<void>
  /** Tags in use, the most frequent first. */
  tags(): Promise<readonly TagCount[]>
  /** Gives a card a type; `undefined` goes back to the derived one. */
  setType(id: string, type: AcuType | undefined): Promise<void>
  /**
   * Makes a card of a changed text, with a link to the one it was made from, which stays as it is.
   * @param archive puts the original away
   */
  edit(id: string, text: string, archive: boolean): Promise<Made>
  /** Makes one card in the place of several, with a link to each. */
  merge(ids: readonly string[], text: string, archive: boolean): Promise<Made>
  /** Makes a card of each text, with a link to the one they are from. */
  split(id: string, texts: readonly string[], archive: boolean): Promise<Made>
  /** Links two cards. */
  link(key: LinkKey, note: string): Promise<'linked' | 'there' | 'gone'>
  /** Says that an automatic link holds. */
  confirmLink(link: AcuLink): Promise<void>
  /** Puts another link in the place of one: another relation, direction or note. */
  changeLink(link: AcuLink, key: LinkKey, note: string): Promise<void>
  /** Takes a link away for good, also where it would be found again. */
  rejectLink(link: AcuLink): Promise<void>
}
